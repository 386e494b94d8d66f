"""Whatever people, thieves, agents and the clock do, in any order: one authenticator, and no secret in the open."""

import itertools
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.pool import QueuePool

from bot.authenticator import step_at
from bot.errors import ChangeNotProved, ChangesStopped, LinkCancelled, LinkExpired, LinkOpened, LinkUsed
from tests.bot.enrolment.house import ANNA, CHAT, DAY, HOUR, MINUTE, NOON, House, settle
from tests.bot.enrolment.phone import Phone

THIEF, STRANGER = "chat-of-the-thief", "chat-of-a-stranger"

chats = st.sampled_from([CHAT, CHAT, THIEF, STRANGER])
#: Mostly the latest one; an older one now and then.
which = st.sampled_from([0, 0, 0, 1, 1, 2, 5])


@dataclass(eq=False)
class Known:
    """What this test knows of one authenticator, by rules of its own."""

    token: str
    chat: str
    begun: float
    until: float
    phone: Phone = field(default_factory=Phone)
    state: str = "pending"
    is_opened: bool = False
    is_denied: bool = False
    may_come_back: bool = False
    replaced: "Known | None" = None
    last_step: int = -1
    wrong: int = 0


@dataclass(eq=False)
class NotMeLink:
    token: str
    about: Known
    chat: str
    made: float
    of_theft: bool = False
    is_used: bool = False


