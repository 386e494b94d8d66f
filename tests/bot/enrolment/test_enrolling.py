"""Somebody who lost a phone sets up the next one; nobody else does."""

import json

import pytest
from sqlalchemy.exc import IntegrityError

from bot.database import second_factor as tables
from bot.database.audit import audit
from bot.database.tables import people
from bot.errors import (
    AccountClosed,
    AdministratorUntouched,
    ChangeNotProved,
    LinkCancelled,
    LinkExpired,
    LinkOpened,
    LinkUnknown,
    LinkUsed,
    SecondFactorIsMicrosofts,
    TooManyWrongCodes,
)
from tests.bot.enrolment.house import (
    ANNA,
    BEN,
    CEM_THE_ADMINISTRATOR,
    CHAT,
    DEE_WHO_LEFT,
    EVE_AT_MICROSOFT,
    HOUR,
    MINUTE,
    NOON,
    House,
)
from tests.bot.enrolment.phone import Phone

pytestmark = pytest.mark.slow


@pytest.fixture
def token(house):
    return house.enrolment.begin(ANNA, CHAT, NOON)


@pytest.fixture
def phone(house, token):
    return Phone().scan(house.enrolment.open_page(token, NOON).picture)


def wrong_code(phone, now):
    return f"{(int(phone.code(now)) + 1) % 1_000_000:06d}"


def test_person_scans_types_a_code_and_signs_in_with_the_new_phone(house):
    phone, outcome = house.enrol()
    assert len(outcome.recovery_codes) == 10
    assert house.signs_in(phone, NOON + 60) == "right"
    assert house.told() == [
        ("enrolment_begun", "done"),
        ("enrolment_shown", "done"),
        ("recovery_codes_made", "10"),
        ("enrolment_tried", "right"),
        ("enrolment_finished", "done"),
        ("code_tried", "right"),
    ]


def test_every_row_says_who_did_it_for_whom_and_from_which_chat_without_its_name(house):
    """R21, R14: the name of a chat opens it, so a digest stands for it."""
    _, outcome = house.enrol()
    house.enrolment.report_stolen(ANNA, CHAT, NOON + HOUR)
    house.proved.clear()
    with pytest.raises(ChangeNotProved):
        house.enrolment.begin(ANNA, CHAT, NOON + HOUR)
    house.enrolment.use_recovery_code(ANNA.id, outcome.recovery_codes[0], NOON + HOUR)
    house.enrolment.lift(ANNA.id, "fay", "called back the number on file", NOON + HOUR)
    rows = house.rows(audit)
    assert len(rows) >= 9
    assert {row["person_id"] for row in rows} == {ANNA.id}
    assert {row["who"] for row in rows} == {"person", "agent fay"}
    assert all(row["at"] and row["what"] and row["result"] for row in rows)
    personal = {row["what"]: json.loads(row["personal"]) for row in rows}
    for what in ("enrolment_begun", "authenticator_retired", "refused"):
        assert personal[what]["for_whom"] == ANNA.sign_in_name, what
        assert personal[what]["from_where"].startswith("conversation "), what
    assert personal["agent_verified"]["why"] == "called back the number on file"
    assert CHAT not in repr(rows)


def test_person_without_a_camera_types_the_key_instead(house, token):
    """R6: QR and key agree."""
    page = house.enrolment.open_page(token, NOON)
    assert page.key.replace(" ", "") == Phone().scan(page.picture).secret == house.secrets[0]
    assert [len(group) for group in page.key.split()] == [4] * 8


def test_phone_shows_whose_account_it_is(house, phone):
    assert (phone.account, phone.issuer) == (ANNA.sign_in_name, "Contoso")


def test_page_says_whose_account_it_is_and_until_when(house, token):
    page = house.enrolment.open_page(token, NOON + 60)
    assert (page.account, page.issuer, page.until) == (ANNA.sign_in_name, "Contoso", NOON + 11 * MINUTE)


def test_old_phone_signs_in_until_the_new_one_is_proved(house):
    """R9"""
    old, _ = house.enrol()
    token = house.enrolment.begin(ANNA, CHAT, NOON)
    new = Phone().scan(house.enrolment.open_page(token, NOON).picture)
    assert house.signs_in(new, NOON + 60) == "wrong"
    assert house.signs_in(old, NOON + 60) == "right"
    assert house.enrolment.confirm(token, new.code(NOON + 120), NOON + 120).state == "right"
    assert house.signs_in(old, NOON + 180) == "wrong"
    assert house.signs_in(new, NOON + 180) == "right"
    assert ("authenticator_retired", "replaced") in house.told()


def test_new_phone_signs_in_with_its_next_code_not_with_the_first_one_again(house):
    """R8"""
    phone, _ = house.enrol()
    assert house.signs_in(phone, NOON) == "used"
    assert house.signs_in(phone, NOON + 30) == "right"


