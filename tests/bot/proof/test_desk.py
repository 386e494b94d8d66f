"""People prove who they are: from the sign-in name to the code, and what the server holds to afterwards."""

import asyncio
import io

import pytest
from sqlalchemy import func, select

from bot.case import Case
from bot.database.tables import codes as code_table
from bot.database.tables import conversations, proofs
from bot.errors import DirectoryUnavailable, VouchingRefused
from bot.proof.codes import Outcome
from bot.proof.rules import CHANGE_METHODS, SEE_OWN_METHODS
from bot.proof.second import SecondCode, Sending
from bot.proof.terminal import TerminalDelivery
from tests.bot.proof.fakes import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    RecordingDelivery,
    StuckDelivery,
    Visitor,
    changed,
    code_of,
    everywhere,
    person,
)

pytestmark = pytest.mark.slow

ANNA = "anna@contoso.com"
BROKEN = Case(device_event="broken")
STOLEN = Case(device_event="stolen")
LOST = Case(device_event="lost")
NEW_SIM = Case(device_event="lost", has_new_sim=True)


def see(visitor, conversation="c1", case=None):
    return visitor.proved(conversation, SEE_OWN_METHODS, case)


def change(visitor, conversation="c1", case=None):
    return visitor.proved(conversation, CHANGE_METHODS, case)


def prove(visitor, delivery, conversation="c1", name=ANNA, case=BROKEN):
    visitor.begin(conversation, name, case)
    assert visitor.enter(conversation, delivery.last_code) is Outcome.right


def codes_sent_to(delivery):
    return [contact.channel for contact, _ in delivery.sent]


def test_codes_by_phone_prove_nothing_any_more_once_the_phone_was_stolen_whatever_is_said_later(visitor, delivery):
    """R12: the thief has had the code that came by text message."""
    prove(visitor, delivery)
    visitor.begin_second("c1", BROKEN)
    assert visitor.enter("c1", delivery.last_code) is Outcome.right
    assert change(visitor)
    assert not visitor.desk.heed("c1", BROKEN)
    assert change(visitor)
    assert visitor.desk.heed("c1", STOLEN)
    assert not change(visitor)
    assert not change(visitor, case=BROKEN)
    assert see(visitor)
    assert not visitor.desk.heed("c1", STOLEN)


def test_person_gets_a_code_by_mail_enters_it_and_is_known(visitor, delivery):
    visitor.begin("c1", "  Anna@Contoso.COM ")
    [(contact, text)] = delivery.sent
    assert (contact.channel, "see how you can still sign in" in text) == ("email", True)
    assert see(visitor) is None
    assert visitor.enter("c1", f"it says {delivery.last_code}") is Outcome.right
    assert see(visitor).id == "id-anna"
    assert change(visitor) is None


def test_person_who_proved_it_has_half_an_hour(visitor, delivery, clock):
    prove(visitor, delivery)
    clock.pass_(30 * MINUTE - 1)
    assert see(visitor)
    clock.pass_(1)
    assert see(visitor) is None


def test_person_enters_the_code_of_somebody_else_or_of_another_conversation_in_vain(visitor, delivery):
    """R10, R25"""
    visitor.begin("c1", ANNA)
    code = delivery.last_code
    visitor.begin("c2", ANNA)
    visitor.begin("c3", "ben@contoso.com")
    assert visitor.enter("c3", code) is Outcome.wrong
    assert visitor.enter("c2", code) is Outcome.wrong
    assert visitor.enter("c9", code) is Outcome.none_open
    assert not any(see(visitor, c) for c in ("c1", "c2", "c3", "c9"))
    assert visitor.enter("c1", code) is Outcome.right


def test_person_who_names_somebody_else_afterwards_is_not_them(visitor, delivery):
    """R25: who this conversation is about is the last name that was said."""
    prove(visitor, delivery)
    visitor.begin("c1", "ben@contoso.com")
    assert see(visitor) is None
    visitor.begin("c1", "nobody@contoso.com")
    assert see(visitor) is None


def test_code_for_the_first_name_is_worth_nothing_after_the_second_was_said(visitor, delivery):
    visitor.begin("c1", ANNA)
    code = delivery.last_code
    visitor.begin("c1", "nobody@contoso.com")
    assert visitor.enter("c1", code) is Outcome.wrong
    assert see(visitor) is None


