"""`make bench`: Sparekey beside Rasa's own starter project, in one run on one machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PORT, ACTION_PORT = 5705, 5755
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}

#: The starter answers greetings by `utter_greet`; here a real action does, as in any real project.
STARTER_ACTION = """
from rasa_sdk import Action

class ActionGreet(Action):
    def name(self):
        return "action_greet"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_greet")
        return []
"""


@dataclass(frozen=True)
class Project:
    """What is measured: where it lives, how it is trained and served, and what is said to it."""

    name: str
    folder: Path
    train: list[str]
    serve: list[list[str]]
    message: str
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, **QUIET, "PYTHONPATH": str(self.folder), **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def sparekey(scratch: Path) -> Project:
    return Project(
        "Sparekey",
        ROOT,
        [sys.executable, "-m", "bot.runtime.train", "--force"],
        [[sys.executable, "-m", "bot.runtime.serve"]],
        "I lost my phone and Microsoft Authenticator was on it",
        {
            "SPAREKEY_PORT": str(PORT),
            "SPAREKEY_DATABASE": str(scratch / "talks.db"),
            "SPAREKEY_OWN_DATABASE": str(scratch / "sparekey.db"),
            "SPAREKEY_KEY_FILE": str(scratch / "key"),
            "SPAREKEY_MODEL": str(scratch / "sparekey.tar.gz"),
        },
    )


def starter(scratch: Path) -> Project:
    import rasa.cli

    folder = scratch / "starter"
    shutil.copytree(Path(rasa.cli.__file__).parent / "initial_project", folder)
    (folder / "actions/actions.py").write_text(STARTER_ACTION)
    domain = folder / "domain.yml"
    domain.write_text(domain.read_text() + "\nactions:\n  - action_greet\n")
    for stories in (folder / "data").glob("*.yml"):
        stories.write_text(stories.read_text().replace("action: utter_greet", "action: action_greet"))
    endpoints = folder / "endpoints.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{ACTION_PORT}/webhook\n")
    rasa_command = str(Path(sys.executable).with_name("rasa"))
    return Project(
        "rasa init",
        folder,
        [rasa_command, "train", "--force"],
        [
            [rasa_command, "run", "actions", "-p", str(ACTION_PORT)],
            [rasa_command, "run", "-i", "127.0.0.1", "-p", str(PORT)],
        ],
        "hello there",
    )


def training(project: Project) -> tuple[float, float]:
    """Train once; give seconds, and the peak of memory in MB."""
    started, process = time.monotonic(), project.start(project.train)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the training of {project.name} failed")
    return time.monotonic() - started, usage.ru_maxrss / 1024


@contextmanager
def serving(project: Project) -> Iterator[tuple[float, list[int]]]:
    """Serve; give the seconds to the first answered message, and the processes."""
    started = time.monotonic()
    processes = [project.start(command) for command in project.serve]
    try:
        while not _answers(project):
            if time.monotonic() - started > 180:
                sys.exit(f"{project.name} does not answer")
            time.sleep(0.1)
        yield time.monotonic() - started, [process.pid for process in processes]
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _answers(project: Project) -> bool:
    try:
        return bool(say(project.message, uuid.uuid4().hex))
    except OSError:
        return False


def say(text: str, sender: str) -> list[object]:
    body = json.dumps({"sender": sender, "message": text}).encode()
    url = f"http://127.0.0.1:{PORT}/webhooks/rest/webhook"
    with urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})) as reply:
        answers: list[object] = json.load(reply)
    return answers


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def one_at_a_time(project: Project, messages: int = 200) -> list[float]:
    """Give the milliseconds of each message; a new talk begins every five."""
    senders = [uuid.uuid4().hex for _ in range(messages // 5)]
    return sorted(seconds_of(lambda n=n: say(project.message, senders[n // 5])) * 1000 for n in range(messages))


def eight_at_once(project: Project, each: int = 40) -> float:
    """Give the messages a second with eight senders."""

    def one_sender() -> None:
        senders = [uuid.uuid4().hex for _ in range(each // 5)]
        for n in range(each):
            say(project.message, senders[n // 5])

    threads = [threading.Thread(target=one_sender) for _ in range(8)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 8 * each / (time.perf_counter() - started)


def a_long_talk(project: Project) -> float:
    """Give how many times longer message 100 takes than message 5: medians of ten around each."""
    sender = uuid.uuid4().hex
    times = [seconds_of(lambda: say(project.message, sender)) for _ in range(106)]
    return statistics.median(times[95:105]) / statistics.median(times[2:8])


def memory(pids: list[int]) -> float:
    """Give the resident memory of these processes in MB (Linux)."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def figures_of(project: Project) -> dict[str, float]:
    print(f"measuring {project.name} ...", file=sys.stderr, flush=True)
    seconds, peak = training(project)
    with serving(project) as (cold, pids):
        times = one_at_a_time(project)
        return {
            "training, s": seconds,
            "training, peak MB": peak,
            "cold start to the first answer, s": cold,
            "message with a real action, p50 ms": times[len(times) // 2],
            "message with a real action, p95 ms": times[int(len(times) * 0.95)],
            "messages a second, 8 senders": eight_at_once(project),
            "message 100 against message 5, times": a_long_talk(project),
            "memory after that, MB": memory(pids),
        }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = (figures_of(make(Path(folder))) for make in (sparekey, starter))
    print(f"\n{'':38}{'Sparekey':>10}{'rasa init':>11}{'ratio':>8}")
    for name, value in ours.items():
        print(f"{name:38}{value:10.1f}{theirs[name]:11.1f}{value / theirs[name]:8.2f}")


if __name__ == "__main__":
    main()