def test_nobody_begins_without_a_proof_and_learns_no_more(house):
    """R12, R1: the proof is asked for here, before anything else is told."""
    house.proved.clear()
    for someone in (ANNA, CEM_THE_ADMINISTRATOR, DEE_WHO_LEFT, EVE_AT_MICROSOFT):
        with pytest.raises(ChangeNotProved):
            house.enrolment.begin(someone, CHAT, NOON)
    assert house.asked[0] == (ANNA.id, CHAT, NOON)
    assert house.rows(tables.authenticators) == []
    assert house.told() == [("refused", "ChangeNotProved")] * 4
    assert house.post(NOON) == []


@pytest.mark.parametrize(
    ("someone", "refusal"),
    [
        (CEM_THE_ADMINISTRATOR, AdministratorUntouched),
        (DEE_WHO_LEFT, AccountClosed),
        (EVE_AT_MICROSOFT, SecondFactorIsMicrosofts),
    ],
    ids=lambda value: getattr(value, "id", ""),
)
def test_account_that_the_assistant_never_changes_is_refused_also_with_a_proof(house, someone, refusal):
    """R17"""
    with pytest.raises(refusal):
        house.enrolment.begin(someone, CHAT, NOON)
    assert house.rows(tables.authenticators) == []
    assert house.told() == [("refused", refusal.__name__)]


def test_person_who_is_not_on_file_is_refused(house):
    with house.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM contacts WHERE person_id = 'anna'")
        connection.exec_driver_sql("DELETE FROM people WHERE id = 'anna'")
    with pytest.raises(AccountClosed):
        house.enrolment.begin(ANNA, CHAT, NOON)


@pytest.mark.parametrize("change", [{"roles": '["Global Administrator"]'}, {"is_enabled": False}])
def test_person_who_became_an_administrator_or_left_meanwhile_gets_no_new_phone(house, token, change):
    """R17: the account counts as it is when it is changed."""
    phone = Phone()
    phone.secret = house.secrets[0]
    with house.engine.begin() as connection:
        connection.execute(people.update().where(people.c.id == ANNA.id).values(**change))
    with pytest.raises((AdministratorUntouched, AccountClosed)):
        house.enrolment.open_page(token, NOON)
    assert house.enrolment.confirm(token, phone.code(NOON), NOON).state == "expired"
    assert house.authenticators("active") == []


def test_page_opens_once_and_says_so_the_second_time(house, token):
    house.enrolment.open_page(token, NOON)
    with pytest.raises(LinkOpened, match="opened before"):
        house.enrolment.open_page(token, NOON + 1)
    assert house.told()[-1] == ("refused", "LinkOpened")


def test_page_opens_once_also_after_a_restart(house, token):
    house.enrolment.open_page(token, NOON)
    with pytest.raises(LinkOpened):
        House(house.path).enrolment.open_page(token, NOON + 1)


def test_page_that_was_opened_still_takes_the_code(house, token, phone):
    with pytest.raises(LinkOpened):
        house.enrolment.open_page(token, NOON + 1)
    assert house.enrolment.confirm(token, phone.code(NOON + 2), NOON + 2).state == "right"


def test_page_waits_ten_minutes_to_be_opened(house, token):
    with pytest.raises(LinkExpired):
        house.enrolment.open_page(token, NOON + 10 * MINUTE)
    assert house.enrolment.open_page(token, NOON + 10 * MINUTE - 1)


def test_page_takes_a_first_code_for_ten_minutes_after_it_was_opened(house, token):
    opened = NOON + 9 * MINUTE
    phone = Phone().scan(house.enrolment.open_page(token, opened).picture)
    end = opened + 10 * MINUTE
    assert house.enrolment.confirm(token, phone.code(end), end).state == "expired"
    assert house.enrolment.confirm(token, phone.code(end - 1), end - 1).state == "right"


def test_made_up_link_leads_nowhere_and_leaves_no_trace(house, token):
    for made_up in ("", "x", token[:-1], token.swapcase()):
        with pytest.raises(LinkUnknown):
            house.enrolment.open_page(made_up, NOON)
        assert house.enrolment.confirm(made_up, "123456", NOON).state == "expired"
    assert house.told() == [("enrolment_begun", "done")]


def test_newer_page_takes_the_place_of_the_one_before(house, token, phone):
    """R9, R10: at most one waits for its code."""
    newer = house.enrolment.begin(ANNA, CHAT, NOON + 60)
    with pytest.raises(LinkCancelled):
        house.enrolment.open_page(token, NOON + 60)
    assert house.enrolment.confirm(token, phone.code(NOON + 60), NOON + 60).state == "expired"
    assert len(house.authenticators("pending")) == 1
    assert house.enrolment.open_page(newer, NOON + 60)


