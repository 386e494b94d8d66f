"""Somebody reads that their account got a new authenticator, and it was not them."""

import pytest

from bot.database import second_factor as tables
from bot.errors import ChangeNotProved, ChangesStopped, LinkExpired, LinkUnknown, LinkUsed
from tests.bot.enrolment.house import ANNA, BEN, CHAT, DAY, HOUR, MINUTE, NOON, House
from tests.bot.enrolment.phone import Phone

pytestmark = pytest.mark.slow

THIEF = "chat-of-the-thief"


@pytest.fixture
def annas_phone(house):
    """Anna has signed in with it for a week."""
    phone, outcome = house.enrol(now=NOON - 7 * DAY)
    house.post(NOON - 7 * DAY)
    house.recovery_codes = outcome.recovery_codes
    house.proved.add((ANNA.id, THIEF))
    return phone


def stolen_account(house, now=NOON):
    """A thief talked somebody round; give the thief's phone, what they got, and the links that reach Anna."""
    phone, outcome = house.enrol(now=now, chat=THIEF)
    return phone, outcome, house.stop_tokens(now)


def test_person_takes_it_back_and_signs_in_as_before(house, annas_phone):
    """R13"""
    thiefs_phone, outcome, (_, done) = stolen_account(house)
    assert house.signs_in(annas_phone, NOON + 60) == "wrong"
    stopped = house.enrolment.stop(done, NOON + HOUR)
    assert (stopped.stage, stopped.earlier_works_again) == ("active", True)
    assert (stopped.account, stopped.organisation) == (ANNA.sign_in_name, "Contoso")
    now = NOON + HOUR + 60
    assert house.signs_in(thiefs_phone, now) == "wrong"
    assert house.signs_in(annas_phone, now) == "right"
    assert house.enrolment.use_recovery_code(ANNA.id, outcome.recovery_codes[0], now).state == "wrong"
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], now).state == "right"


def test_codes_that_were_used_before_stay_used_after_it_was_taken_back(house, annas_phone):
    """R8, R11"""
    assert house.signs_in(annas_phone, NOON - 60) == "right"
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON - 60).state == "right"
    house.enrolment.stop(stolen_account(house)[2][1], NOON + 1)
    assert house.signs_in(annas_phone, NOON - 60) == "used"
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], NOON + 60).state == "wrong"


def test_everybody_is_told_that_it_was_stopped(house, annas_phone):
    """R13"""
    house.enrolment.stop(stolen_account(house)[2][1], NOON + 60)
    messages = house.post(NOON + 60)
    assert {message.contact for message in messages} == {contact.id for contact in ANNA.contacts}
    assert all("this was not me" in message.text and "https" not in message.text for message in messages)
    assert ("stopped_by_person", "taken_back") in house.told()


def test_person_stops_it_before_anything_changed(house, annas_phone):
    token = house.enrolment.begin(ANNA, THIEF, NOON)
    phone = Phone().scan(house.enrolment.open_page(token, NOON).picture)
    (begun,) = house.stop_tokens(NOON)
    stopped = house.enrolment.stop(begun, NOON + 1)
    assert (stopped.stage, stopped.earlier_works_again) == ("pending", False)
    assert house.enrolment.confirm(token, phone.code(NOON + 2), NOON + 2).state == "expired"
    assert house.signs_in(annas_phone, NOON + 60) == "right"


def test_link_of_the_beginning_also_takes_back_what_was_done_since(house, annas_phone):
    thiefs_phone, _, (begun, _) = stolen_account(house)
    assert house.enrolment.stop(begun, NOON + 60).earlier_works_again
    assert house.signs_in(annas_phone, NOON + 60) == "right"
    assert house.signs_in(thiefs_phone, NOON + 60) == "wrong"