def test_mail_comes_first_then_a_text_message_then_a_call_then_mail_again(visitor, delivery):
    visitor.begin("c1", ANNA)
    for _ in range(3):
        visitor.another_contact("c1")
    assert codes_sent_to(delivery) == ["email", "sms", "voice", "email"]
    assert visitor.enter("c1", code_of(delivery.sent[0][1])) is Outcome.wrong
    assert visitor.enter("c1", delivery.last_code) is Outcome.right


@pytest.mark.parametrize(
    ("case", "channels"),
    [(STOLEN, {"email"}), (LOST, {"email"}), (Case(), {"email"}), (NEW_SIM, {"email", "sms", "voice"})],
)
def test_phone_that_is_gone_gets_no_code(visitor, delivery, case, channels):
    visitor.begin("c1", ANNA, case)
    for _ in range(3):
        visitor.another_contact("c1", case)
    assert set(codes_sent_to(delivery)) == channels


def test_channel_without_a_delivery_is_passed_over(make_desk, clock):
    delivery = RecordingDelivery()
    visitor = Visitor(make_desk(deliveries={"sms": delivery}), clock)
    visitor.begin("c1", ANNA)
    visitor.another_contact("c1")
    assert codes_sent_to(delivery) == ["sms", "sms"]
    visitor.begin("c2", ANNA, STOLEN)
    assert len(delivery.sent) == 2


def test_delivery_that_fails_loses_nothing_and_another_contact_works(visitor, delivery, engine, audit):
    delivery.fails = True
    visitor.begin("c1", ANNA)
    with engine.begin() as connection:
        assert connection.execute(select(code_table.c.state).order_by(code_table.c.id.desc())).scalars().first() == (
            "not_delivered"
        )
    assert audit.results("code_not_delivered") == ["email"]
    assert visitor.expects_code("c1")
    delivery.fails = False
    visitor.another_contact("c1")
    assert codes_sent_to(delivery) == ["sms"]
    assert visitor.enter("c1", delivery.last_code) is Outcome.right


def test_nobody_waits_for_a_mail_server_that_hangs(make_desk, clock):
    stuck = StuckDelivery()
    desk = make_desk(deliveries=everywhere(stuck))

    async def begin():
        await desk.begin("c1", ANNA, BROKEN)
        assert desk.expects_code("c1", clock())

    asyncio.run(begin())
    stuck.let_go.set()
    asyncio.run(desk.settle())


def test_nobody_waits_for_a_directory_that_hangs(make_desk, directory, clock, delivery):
    """R34"""
    desk = make_desk()
    directory.seconds = 3600
    asyncio.run(asyncio.wait_for(desk.begin("c1", ANNA, BROKEN), 3))
    assert desk.expects_code("c1", clock())
    assert delivery.sent == []


def test_directory_that_is_down_proves_nothing_and_is_asked_again_for_another_contact(visitor, delivery, directory):
    """R34, R35: never a false "verified"."""
    directory.unavailable = True
    visitor.begin("c1", ANNA)
    assert visitor.expects_code("c1")
    assert delivery.sent == []
    directory.unavailable = False
    visitor.another_contact("c1")
    prove_with_last = visitor.enter("c1", delivery.last_code)
    assert prove_with_last is Outcome.right
    directory.unavailable = True
    with pytest.raises(DirectoryUnavailable):
        see(visitor)


def test_account_that_changes_after_the_proof_is_judged_as_it_is_now(visitor, delivery, directory):
    prove(visitor, delivery)
    anna, *others = directory.people
    for now in (
        changed(anna, is_enabled=False),
        changed(anna, contacts=anna.contacts[:2]),
        changed(anna, id="somebody-new"),
    ):
        directory.people = (now, *others)
        assert see(visitor) is None
    directory.people = tuple(others)
    assert see(visitor) is None
    directory.people = (anna, *others)
    assert see(visitor)


def test_wrong_code_costs_a_try_and_after_five_a_new_code_is_needed(visitor, delivery):
    """R5"""
    visitor.begin("c1", ANNA)
    code = delivery.last_code
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert [visitor.enter("c1", wrong) for _ in range(6)] == [Outcome.wrong] * 4 + [Outcome.used_up] * 2
    assert visitor.enter("c1", code) is Outcome.used_up
    assert visitor.desk.last_outcome("c1") is Outcome.used_up
    assert visitor.expects_code("c1")
    assert see(visitor) is None
    visitor.another_contact("c1")
    assert visitor.desk.last_outcome("c1") is None
    assert visitor.enter("c1", delivery.last_code) is Outcome.right
    assert visitor.desk.last_outcome("c1") is Outcome.right