class Helpdesk(RuleBasedStateMachine):
    """Anna has signed in for a week; then anything happens."""

    template = None

    @initialize()
    def anna_signs_in_for_a_week(self):
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        if Helpdesk.template is None:
            Helpdesk.template = Path(tempfile.mkdtemp()) / "sparekey.db"
            settle(House(Helpdesk.template).engine)
        self.house = House(Path(shutil.copy(Helpdesk.template, self.folder)), connections=QueuePool)
        self.house.proved.add((ANNA.id, THIEF))
        self.now = NOON - 7 * DAY
        self.all, self.links, self.codes = [], [], []
        self.pending = self.active = None
        self.theft_was_reported = self.is_stopped = False
        self.go_all_the_way(CHAT)
        self.now = NOON
        assert self.active

    def begun_anew(self, chat):
        older, self.pending = self.pending, self.all[-1]
        if older is None:
            return False
        older.state = "cancelled"
        followed = [
            link
            for link in self.links
            if (link.about, link.chat, link.is_used) == (older, chat, False) and link.made > self.now - HOUR
        ]
        for link in followed:
            link.about = self.pending
        return bool(followed)

    def told(self, about, chat, of_theft=False):
        (token,) = self.house.stop_tokens(self.now)
        self.links.append(NotMeLink(token, about, chat, self.now, of_theft))

    @rule(chat=chats)
    def begin(self, chat):
        refusal = ChangeNotProved if chat == STRANGER else ChangesStopped if self.is_stopped else None
        if refusal:
            with pytest.raises(refusal):
                self.house.enrolment.begin(ANNA, chat, self.now)
            return
        token = self.house.enrolment.begin(ANNA, chat, self.now)
        self.all.append(Known(token, chat, self.now, self.now + 10 * MINUTE))
        if not self.begun_anew(chat):
            self.told(self.pending, chat)
        assert self.house.stop_tokens(self.now) == []

    @rule(chat=chats)
    def go_all_the_way(self, chat):
        if chat != STRANGER and not self.is_stopped:
            self.begin(chat)
            self.open(0)
            self.first_code(0)

    @rule(place=which, seconds=st.sampled_from([1.0, 30.0, HOUR, 2 * DAY]))
    def a_thief_is_found_out(self, place, seconds):
        self.go_all_the_way(THIEF)
        self.now += seconds
        self.this_was_not_me(place)

    @rule(place=which)
    def open(self, place):
        one = self.all[-1 - place % len(self.all)]
        refusal = self.refusal(one) or (LinkOpened if one.is_opened else None)
        if refusal:
            with pytest.raises(refusal):
                self.house.enrolment.open_page(one.token, self.now)
        else:
            one.phone.scan(self.house.enrolment.open_page(one.token, self.now).picture)
            one.is_opened, one.until = True, self.now + 10 * MINUTE

    def refusal(self, one):
        if one.state in ("active", "was active"):
            return LinkUsed
        return LinkCancelled if one.state == "cancelled" else LinkExpired if self.now >= one.until else None

    @rule(place=which)
    def first_code(self, place):
        one = self.all[-1 - place % len(self.all)]
        if one.phone.secret is None:
            return
        outcome = self.house.enrolment.confirm(one.token, one.phone.code(self.now), self.now)
        refusal = self.refusal(one)
        if refusal or one.wrong >= 5:
            assert outcome.state == {LinkUsed: "already", None: "too_many"}.get(refusal, "expired")
            assert outcome.recovery_codes == ()
            return
        assert outcome.state == "right"
        self.codes += outcome.recovery_codes
        one.replaced, one.state, one.last_step = self.active, "active", step_at(self.now)
        if self.active:
            self.active.state, self.active.may_come_back = "was active", True
        self.pending, self.active = None, one
        self.told(one, one.chat)

    @rule(place=which, code=st.sampled_from(["000000", "", "1234567", "of another phone"]))
    def wrong_first_code(self, place, code):
        one = self.all[-1 - place % len(self.all)]
        if code == "of another phone" and self.active and self.active is not one:
            code = self.active.phone.code(self.now)
        outcome = self.house.enrolment.confirm(one.token, code, self.now)
        assert outcome.state in ("wrong", "clock_off", "too_many", "expired", "already")
        if self.refusal(one) is None:
            one.wrong += 1

    @rule(place=which, twice=st.booleans())
    def sign_in(self, place, twice):
        one = self.all[-1 - place % len(self.all)]
        if one.phone.secret is None:
            return
        step = step_at(self.now)
        expected = "wrong" if one is not self.active else "right" if step > one.last_step else "used"
        assert self.house.signs_in(one.phone, self.now) == expected
        if expected == "right":
            one.last_step = step
            if twice:
                assert self.house.signs_in(one.phone, self.now) == "used"

    @rule(chat=chats)
    def report_stolen(self, chat):
        if chat == STRANGER:
            with pytest.raises(ChangeNotProved):
                self.house.enrolment.report_stolen(ANNA, chat, self.now)
            return
        for one in self.all:
            one.may_come_back = False
        stolen = self.active
        if stolen and stolen.chat == chat and self.now - stolen.begun < HOUR:
            stolen = None
        assert self.house.enrolment.report_stolen(ANNA, chat, self.now) is (stolen is not None)
        if stolen:
            self.theft_was_reported = True
            stolen.state, self.active = "was active", None
            self.told(stolen, chat, of_theft=True)

    @rule(place=which)
    def this_was_not_me(self, place):
        link = self.links[-1 - place % len(self.links)]
        refusal = LinkUsed if link.is_used else LinkExpired if self.now >= link.made + 72 * HOUR else None
        if refusal:
            with pytest.raises(refusal):
                self.house.enrolment.stop(link.token, self.now)
            return
        self.house.enrolment.who_is_this_about(link.token, self.now)
        stopped = self.house.enrolment.stop(link.token, self.now)
        link.is_used = self.is_stopped = True
        if self.pending:
            self.pending.state, self.pending = "cancelled", None
        before = self.active
        if not link.of_theft:
            link.about.is_denied = True
            if self.active is link.about:
                self.active.state, self.active = "was active", self.earlier(link.about)
        assert stopped.earlier_works_again == (self.active is not None and self.active is not before)

    def earlier(self, one):
        """The first before it that was not denied too, unless a theft was reported since."""
        earlier = one.replaced
        while earlier and earlier.is_denied:
            earlier = earlier.replaced
        if earlier is None or not earlier.may_come_back:
            return None
        earlier.state, earlier.may_come_back = "active", False
        return earlier

    @rule(what=st.sampled_from(["use_recovery_code", "it_is_tidied", "it_is_restarted"]))
    def something_else(self, what):
        getattr(self, what)()

    def use_recovery_code(self):
        code = self.codes[len(self.codes) // 2]
        outcome = self.house.enrolment.use_recovery_code(ANNA.id, code, self.now)
        if outcome.state == "right":
            assert self.house.enrolment.use_recovery_code(ANNA.id, code, self.now).state == "wrong"
        self.house.post(self.now)

    @rule()
    def an_agent_lifts_it(self):
        self.house.enrolment.lift(ANNA.id, "fay", "called back the number on file", self.now)
        self.is_stopped = False

    @rule(seconds=st.sampled_from([1.0, 29.0, 30.0, MINUTE, MINUTE, 9 * MINUTE, HOUR, HOUR, DAY, 3 * DAY]))
    def time_passes(self, seconds):
        self.now += seconds

    def it_is_tidied(self):
        if self.house.enrolment.tidy(self.now) and self.pending and self.pending.begun < self.now - 20 * MINUTE:
            self.pending.state, self.pending = "cancelled", None

    def it_is_restarted(self):
        other = House(self.house.path)
        other.proved, other.secrets = self.house.proved, self.house.secrets
        self.house = other

    @invariant()
    def one_signs_in_and_none_only_after_a_theft(self):
        """R9, R36"""
        active, pending = self.house.authenticators("active"), self.house.authenticators("pending")
        assert len(active) == (1 if self.active else 0)
        assert len(pending) == (1 if self.pending else 0)
        assert self.active or self.theft_was_reported

    def teardown(self):
        """R14, R21"""
        assert self.house.audit.verify() == []
        everything = b"".join(file.read_bytes() for file in self.folder.iterdir())
        tokens = [one.token for one in (*self.all, *self.links)]
        for secret in itertools.chain(self.house.secrets, self.codes, tokens):
            assert secret.encode() not in everything
            assert secret.replace("-", "").encode() not in everything
        shutil.rmtree(self.folder)


@pytest.mark.slow
def test_whatever_happens_one_authenticator_signs_in_and_none_only_after_a_theft():
    """R8, R9, R13, R14, R36"""
    quick = settings(max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Helpdesk, settings=settings(quick, derandomize=True))


@pytest.mark.long
def test_whatever_happens_for_long():
    """R8, R9, R13, R14, R36"""
    many = settings(max_examples=400, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Helpdesk, settings=many)