def test_link_of_the_beginning_follows_a_page_that_is_asked_for_again(house, annas_phone):
    """Else a thief would ask twice, and Anna would stop the wrong one."""
    house.enrolment.begin(ANNA, THIEF, NOON)
    (begun,) = house.stop_tokens(NOON)
    thiefs_phone, _ = house.enrol(now=NOON + 60, chat=THIEF)
    (done,) = house.stop_tokens(NOON + 60)
    assert done != begun
    assert house.enrolment.stop(begun, NOON + 120).earlier_works_again
    assert house.signs_in(thiefs_phone, NOON + 120) == "wrong"


def test_looking_at_the_link_stops_nothing_however_often_a_mail_scanner_does(house, annas_phone):
    thiefs_phone, _, (_, done) = stolen_account(house)
    before = [house.rows(table) for table in (tables.links, tables.authenticators, tables.standings)]
    for _ in range(3):
        about = house.enrolment.who_is_this_about(done, NOON + 60)
    assert (about.account, about.organisation, about.stage) == (ANNA.sign_in_name, "Contoso", "active")
    assert (about.begun_at, about.until) == (NOON, NOON + 3 * DAY)
    assert [house.rows(table) for table in (tables.links, tables.authenticators, tables.standings)] == before
    assert house.signs_in(thiefs_phone, NOON + 60) == "right"


def test_link_works_once(house, annas_phone):
    _, _, (_, done) = stolen_account(house)
    house.enrolment.stop(done, NOON + 60)
    for act in (house.enrolment.stop, house.enrolment.who_is_this_about, House(house.path).enrolment.stop):
        with pytest.raises(LinkUsed):
            act(done, NOON + 120)


def test_link_works_for_three_days(house, annas_phone):
    _, _, (_, done) = stolen_account(house)
    for act in (house.enrolment.stop, house.enrolment.who_is_this_about):
        with pytest.raises(LinkExpired):
            act(done, NOON + 72 * HOUR)
    assert house.enrolment.stop(done, NOON + 72 * HOUR - 1).earlier_works_again


def test_made_up_link_and_the_link_of_a_page_stop_nothing(house, annas_phone):
    page = house.enrolment.begin(ANNA, THIEF, NOON)
    for token in ("", "x", page):
        with pytest.raises(LinkUnknown):
            house.enrolment.stop(token, NOON)
        with pytest.raises(LinkUnknown):
            house.enrolment.who_is_this_about(token, NOON)


def test_nothing_is_changed_any_more_until_an_agent_lifts_it(house, annas_phone):
    house.enrolment.stop(stolen_account(house)[2][1], NOON + 60)
    house.post(NOON + 60)
    for chat in (CHAT, THIEF):
        with pytest.raises(ChangesStopped):
            house.enrolment.begin(ANNA, chat, NOON + 30 * DAY)
    house.enrolment.lift(ANNA.id, "fay", "called back the number on file", NOON + 30 * DAY)
    assert {message.contact for message in house.post(NOON + 30 * DAY)} == {contact.id for contact in ANNA.contacts}
    assert house.told()[-4] == ("agent_verified", "changes allowed again")
    house.enrol(now=NOON + 30 * DAY)


def test_nobody_else_is_stopped(house, annas_phone):
    house.enrolment.stop(stolen_account(house)[2][1], NOON + 60)
    house.enrol(BEN, NOON + 120)


@pytest.mark.parametrize("themselves", [ANNA.id, ANNA.sign_in_name])
def test_agent_does_not_lift_it_for_themselves(house, annas_phone, themselves):
    """R17"""
    house.enrolment.stop(stolen_account(house)[2][1], NOON + 60)
    with pytest.raises(ChangeNotProved):
        house.enrolment.lift(ANNA.id, themselves, "it is me", NOON + 120)
    with pytest.raises(ChangesStopped):
        house.enrolment.begin(ANNA, CHAT, NOON + 120)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_thief_who_changes_it_twice_is_shut_out_whichever_link_comes_first(house, annas_phone, order):
    phones, links = [], []
    for now in (NOON, NOON + HOUR):
        phone, _, tokens = stolen_account(house, now)
        phones.append(phone)
        links.append(tokens[-1])
    for place in order:
        house.enrolment.stop(links[place], NOON + 2 * HOUR)
    now = NOON + 3 * HOUR
    assert [house.signs_in(phone, now) for phone in (*phones, annas_phone)] == ["wrong", "wrong", "right"]
    assert house.enrolment.use_recovery_code(ANNA.id, house.recovery_codes[0], now).state == "right"