def test_code_is_expected_until_it_was_right_or_the_hour_is_over(visitor, delivery, clock):
    assert not visitor.expects_code("c1")
    visitor.begin("c1", ANNA)
    clock.pass_(HOUR - 1)
    assert visitor.expects_code("c1")
    clock.pass_(1)
    assert not visitor.expects_code("c1")
    prove(visitor, delivery)
    assert not visitor.expects_code("c1")


def test_conversation_that_ends_leaves_no_proof_and_no_code_behind(visitor, delivery, engine):
    """R39"""
    prove(visitor, delivery)
    visitor.begin("c2", ANNA)
    code = delivery.last_code
    for conversation in ("c1", "c2"):
        visitor.desk.forget(conversation)
    assert see(visitor) is None
    assert visitor.enter("c2", code) is Outcome.none_open
    assert not visitor.expects_code("c2")
    assert visitor.desk.last_outcome("c1") is None
    with engine.begin() as connection:
        for table in (conversations, code_table, proofs):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_start_over_gives_no_fresh_count_of_look_ups(visitor, delivery):
    """R3"""
    for _ in range(8):
        visitor.begin("c1", ANNA)
        visitor.desk.forget("c1")
    assert len(delivery.sent) == 5


def test_conversation_that_is_forgotten_while_the_directory_thinks_stays_forgotten(make_desk, directory, delivery):
    desk = make_desk()
    directory.seconds = 0.05

    async def begin_and_forget():
        await desk.begin("c1", ANNA, BROKEN)
        desk.forget("c1")
        await desk.settle()

    asyncio.run(begin_and_forget())
    assert delivery.sent == []
    assert not desk.expects_code("c1", NOON)


def test_second_name_while_the_directory_thinks_about_the_first_wins(make_desk, directory, delivery, clock):
    desk = make_desk()
    directory.seconds = 0.05

    async def begin_twice():
        await desk.begin("c1", ANNA, BROKEN)
        await desk.begin("c1", "ben@contoso.com", BROKEN)
        await desk.settle()

    asyncio.run(begin_twice())
    assert [contact.address for contact, _ in delivery.sent] == ["ben@home.example"]


def test_conversation_that_nobody_ended_is_forgotten_after_a_day(visitor, delivery, clock, engine):
    prove(visitor, delivery)
    clock.pass_(DAY + 1)
    visitor.begin("c2", "ben@contoso.com")
    with engine.begin() as connection:
        assert connection.execute(select(conversations.c.id)).scalars().all() == ["c2"]
        assert connection.execute(select(func.count()).select_from(proofs)).scalar_one() == 0


def test_other_process_on_the_same_database_sees_the_same(visitor, make_desk, delivery, clock):
    other = Visitor(make_desk(), clock)
    visitor.begin("c1", ANNA)
    assert other.expects_code("c1")
    assert other.enter("c1", delivery.last_code) is Outcome.right
    assert see(visitor)
    assert other.desk.last_outcome("c1") is visitor.desk.last_outcome("c1") is Outcome.right


def test_two_codes_by_two_channels_let_a_person_change_their_methods(visitor, delivery):
    """R12"""
    prove(visitor, delivery)
    assert visitor.begin_second("c1") == SecondCode(Sending.sent, "+•• ••• ••14")
    contact, text = delivery.sent[-1]
    assert contact.channel == "sms"
    assert "change how you sign in" in text
    assert visitor.expects_code("c1")
    assert change(visitor) is None
    assert visitor.enter("c1", delivery.last_code) is Outcome.right
    assert change(visitor).id == "id-anna"


def test_second_code_without_a_first_is_refused(visitor, delivery):
    assert visitor.begin_second("c1") == SecondCode(Sending.refused)
    visitor.begin("c1", ANNA)
    assert visitor.begin_second("c1") == SecondCode(Sending.refused)
    assert len(delivery.sent) == 1


def test_administrator_sees_their_methods_and_gets_no_second_code(visitor, delivery):
    """R17"""
    prove(visitor, delivery, name="adam@contoso.com")
    assert see(visitor).is_admin
    assert visitor.begin_second("c1") == SecondCode(Sending.refused)
    visitor.vouch("c1", "id-adam", "agent-1")
    assert change(visitor) is None


def test_second_code_never_goes_to_a_stolen_phone(visitor, delivery):
    prove(visitor, delivery, case=STOLEN)
    assert visitor.begin_second("c1", STOLEN) == SecondCode(Sending.no_other_channel)
    assert codes_sent_to(delivery) == ["email"]


