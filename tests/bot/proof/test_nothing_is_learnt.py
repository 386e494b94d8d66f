"""Whoever has no code learns nothing: not from what comes back, not from how long it takes (R1, R2, R3)."""

import asyncio
import time
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.audit import Audit
from bot.case import Case
from bot.database.engine import open_database
from bot.database.tables import people, throttles
from bot.directory.open import open_directory
from bot.errors import VouchingRefused
from bot.proof.codes import Outcome
from bot.proof.desk import FLOOR, ProofDesk
from bot.settings import Settings
from tests.bot.proof.fakes import (
    KEYS,
    NOON,
    RecordingDelivery,
    empty,
    everywhere,
    person,
)
from tests.databases import quick_database

pytestmark = pytest.mark.slow

#: One of each kind, by what it is.
NAMES = {
    "known": "anna@contoso.com",
    "unknown": "zoe@contoso.com",
    "disabled": "disa@contoso.com",
    "administrator": "adam@contoso.com",
    "without a contact": "nora@contoso.com",
    "with a telephone only": "tom@contoso.com",
    "no name at all": "what?",
}
CASES = (Case(), Case(device_event="broken"), Case(device_event="stolen"), Case(device_event="lost", has_new_sim=True))

CONVERSATIONS = st.sampled_from(("c1", "c2", "c3"))
STEPS = st.one_of(
    st.tuples(st.just("begin"), CONVERSATIONS, st.sampled_from(CASES)),
    st.tuples(st.just("begin_with_another"), CONVERSATIONS, st.sampled_from(CASES)),
    st.tuples(st.just("another"), CONVERSATIONS, st.sampled_from(CASES)),
    st.tuples(st.just("second"), CONVERSATIONS, st.sampled_from(CASES)),
    st.tuples(st.just("guess"), CONVERSATIONS, st.integers(1, 7)),
    st.tuples(st.just("say"), CONVERSATIONS, st.sampled_from(("nothing came", "123", "482913 or 482914"))),
    st.tuples(st.just("vouch"), CONVERSATIONS, st.sampled_from(("me", "agent-2"))),
    st.tuples(st.just("forget"), CONVERSATIONS, st.none()),
    st.tuples(st.just("wait"), CONVERSATIONS, st.sampled_from((1, 59, 601, 899, 3599, 3601, 90_000))),
)


class Stranger:
    """Does what somebody without a code can do, and writes down all that comes back."""

    def __init__(self, visitor, clock, name):
        self.visitor, self.clock, self.name = visitor, clock, name
        self.saw = []

    def do(self, what, conversation, detail):
        self.saw.append(getattr(self, what)(conversation, detail))
        self.saw.append(self.visitor.expects_code(conversation))
        self.saw.append(self.visitor.desk.last_outcome(conversation))
        self.saw += [self.visitor.proved(conversation, purpose) for purpose in ("see_own_methods", "change_methods")]

    def begin(self, conversation, case):
        return self.visitor.begin(conversation, self.name, case, "192.0.2.7")

    def begin_with_another(self, conversation, case):
        return self.visitor.begin(conversation, "somebody-else@contoso.com", case)

    def another(self, conversation, case):
        return self.visitor.another_contact(conversation, case)

    def second(self, conversation, case):
        return self.visitor.begin_second(conversation, case)

    def guess(self, conversation, times):
        # Not among what is drawn with the fixed randomness.
        return [self.visitor.enter(conversation, "000000") for _ in range(times)]

    def say(self, conversation, text):
        return self.visitor.enter(conversation, text)

    def vouch(self, conversation, agent):
        try:
            self.visitor.vouch(conversation, "id-anna", agent)
        except VouchingRefused as refused:
            return str(refused)

    def forget(self, conversation, _):
        return self.visitor.desk.forget(conversation)

    def wait(self, conversation, seconds):
        return self.clock.pass_(seconds)


def what_a_stranger_sees(visitor, clock, engine, name, steps):
    empty(engine)
    clock.at = NOON
    stranger = Stranger(visitor, clock, name)
    for step in steps:
        stranger.do(*step)
    return stranger.saw


@pytest.fixture
def everybody(directory):
    directory.people = (*directory.people, person("tom", contacts=person("tom").contacts[:1]))


def see_the_same(visitor, clock, engine, steps, kinds=tuple(NAMES)):
    saw = {kind: what_a_stranger_sees(visitor, clock, engine, NAMES[kind], steps) for kind in kinds}
    for kind in kinds:
        assert saw[kind] == saw["unknown"], kind


@pytest.mark.usefixtures("everybody")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=3, max_size=12))
def test_stranger_sees_the_same_whoever_they_name(visitor, clock, engine, steps):
    """R1: known, unknown, disabled, administrator, without a contact: the same, whatever is tried, in any order."""
    see_the_same(visitor, clock, engine, steps)