def test_person_who_has_a_newer_phone_keeps_it_when_they_stop_the_one_before(house, annas_phone):
    """Anna was let in again by an agent, and then reads the message about the thief."""
    _, thiefs, (_, done) = stolen_account(house)
    annas_new_phone, outcome = house.enrol(now=NOON + HOUR)
    stopped = house.enrolment.stop(done, NOON + 2 * HOUR)
    assert (stopped.stage, stopped.earlier_works_again) == ("retired", False)
    now = NOON + 3 * HOUR
    assert house.signs_in(annas_new_phone, now) == "right"
    assert house.enrolment.use_recovery_code(ANNA.id, outcome.recovery_codes[0], now).state == "right"
    for code in (*thiefs.recovery_codes, *house.recovery_codes):
        assert house.enrolment.use_recovery_code(ANNA.id, code, now).state == "wrong"


def test_first_authenticator_of_all_is_taken_back_and_none_is_left(house):
    phone, _ = house.enrol()
    assert not house.enrolment.stop(house.stop_tokens(NOON)[1], NOON + 60).earlier_works_again
    assert house.signs_in(phone, NOON + 60) == "wrong"
    assert "stopped" in dict(map(reversed, house.told()))


def test_secret_that_may_come_back_is_kept_for_three_days_and_then_erased(house, annas_phone):
    stolen_account(house)
    (old,) = house.authenticators("retired")
    assert old["secret"]
    assert house.enrolment.tidy(NOON + 3 * DAY - MINUTE) == 0
    assert house.enrolment.tidy(NOON + 3 * DAY) == 1
    assert house.authenticators("retired")[0]["secret"] == b""


def test_secret_that_never_comes_back_is_erased_at_once(house, annas_phone):
    house.enrolment.begin(ANNA, THIEF, NOON)
    house.enrolment.stop(stolen_account(house)[2][-1], NOON + 60)
    assert {row["secret"] for row in house.authenticators("retired")} == {b""}
    (active,) = house.authenticators("active")
    assert active["secret"]


def test_whatever_waits_for_its_code_is_cancelled_too(house, annas_phone):
    """Anna stops the report of a theft, while the thief's page is open."""
    house.enrolment.report_stolen(ANNA, THIEF, NOON)
    (report,) = house.stop_tokens(NOON)
    token = house.enrolment.begin(ANNA, THIEF, NOON + 60)
    phone = Phone().scan(house.enrolment.open_page(token, NOON + 60).picture)
    house.enrolment.stop(report, NOON + 120)
    assert house.enrolment.confirm(token, phone.code(NOON + 120), NOON + 120).state == "expired"
    assert house.authenticators("pending") == house.authenticators("active") == []


def test_everybody_is_told_again_of_a_set_up_that_is_begun_anew_after_an_hour(house):
    house.enrolment.begin(ANNA, CHAT, NOON)
    first = house.stop_tokens(NOON)
    house.enrolment.begin(ANNA, CHAT, NOON + HOUR - 1)
    assert house.stop_tokens(NOON + HOUR - 1) == []
    house.enrolment.begin(ANNA, CHAT, NOON + HOUR)
    (again,) = house.stop_tokens(NOON + HOUR)
    assert again not in first


def test_link_does_not_follow_a_set_up_that_somebody_else_began(house, annas_phone):
    """Anna begins herself after the thief did, and then stops what the thief had begun."""
    house.enrolment.begin(ANNA, THIEF, NOON)
    (thiefs,) = house.stop_tokens(NOON)
    annas_new_phone, _ = house.enrol(now=NOON + 60)
    assert len(house.stop_tokens(NOON + 60)) == 2
    house.enrolment.stop(thiefs, NOON + 120)
    assert house.signs_in(annas_new_phone, NOON + 180) == "right"