def test_proof_by_phone_counts_no_more_once_it_was_stolen(visitor, delivery):
    visitor.begin("c1", ANNA)
    visitor.another_contact("c1")
    visitor.enter("c1", delivery.last_code)
    assert see(visitor, case=BROKEN)
    assert see(visitor, case=STOLEN) is None
    assert visitor.begin_second("c1", STOLEN) == SecondCode(Sending.refused)


def test_second_code_that_fails_says_so_and_the_next_one_tries_the_next_contact(visitor, delivery):
    prove(visitor, delivery)
    delivery.fails = True
    assert visitor.begin_second("c1") == SecondCode(Sending.not_delivered, "+•• ••• ••14")
    delivery.fails = False
    assert visitor.begin_second("c1").sending is Sending.sent
    assert codes_sent_to(delivery) == ["email", "voice"]
    assert see(visitor)


def test_person_who_asks_for_too_many_second_codes_is_refused(visitor, delivery):
    """R3"""
    prove(visitor, delivery)
    answers = [visitor.begin_second("c1").sending for _ in range(6)]
    assert answers == [Sending.sent] * 4 + [Sending.refused] * 2


def test_agent_who_verified_out_of_band_vouches_for_the_person(visitor, audit):
    """R12"""
    visitor.begin("c1", "nora@contoso.com")
    visitor.vouch("c1", "id-nora", "agent-1", "seen_in_person")
    assert see(visitor).id == "id-nora"
    assert change(visitor).id == "id-nora"
    [row] = [row for row in audit.rows if row["what"] == "agent_verified"]
    assert (row["who"], row["result"], row["person_id"]) == ("agent agent-1", "seen_in_person", "id-nora")


@pytest.mark.parametrize(
    ("person_id", "agent", "how"),
    [
        ("id-anna", "agent-2", "called_back"),
        ("id-anna", "", "called_back"),
        ("id-anna", ANNA, "called_back"),
        ("id-anna", "agent-1", "employee_number"),
        ("id-anna", "agent-1", "knew_the_managers_name"),
        ("id-ben", "agent-1", "called_back"),
    ],
)
def test_nobody_else_vouches_and_no_answer_to_a_question_does(visitor, person_id, agent, how, audit):
    """R15, R18: knowledge never counts; only agents vouch, for whom the conversation is about."""
    visitor.begin("c1", ANNA)
    with pytest.raises(VouchingRefused):
        visitor.vouch("c1", person_id, agent, how)
    assert see(visitor) is None
    assert len(audit.results("refused")) == 1


def test_agent_cannot_vouch_for_themselves(make_desk, clock):
    """R17: self-approval refused."""
    visitor = Visitor(make_desk(is_agent=lambda agent: True), clock)
    visitor.begin("c1", ANNA)
    for agent in ("id-anna", ANNA):
        with pytest.raises(VouchingRefused):
            visitor.vouch("c1", "id-anna", agent)
    assert see(visitor) is None


def test_without_a_desk_nobody_is_an_agent(make_desk, clock):
    """R18"""
    visitor = Visitor(make_desk(), clock)
    visitor.begin("c1", ANNA)
    with pytest.raises(VouchingRefused):
        visitor.vouch("c1", "id-anna", "agent-1")


def test_agent_vouches_in_no_conversation_that_is_about_nobody(visitor):
    visitor.begin("c1", "nobody@contoso.com")
    for conversation in ("c1", "c2"):
        with pytest.raises(VouchingRefused):
            visitor.vouch(conversation, "id-anna", "agent-1")


@pytest.mark.parametrize(
    "typed", [f"{ANNA}, evil@attacker.example", f"{ANNA}\r\nBcc: evil@attacker.example", "evil@attacker.example", ANNA]
)
def test_code_goes_to_a_contact_on_file_whatever_is_typed_beside_the_name(visitor, delivery, directory, typed):
    """R16"""
    visitor.begin("c1", typed)
    for _ in range(3):
        visitor.another_contact("c1")
    on_file = {contact.address for person in directory.people for contact in person.contacts}
    assert {contact.address for contact, _ in delivery.sent} <= on_file
    assert bool(delivery.sent) == (typed == ANNA)


