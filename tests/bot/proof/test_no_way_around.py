"""Whatever is done in whatever order: who did not enter the right codes is allowed nothing (R10, R12, R15, R18)."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.case import Case
from bot.errors import VouchingRefused
from bot.proof.codes import Outcome
from bot.proof.desk import ProofDesk
from bot.proof.rules import CHANGE_METHODS, SEE_OWN_METHODS
from bot.proof.second import Sending
from tests.bot.directory.fake import FakeDirectory
from tests.bot.proof.fakes import (
    KEYS,
    MINUTE,
    NOON,
    FakeAudit,
    FakeClock,
    FixedRandomness,
    RecordingDelivery,
    Visitor,
    code_of,
    empty,
    everywhere,
    person,
)
from tests.databases import quick_database
from tests.sequences import run_sequences

CONVERSATIONS = st.sampled_from(("c1", "c2"))
NAMES = st.sampled_from(("anna", "anna", "ben", "adam", "disa", "nora", "zoe"))
CASES = st.builds(
    Case,
    device_event=st.sampled_from(("broken", "broken", None, "lost", "stolen")),
    has_new_sim=st.sampled_from((None, True, False)),
)
HOLDS = {"email": 60 * MINUTE, "sms": 10 * MINUTE, "voice": 10 * MINUTE}
PROOF_HOLDS = 30 * MINUTE


@dataclass
class Sent:
    """A code as the mailbox or the telephone has it, and in answer to which conversation it came."""

    code: str
    name: str
    channel: str
    purpose: str
    conversation: str
    at: float


@dataclass
class Known:
    """What was proved, worked out from what was entered alone; a second opinion to bot/proof."""

    name: str
    channel: str
    purpose: str
    conversation: str
    at: float


class AtTheDesk(RuleBasedStateMachine):
    """
    Honest people and strangers at one desk, in any order.

    What must hold is worked out beside it from the messages that were delivered and the codes that were
    entered: nothing of bot/proof's own book-keeping is asked.
    """

    desk_of: ClassVar[dict] = {}
    reached: ClassVar[Counter] = Counter()
    touched: str | None = None
    about: ClassVar[dict] = {}

    @initialize()
    def open(self):
        self.visitor, self.clock, self.delivery = (
            self.desk_of["visitor"],
            self.desk_of["clock"],
            self.desk_of["delivery"],
        )
        empty(self.desk_of["engine"])
        self.clock.at = NOON
        self.delivery.sent.clear()
        self.sent: list[Sent] = []
        self.known: list[Known] = []
        self.about: dict[str, str] = {}
        self.entered_since: dict[str, list[Known]] = {}

    # What anybody can do.

    @rule(conversation=CONVERSATIONS, name=NAMES, case=CASES)
    def begin(self, conversation, name, case):
        self.touched = conversation
        if self.about.get(conversation) != name:
            self.entered_since[conversation] = []
        self.about[conversation] = name
        self.visitor.begin(conversation, f"{name}@contoso.com", case)
        self.collect(conversation, case)

    @rule(conversation=CONVERSATIONS, case=CASES)
    def another(self, conversation, case):
        self.touched = conversation
        self.visitor.another_contact(conversation, case)
        self.collect(conversation, case)

    @rule(conversation=CONVERSATIONS, case=CASES)
    def second(self, conversation, case):
        self.touched = conversation
        answer = self.visitor.begin_second(conversation, case)
        assert (answer.sending is Sending.sent) == bool(self.collect(conversation, case))

    @rule(conversation=CONVERSATIONS, name=NAMES, case=CASES)
    def begin_and_enter_what_comes(self, conversation, name, case):
        self.touched = conversation
        self.begin(conversation, name, case)
        self.enter_the_newest_code_of_this_conversation(conversation)

    @rule(conversation=CONVERSATIONS, case=CASES)
    def ask_for_a_second_code_and_enter_what_comes(self, conversation, case):
        self.touched = conversation
        self.second(conversation, case)
        self.enter_the_newest_code_of_this_conversation(conversation)

    @rule(conversation=CONVERSATIONS, name=st.sampled_from(("anna", "ben", "adam")))
    def prove_it_twice(self, conversation, name):
        at_hand = Case(device_event="broken")
        self.begin_and_enter_what_comes(conversation, name, at_hand)
        self.ask_for_a_second_code_and_enter_what_comes(conversation, at_hand)

    @rule(conversation=CONVERSATIONS)
    def guess(self, conversation):
        self.touched = conversation
        assert self.visitor.enter(conversation, "000000") is not Outcome.right

    @rule(conversation=CONVERSATIONS, which=st.integers(0, 30))
    def enter_some_code_that_was_ever_sent(self, conversation, which):
        """To this conversation or another, to this person or another, the newest or an old one."""
        self.touched = conversation
        if self.sent:
            self.enter(conversation, self.sent[-1 - which % len(self.sent)])

    @rule(conversation=CONVERSATIONS)
    def enter_the_newest_code_of_this_conversation(self, conversation):
        self.touched = conversation
        mine = [sent for sent in self.sent if sent.conversation == conversation]
        if mine:
            self.enter(conversation, mine[-1])

    @rule(seconds=st.sampled_from((1.0, 5 * MINUTE, 11 * MINUTE, 29 * MINUTE, 61 * MINUTE)))
    def wait(self, seconds):
        self.clock.pass_(seconds)

    @rule(conversation=CONVERSATIONS, name=NAMES, agent=st.sampled_from(("", "me", "anna@contoso.com", "id-anna")))
    def vouch_without_being_an_agent(self, conversation, name, agent):
        self.touched = conversation
        with pytest.raises(VouchingRefused):
            self.visitor.vouch(conversation, f"id-{name}", agent)

    @rule(conversation=CONVERSATIONS, name=NAMES, how=st.sampled_from(("knew_the_manager", "employee_number", "")))
    def vouch_for_what_somebody_knows(self, conversation, name, how):
        self.touched = conversation
        with pytest.raises(VouchingRefused):
            self.visitor.vouch(conversation, f"id-{name}", "agent-1", how)

    @rule(conversation=CONVERSATIONS)
    def forget(self, conversation):
        self.touched = conversation
        self.visitor.desk.forget(conversation)
        self.about.pop(conversation, None)
        self.entered_since.pop(conversation, None)
        self.known = [known for known in self.known if known.conversation != conversation]

    @rule(name=st.sampled_from(("anna", "ben")), enabled=st.booleans())
    def enable_or_disable(self, name, enabled):
        directory = self.desk_of["directory"]
        others = tuple(p for p in directory.people if p.id != f"id-{name}")
        directory.people = (*others, person(name, is_enabled=enabled))

    # What has to hold after each of them.

    @invariant()
    def nobody_is_allowed_what_they_did_not_prove(self):
        """Where something was done just now; in every conversation at the end."""
        if self.touched:
            self.check(self.touched)
            self.touched = None

    def teardown(self):
        for conversation in self.about:
            self.check(conversation)

    def check(self, conversation):
        name = self.about.get(conversation)
        seen = self.visitor.proved(conversation, SEE_OWN_METHODS)
        may_change = self.visitor.proved(conversation, CHANGE_METHODS)
        proved = [known for known in self.known if known.conversation == conversation and known.name == name]
        held = self.in_time(proved)
        is_enabled = any(p.id == f"id-{name}" and p.is_enabled for p in self.desk_of["directory"].people)
        if seen:
            assert held
            assert is_enabled
        if may_change:
            assert self.is_enough(held)
            assert is_enabled
            assert name != "adam"
        # And the honest are let in: who proved it, and named nobody else since.
        since = self.in_time(self.entered_since.get(conversation, []))
        if is_enabled and since:
            assert seen
        if is_enabled and name != "adam" and self.is_enough(since):
            assert may_change
        assert all(who is None or who.id == f"id-{name}" for who in (seen, may_change))
        self.reached["see"] += seen is not None
        self.reached["change"] += may_change is not None

    def in_time(self, proved):
        return [known for known in proved if self.clock() < known.at + PROOF_HOLDS]

    @staticmethod
    def is_enough(held):
        """Two by different channels, of which one was asked for to change something."""
        return any(a.purpose == CHANGE_METHODS and a.channel != b.channel for a in held for b in held)

    def enter(self, conversation, sent):
        outcome = self.visitor.enter(conversation, f"my code is {sent.code}")
        self.reached[outcome.value] += 1
        mine = [other for other in self.sent if other.conversation == conversation]
        is_newest = bool(mine) and mine[-1] is sent and sent.name == self.about.get(conversation)
        in_time = self.clock() < sent.at + HOLDS[sent.channel]
        if outcome is Outcome.right:
            assert is_newest
            assert in_time
            known = Known(sent.name, sent.channel, sent.purpose, conversation, self.clock())
            self.known.append(known)
            self.entered_since[conversation].append(known)

    def collect(self, conversation, case):
        """Look into the mailboxes; what came is in answer to this conversation."""
        messages, self.delivery.sent[:] = list(self.delivery.sent), []
        for contact, text in messages:
            assert contact.channel == "email" or case.device_event != "stolen"
            purpose = CHANGE_METHODS if "change how you sign in" in text else SEE_OWN_METHODS
            name = contact.id.split("-")[0]
            assert name == self.about[conversation]
            assert name not in ("disa", "nora", "zoe")
            assert not (name == "adam" and purpose == CHANGE_METHODS)
            self.sent.append(Sent(code_of(text), name, contact.channel, purpose, conversation, self.clock()))
        return messages


def run(sequences, steps, first=0):
    """Run so many sequences of at most so many steps; give what they reached, so that nobody proves it of nothing."""
    with tempfile.TemporaryDirectory() as folder:
        engine = quick_database(Path(folder) / "sparekey.db")
        clock, delivery = FakeClock(), RecordingDelivery()
        names = {"anna": {}, "ben": {}, "disa": {"is_enabled": False}, "adam": {"roles": ("Global Administrator",)}}
        people = [person(name, **facts) for name, facts in names.items()] + [person("nora", contacts=())]
        directory = FakeDirectory(people)
        desk = ProofDesk(
            engine,
            KEYS,
            directory,
            everywhere(delivery),
            FakeAudit(),
            clock,
            is_agent={"agent-1"}.__contains__,
            randbelow=FixedRandomness(),
            floor=0.0,
        )
        visitor = Visitor(desk, clock)

        class Machine(AtTheDesk):
            desk_of: ClassVar[dict] = {
                "visitor": visitor,
                "clock": clock,
                "delivery": delivery,
                "engine": engine,
                "directory": directory,
            }
            reached: ClassVar[Counter] = Counter()

        run_sequences(Machine, sequences, steps, first)
        visitor.close()
        engine.dispose()
        return Machine.reached


@pytest.mark.slow
def test_no_sequence_leads_from_unproved_to_allowed_without_the_right_codes():
    """R10, R12, R15, R17, R18, R39"""
    reached = run(50, 20)
    print(f"\n50 sequences: {dict(reached)}")
    assert reached["see"] > 20
    assert reached["change"] > 1


@pytest.mark.long
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("quarter", range(4))
def test_no_sequence_of_ten_thousand_leads_from_unproved_to_allowed_without_the_right_codes(quarter):
    """R10, R12, R15, R17, R18, R39"""
    reached = run(2_500, 20, first=2_500 * quarter)
    print(f"\n2,500 of 10,000 sequences: {dict(reached)}")
    assert reached["see"] > 250
    assert reached["change"] > 125