@pytest.mark.long
@pytest.mark.usefixtures("everybody")
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=5, max_size=40))
def test_stranger_sees_the_same_in_long_sequences(visitor, clock, engine, steps):
    """R1"""
    see_the_same(visitor, clock, engine, steps)


@pytest.mark.slow
@pytest.mark.usefixtures("everybody")
def test_stranger_sees_the_same_up_to_the_blocked_account(visitor, clock, engine):
    """R1, R5: an unknown name is blocked after as many wrong codes as a known one."""
    rounds = [[("begin", f"r{n}", CASES[1]), ("guess", f"r{n}", 5), ("wait", f"r{n}", 900)] for n in range(22)]
    steps = [step for each in rounds for step in each]
    see_the_same(visitor, clock, engine, steps, ("known", "unknown", "disabled"))
    assert Outcome.account_blocked in what_a_stranger_sees(visitor, clock, engine, "zoe@contoso.com", steps)[-10]


def test_stranger_sees_the_same_while_the_directory_is_down(visitor, clock, engine, directory):
    """R1, R34"""
    steps = [("begin", "c1", CASES[1]), ("guess", "c1", 7), ("wait", "c1", 601), ("another", "c1", CASES[1])]
    usual = what_a_stranger_sees(visitor, clock, engine, NAMES["known"], steps)
    directory.unavailable = True
    assert what_a_stranger_sees(visitor, clock, engine, NAMES["known"], steps) == usual


def test_stranger_sees_the_same_while_nothing_can_be_delivered(visitor, clock, engine, delivery):
    """R1"""
    steps = [("begin", "c1", CASES[1]), ("guess", "c1", 7), ("wait", "c1", 601), ("another", "c1", CASES[1])]
    usual = what_a_stranger_sees(visitor, clock, engine, NAMES["known"], steps)
    delivery.fails = True
    assert what_a_stranger_sees(visitor, clock, engine, NAMES["known"], steps) == usual


def test_known_and_unknown_names_are_counted_alike(visitor, engine):
    """R3"""
    counted = {}
    for kind, name in NAMES.items():
        empty(engine)
        for number in range(7):
            visitor.begin(f"c{number}", name, CASES[1], "192.0.2.7")
            visitor.another_contact(f"c{number}", CASES[1])
        with engine.begin() as connection:
            counted[kind] = sorted(row.what for row in connection.execute(throttles.select()))
    assert len({tuple(whats) for whats in counted.values()}) == 1


#: Of the demo's people; see bot/directory/demo.yml.
CLASSES = {
    "known": "clara.neumann@contoso.example",
    "unknown": "nobody.at.all@contoso.example",
    "disabled": None,
    "administrator": "amara.diallo@contoso.example",
}


@pytest.fixture
def real_desk(tmp_path):
    """A desk as it is in real life: with the demo's people and the audit."""

    def make(floor, deliveries, open_=open_database):
        engine = open_(tmp_path / "sparekey.db")
        directory = open_directory(Settings(), engine, NOON)
        return ProofDesk(engine, KEYS, directory, deliveries, Audit(engine, KEYS), floor=floor), engine

    return make


def disabled_person_of_the_demo(engine):
    with engine.begin() as connection:
        return connection.execute(select(people.c.sign_in_name).where(~people.c.is_enabled)).scalars().first()


async def medians_of(desk, engine, tries):
    names = {**CLASSES, "disabled": disabled_person_of_the_demo(engine)}
    assert all(names.values())
    took = {kind: [] for kind in names}
    for number in range(tries):
        for kind, name in names.items():
            began = time.perf_counter()
            await desk.begin(f"{kind}-{number}", name, Case(device_event="broken"), None)
            took[kind].append(time.perf_counter() - began)
            await desk.settle()
            empty(engine)
    return {kind: 1000 * median(seconds) for kind, seconds in took.items()}


def check_medians(medians, what):
    spread = max(medians.values()) - min(medians.values())
    figures = ", ".join(f"{kind} {ms:.1f} ms" for kind, ms in medians.items())
    print(f"\nR2, {what}: {figures}; spread {spread:.1f} ms")
    assert spread < 25


@pytest.mark.timing
def test_look_up_takes_the_same_time_even_before_the_floor_hides_what_is_left(real_desk):
    """R2: medians of four classes over 200 tries each, with all the work, no floor and no disk to hide behind."""
    desk, engine = real_desk(0.0, everywhere(RecordingDelivery()), quick_database)
    check_medians(asyncio.run(medians_of(desk, engine, 200)), "no floor")


@pytest.mark.long
def test_look_up_takes_the_same_time_with_the_floor(real_desk):
    """R2: as it is in real life, on a disk that is waited for."""
    desk, engine = real_desk(FLOOR, everywhere(RecordingDelivery()))
    medians = asyncio.run(medians_of(desk, engine, 200))
    check_medians(medians, f"floor of {1000 * FLOOR:.0f} ms")
    assert all(1000 * FLOOR <= ms < 1000 * FLOOR + 25 for ms in medians.values())