def test_account_that_was_blocked_is_free_again_once_an_agent_verified_the_person(visitor, delivery, clock):
    """R5: a new code does not reset the count; somebody who was seen does."""
    for number in range(20):
        visitor.begin(f"attack-{number}", ANNA)
        for _ in range(5):
            visitor.enter(f"attack-{number}", "000000")
        clock.pass_(15 * MINUTE)
    visitor.begin("c1", ANNA)
    assert visitor.enter("c1", delivery.last_code) is Outcome.account_blocked
    sent = len(delivery.sent)
    clock.pass_(HOUR)
    visitor.begin("c2", ANNA)
    assert len(delivery.sent) == sent
    visitor.vouch("c2", "id-anna", "agent-1")
    clock.pass_(HOUR)
    prove(visitor, delivery, "c3")


def test_everything_that_happens_is_in_the_audit_and_no_code_is(visitor, delivery, audit):
    """R14, R21"""
    visitor.begin("c1", ANNA, address="192.0.2.7")
    visitor.enter("c1", "000000")
    code = delivery.last_code
    visitor.enter("c1", code)
    visitor.begin_second("c1")
    visitor.begin("c2", "nobody@contoso.com")
    for _ in range(6):
        visitor.begin("c3", "ben@contoso.com")
    done = [(row["what"], row["result"]) for row in audit.rows]
    assert done[:6] == [
        ("look_up", "code_on_its_way"),
        ("code_sent", "email"),
        ("code_tried", "wrong"),
        ("code_tried", "right"),
        ("proved", "email"),
        ("code_sent", "sms"),
    ]
    assert ("look_up", "unknown") in done
    assert ("refused", "too_many_look_ups") in done
    assert {row["for_whom"] for row in audit.rows[:6]} == {ANNA}
    assert all(row["from_where"].startswith("192.0.2.7, conversation ") for row in audit.rows[:6])
    assert not any(text.split()[0] in str(audit.rows) for _, text in delivery.sent)
    assert "c1" not in str(audit.rows)


def test_look_ups_are_limited_by_conversation_name_and_address(visitor, directory):
    """R3: per sender, per address, per sign-in name; known and unknown are counted alike."""
    for name in ("anna", "ben", "x1", "x2", "x3", "x4"):
        visitor.begin("one", f"{name}@contoso.com")
    assert len(directory.asked) == 5
    for number in range(7):
        visitor.begin(f"name-{number}", "eve@contoso.com")
    assert len(directory.asked) == 10
    for number in range(25):
        visitor.begin(f"address-{number}", f"n{number}@contoso.com", address="192.0.2.7")
    assert len(directory.asked) == 30


def test_refused_look_up_leaves_the_code_that_is_on_its_way_good(visitor, delivery):
    for _ in range(6):
        visitor.begin("c1", ANNA)
    assert len(delivery.sent) == 5
    assert visitor.enter("c1", delivery.last_code) is Outcome.right


def test_one_account_gets_no_more_than_five_codes_an_hour(visitor, delivery, clock):
    """R3: nobody's telephone rings all night."""
    for number in range(12):
        visitor.begin(f"c{number}", ANNA)
        visitor.another_contact(f"c{number}")
        clock.pass_(4 * MINUTE)
    assert len(delivery.sent) == 5


def test_name_that_is_no_name_is_kept_nowhere(visitor, engine, path, audit):
    """R14: somebody may type a password where a name is asked for."""
    visitor.begin("c1", "Tr0ub4dor&3")
    visitor.another_contact("c1")
    engine.dispose()
    assert b"Tr0ub4dor" not in b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert "Tr0ub4dor" not in str(audit.rows)


def test_log_holds_no_code_when_a_delivery_breaks(make_desk, clock, caplog):
    """R14"""

    class Broken:
        def send(self, contact, text):
            raise RuntimeError(f"{contact.address}: {text}")

    visitor = Visitor(make_desk(deliveries=everywhere(Broken())), clock)
    visitor.begin("c1", ANNA)
    assert "a delivery by email broke: RuntimeError" in caplog.text
    assert "home.example" not in caplog.text
    assert "your code" not in caplog.text


def test_person_at_the_one_command_set_up_reads_the_code_in_the_terminal(make_desk, clock):
    stream = io.StringIO()
    visitor = Visitor(make_desk(deliveries=everywhere(TerminalDelivery(stream))), clock)
    visitor.begin("c1", ANNA)
    assert visitor.enter("c1", code_of(stream.getvalue())) is Outcome.right


def test_person_at_another_organisation_is_found_by_their_own_name_only(visitor, directory, delivery):
    directory.people = (*directory.people, changed(person("anna2"), sign_in_name="anna@fabrikam.com"))
    visitor.begin("c1", "anna@fabrikam.com")
    assert delivery.sent[-1][0].address == "anna2@home.example"
