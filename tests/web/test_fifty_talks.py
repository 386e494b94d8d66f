"""Fifty talks at once for ten minutes (R37): answers stay quick, talks stay apart, the server stays of one size."""

import json
import random
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.runtime.test_serve import free_port, served
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.long, pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1800)]

PEOPLE, MINUTES = 50, 10
#: Seconds that somebody reads and writes between two messages, on average.
THINKS = 10
#: In seconds, while the server has a core whenever it wants one, and in bytes.
LONGEST_WAIT, LARGEST_GROWTH = 2.0, 100 * 1024 * 1024
SAYS = (
    "I lost my phone with Microsoft Authenticator, says {name}",
    "it is a work account, says {name}",
    "why do you ask, says {name}",
    "nothing else works, says {name}",
    "no, I am not the administrator, says {name}",
    "what is a tenant, says {name}",
    "done, says {name}",
)


class Person:
    """Talks, begins anew when the talk is over, and looks whether anybody else's name is on the page."""

    def __init__(self, number, port, until):
        self.number, self.until = number, until
        self.assistant = SimpleNamespace(port=port, settle=lambda: None)
        self.chance = random.Random(number)
        self.waits, self.talks, self.strangers = [], 0, []

    def talk(self):
        reads = threading.Event()
        reads.wait(self.chance.uniform(0, THINKS))
        while time.monotonic() < self.until:
            self.talks += 1
            name = f"Person{self.number:02}Talk{self.talks:03}X"
            visitor = Visitor(self.assistant)
            visitor.open()
            token = visitor.form_token
            for words in SAYS:
                if time.monotonic() > self.until:
                    break
                self.says(visitor, token, words.format(name=name), name)
                reads.wait(self.chance.uniform(0, 2 * THINKS))
            self.looks_for_strangers(visitor.open().html, name)
        return self

    def says(self, visitor, token, words, name):
        started = time.monotonic()
        answer = visitor.send("POST", "/say", {"form": token, "text": words}, Accept="application/json")
        self.waits.append(time.monotonic() - started)
        assert answer.status == 200
        self.looks_for_strangers(json.loads(answer.body)["html"], name)

    def looks_for_strangers(self, html, name):
        assert name in html
        self.strangers += set(re.findall(r"Person\d+Talk\d+X", html)) - {name}


def size_of(process):
    """What the process holds in memory, in bytes."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return 1024 * int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def held_up(process):
    """How much longer all that it does takes, because other processes have the cores; 1.0 when none has."""
    files = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    ran, waited = (
        sum(times) for times in zip(*(map(int, file.read_text().split()[:2]) for file in files), strict=True)
    )
    return (ran + waited) / ran


def test_fifty_talks_at_once_stay_quick_apart_and_of_one_size(tmp_path, monkeypatch, capsys):
    """R37, R25"""
    for name, value in (("OWN_DATABASE", tmp_path / "own.db"), ("KEY_FILE", tmp_path / "key")):
        monkeypatch.setenv(f"SPAREKEY_{name}", str(value))
    for name in ("MESSAGES_PER_MINUTE", "REQUESTS_PER_MINUTE"):
        monkeypatch.setenv(f"SPAREKEY_{name}", "1000000")
    port = free_port()
    with served(tmp_path, port, longest=60 * MINUTES + 300) as (process, _), ThreadPoolExecutor(PEOPLE) as crowd:
        until = time.monotonic() + 60 * MINUTES
        talking = [crowd.submit(Person(number, port, until).talk) for number in range(PEOPLE)]
        threading.Event().wait(60 * MINUTES / 5)
        warm = size_of(process)
        people = [one.result() for one in talking]
        grown, slower = size_of(process) - warm, held_up(process)
    waits = sorted(wait for person in people for wait in person.waits)
    p95 = statistics.quantiles(waits, n=20)[-1]
    with capsys.disabled():
        print(
            f"\n{PEOPLE} talks at once for {MINUTES} minutes: {len(waits)} messages in "
            f"{sum(person.talks for person in people)} talks, median {statistics.median(waits):.2f} s, "
            f"p95 {p95:.2f} s, longest {waits[-1]:.2f} s (held up by others {slower:.1f} times); "
            f"{warm / 2**20:.0f} MB after a fifth of the time, "
            f"then {grown / 2**20:+.0f} MB"
        )
    assert [person.strangers for person in people if person.strangers] == []
    assert p95 < LONGEST_WAIT * slower
    assert grown < LARGEST_GROWTH