def test_page_that_did_its_work_says_so(house, token, phone):
    """Somebody presses the button twice."""
    assert house.enrolment.confirm(token, phone.code(NOON), NOON).state == "right"
    again = house.enrolment.confirm(token, phone.code(NOON), NOON)
    assert (again.state, again.recovery_codes) == ("already", ())
    with pytest.raises(LinkUsed):
        house.enrolment.open_page(token, NOON)
    assert len(house.rows(tables.recovery_codes)) == 10


def test_person_who_mistypes_is_told_how_many_tries_are_left(house, token, phone):
    """R5: five a page."""
    tries = [house.enrolment.confirm(token, wrong_code(phone, NOON), NOON) for _ in range(5)]
    assert [(outcome.state, outcome.tries_left) for outcome in tries] == [
        ("wrong", 4),
        ("wrong", 3),
        ("wrong", 2),
        ("wrong", 1),
        ("too_many", 0),
    ]
    assert house.enrolment.confirm(token, phone.code(NOON), NOON).state == "too_many"
    assert house.authenticators("active") == []


def test_person_who_mistyped_four_times_still_gets_in(house, token, phone):
    for _ in range(4):
        house.enrolment.confirm(token, wrong_code(phone, NOON), NOON)
    assert house.enrolment.confirm(token, phone.code(NOON), NOON).state == "right"


@pytest.mark.parametrize(
    ("ahead", "minutes", "direction"),
    [
        (60, 1, "ahead"),
        (90, 2, "ahead"),
        (300, 5, "ahead"),
        (600, 10, "ahead"),
        (-60, 1, "behind"),
        (-570, 10, "behind"),
    ],
)
def test_person_whose_phone_has_the_wrong_time_is_told_by_how_much(house, token, ahead, minutes, direction):
    """R7: told, never accepted."""
    phone = Phone(ahead).scan(house.enrolment.open_page(token, NOON).picture)
    outcome = house.enrolment.confirm(token, phone.code(NOON), NOON)
    assert (outcome.state, outcome.minutes, outcome.direction) == ("clock_off", minutes, direction)
    assert outcome.tries_left == 4
    assert house.authenticators("active") == []


def test_hundred_wrong_codes_in_a_row_end_it_however_many_pages_were_asked_for(house):
    """R5: NIST SP 800-63B-4, 3.2.2."""
    for page in range(20):
        token = house.enrolment.begin(ANNA, CHAT, NOON)
        phone = Phone().scan(house.enrolment.open_page(token, NOON).picture)
        for _ in range(5):
            house.enrolment.confirm(token, wrong_code(phone, NOON), NOON)
        assert house.rows(tables.standings)[0]["wrong_codes"] == 5 * (page + 1)
    with pytest.raises(TooManyWrongCodes):
        house.enrolment.begin(ANNA, CHAT, NOON)
    house.enrolment.lift(ANNA.id, "fay", "saw her passport on video", NOON)
    house.enrol()


def test_new_authenticator_does_not_set_the_count_back(house):
    """R5"""
    old, _ = house.enrol()
    for _ in range(7):
        house.enrolment.verify_code(ANNA.id, wrong_code(old, NOON + 60), NOON + 60)
    new, _ = house.enrol(now=NOON + 120)
    assert house.rows(tables.standings)[0]["wrong_codes"] == 7
    assert house.signs_in(new, NOON + 180) == "right"
    assert house.rows(tables.standings)[0]["wrong_codes"] == 0


def test_two_people_never_get_in_each_others_way(house):
    anna, _ = house.enrol(ANNA)
    ben, _ = house.enrol(BEN)
    assert house.signs_in(ben, NOON + 60, ANNA) == "wrong"
    assert house.signs_in(anna, NOON + 60, ANNA) == "right"
    assert house.signs_in(ben, NOON + 60, BEN) == "right"


def test_database_itself_refuses_a_second_active_or_pending_authenticator(house):
    """R9, R36: whatever the code gets wrong."""
    house.enrol()
    house.enrolment.begin(ANNA, CHAT, NOON)
    for state, other in (("active", "pending"), ("pending", "active")):
        with pytest.raises(IntegrityError), house.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE authenticators SET state = '{state}' WHERE state = '{other}'")


def test_authenticator_whose_page_nobody_completed_is_given_up(house, token):
    assert house.enrolment.tidy(NOON + 20 * MINUTE) == 0
    assert house.enrolment.tidy(NOON + 21 * MINUTE) == 1
    (row,) = house.authenticators("retired")
    assert (row["retired_because"], row["secret"]) == ("expired", b"")
    assert house.told()[-1] == ("enrolment_given_up", "expired")
    with pytest.raises(LinkCancelled):
        house.enrolment.open_page(token, NOON + 21 * MINUTE)
