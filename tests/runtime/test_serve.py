"""`make run` as a person meets it: one line when something is in the way, an answer when not, no word to the world."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.model]

SERVE = [sys.executable, "-m", "bot.runtime.serve"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(tmp_path, port, **more):
    own = {"SPAREKEY_DATABASE": "talks.db", "SPAREKEY_OWN_DATABASE": "sparekey.db", "SPAREKEY_KEY_FILE": "key"}
    files = {name: str(tmp_path / file) for name, file in own.items()}
    return {**os.environ, "SPAREKEY_PORT": str(port), **files, **more}


@contextmanager
def served(tmp_path, port, before=(), longest=60):
    """Serve until the end of the block, for so many seconds at most; gives the process and what it said at first."""
    process = subprocess.Popen(
        [*before, *SERVE], env=environment(tmp_path, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    watchdog = threading.Timer(longest, process.kill)
    watchdog.start()
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "make chat" in line:
                break
        assert "ready after" in "".join(said), "".join(said)
        yield process, "".join(said)
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()


def post(port, body, path="/webhooks/rest/webhook"):
    url = f"http://127.0.0.1:{port}{path}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_person_who_pastes_the_line_that_it_prints_gets_an_answer_and_ctrl_c_ends_it(tmp_path):
    """R38"""
    port = free_port()
    with served(tmp_path, port) as (process, said):
        page = re.search(r"http://\S+", said)[0]
        assert page == f"http://127.0.0.1:{port}/"
        with urllib.request.urlopen(page) as reply:
            assert "Tell what happened" in reply.read().decode()
        sentence = json.loads(said.split("-d '")[1].split("'")[0])
        status, answers = post(port, json.dumps(sentence).encode())
        assert status == 200
        assert "Which account" in answers[0]["text"]
        assert post(port, b"[]", "/model")[0] == post(port, b"[]", "/conversations/me/tracker")[0] == 404
        assert post(port, b'{"message": "hello"}')[0] == post(port, b"nonsense")[0] == post(port, b"[1]")[0] == 400
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(timeout=20) == 0, rest
        assert "Traceback" not in said + rest


def test_person_is_helped_by_questions_while_the_own_database_is_damaged(tmp_path):
    (tmp_path / "sparekey.db").write_text("this is a shopping list" * 100)
    port = free_port()
    with served(tmp_path, port) as (_, said):
        assert "the look-up is off" in said
        assert "Traceback" not in said
        status, answers = post(port, b'{"sender": "anna", "message": "I lost my phone with the Authenticator"}')
        assert (status, "Which account" in answers[0]["text"]) == (200, True)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as reply:
            assert "Tell what happened" in reply.read().decode()


def test_a_taken_port_is_one_clear_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(SERVE, env=environment(tmp_path, port), capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert (
        run.stderr.strip()
        == f"sparekey: port {port} is taken: stop what listens there, or set SPAREKEY_PORT to another one."
    )


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("SPAREKEY_MODEL", "nowhere.tar.gz", "there is no model at nowhere.tar.gz: run `make train` first."),
        ("SPAREKEY_PORT", "many", "SPAREKEY_PORT cannot be 'many'"),
    ],
)
def test_what_is_in_the_way_is_one_clear_line(tmp_path, variable, value, line):
    env = environment(tmp_path, free_port()) | {variable: value}
    run = subprocess.run(SERVE, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.strip()) == (1, f"sparekey: {line}")


def test_it_works_with_the_network_cut(tmp_path):
    """R41: in a network namespace with nothing but its own loopback."""
    cut = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*cut, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine gives no network namespace (unshare --net)")
    talk = Path(__file__).with_name("one_message.py")
    script = f"ip link set lo up 2>/dev/null; {sys.executable} {talk}"
    run = subprocess.run(
        [*cut, "sh", "-c", script], env=environment(tmp_path, 1), capture_output=True, text=True, check=False
    )
    assert run.stdout.strip().endswith("utter_ask_account_type"), run.stderr[-2000:]


def test_telemetry_is_off_whatever_the_environment_says(tmp_path):
    """R41"""
    told = "from bot.runtime.agent import prepare_this_process as prepare; prepare(); import rasa.telemetry as t; "
    script = told + "print(t.is_telemetry_enabled())"
    env = {**os.environ, "RASA_TELEMETRY_ENABLED": "true", "HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "False", run.stderr[-2000:]
