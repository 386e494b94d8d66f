"""People, a directory, deliveries and a clock for tests of the proof, and of what builds on it; nothing sleeps."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from bot.case import Case
from bot.database.tables import codes, conversations, failures, proofs, throttles
from bot.directory.people import Contact, Person, RegisteredMethod, Tenant
from bot.errors import NotDelivered
from bot.keys import SIZE, Keys
from bot.proof.delivery import Delivery
from bot.proof.desk import ProofDesk

#: 2026-11-24, noon.
NOON = 1_795_521_600.0
MINUTE = 60.0
HOUR = 3600.0
DAY = 86_400.0

KEYS = Keys(bytes(range(SIZE)))
TENANT = Tenant("contoso", "Contoso", "business", ("contoso.com",), "helpdesk")


@dataclass
class FakeClock:
    """A clock that goes on when it is told to; call it for the time."""

    at: float = NOON

    def __call__(self) -> float:
        return self.at

    def pass_(self, seconds: float) -> None:
        self.at += seconds


class FixedRandomness:
    """Draws like `secrets.randbelow`, but the same each time."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def __call__(self, below: int) -> int:
        return self._random.randrange(below)


@dataclass
class RecordingDelivery:
    """Keeps what would be sent, in order. `fails` makes it refuse, as a server does that is down."""

    sent: list[tuple[Contact, str]] = field(default_factory=list)
    fails: bool = False

    def send(self, contact: Contact, text: str) -> None:
        if self.fails:
            raise NotDelivered("the server is down")
        self.sent.append((contact, text))

    @property
    def last_code(self) -> str:
        """The code in the message that was sent last."""
        return code_of(self.sent[-1][1])


@dataclass
class StuckDelivery:
    """Hangs until it is let go, like a server that does not answer."""

    let_go: threading.Event = field(default_factory=threading.Event)

    def send(self, contact: Contact, text: str) -> None:
        self.let_go.wait(20)


@dataclass
class FakeAudit:
    """Keeps the rows that were written, as dictionaries; no chain, no database."""

    rows: list[dict] = field(default_factory=list)

    def write(self, connection, **row) -> int:
        self.rows.append(row)
        return len(self.rows)

    def results(self, what: str) -> list[str]:
        return [row["result"] for row in self.rows if row["what"] == what]


def person(name: str = "anna", contacts: tuple[Contact, ...] | None = None, **facts) -> Person:
    """Somebody at Contoso with an e-mail address at home, a mobile and an office telephone, unless told otherwise."""
    return Person(
        id=facts.pop("id", f"id-{name}"),
        sign_in_name=f"{name}@contoso.com",
        name=name.title(),
        tenant=TENANT,
        roles=facts.pop("roles", ()),
        is_enabled=facts.pop("is_enabled", True),
        contacts=contacts_of(name) if contacts is None else contacts,
        methods=(RegisteredMethod("authenticator", "iPhone 15"), RegisteredMethod("sms", "+•• ••• ••42")),
        **facts,
    )


def contacts_of(name: str) -> tuple[Contact, ...]:
    digits = f"{sum(map(ord, name)):07d}"
    return (
        Contact(f"{name}-sms", "sms", f"+1425{digits}"),
        Contact(f"{name}-voice", "voice", f"+1206{digits}"),
        Contact(f"{name}-email", "email", f"{name}@home.example"),
    )


def changed(whom: Person, **facts) -> Person:
    """The same person, with these facts instead."""
    return replace(whom, **facts)


def code_of(message: str) -> str:
    """The code in a message."""
    return re.search(r"\b\d{6}\b", message)[0]


def everywhere(delivery: Delivery) -> dict[str, Delivery]:
    """The same delivery for every channel."""
    return dict.fromkeys(("email", "sms", "voice"), delivery)


def empty(engine) -> None:
    """Take every row of this room out of the database: a new one for each of ten thousand sequences takes long."""
    with engine.begin() as connection:
        for table in (codes, conversations, failures, proofs, throttles):
            connection.execute(table.delete())


class AtOnce(ThreadPoolExecutor):
    """Runs work where it is handed in: a campaign does not wait for ten million changes of thread."""

    def submit(self, work, /, *args, **kwargs):
        future = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Visitor:
    """Drives a desk from tests that are not async; each step is over with all that it set going."""

    def __init__(self, desk: ProofDesk, clock: FakeClock) -> None:
        self.desk = desk
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(AtOnce(1))

    def begin(self, conversation: str, sign_in_name: str, case: Case | None = None, address: str | None = None):
        self._run(self.desk.begin(conversation, sign_in_name, case or Case(device_event="broken"), address))

    def another_contact(self, conversation: str, case: Case | None = None):
        self._run(self.desk.another_contact(conversation, case or Case(device_event="broken")))

    def begin_second(self, conversation: str, case: Case | None = None):
        return self._run(self.desk.begin_second(conversation, case or Case(device_event="broken")))

    def enter(self, conversation: str, text: str):
        return self.desk.take_code(conversation, text, self._clock())

    def expects_code(self, conversation: str) -> bool:
        return self.desk.expects_code(conversation, self._clock())

    def proved(self, conversation: str, purpose: str, case: Case | None = None):
        return self._loop.run_until_complete(self.desk.person_proved(conversation, purpose, self._clock(), case))

    def vouch(self, conversation: str, person_id: str, agent: str, how: str = "called_back"):
        self.desk.vouch(conversation, person_id, agent, how, self._clock())

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    def _run(self, step):
        async def whole():
            given = await step
            await self.desk.settle()
            return given

        return self._loop.run_until_complete(whole())
