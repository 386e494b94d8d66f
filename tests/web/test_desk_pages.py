"""The desk without a script: who is no agent reaches nothing of it, and an agent takes a call to its note."""

import asyncio
import json
import re

import pytest
from sanic import Sanic

from bot.case import Case
from bot.database.audit import audit
from bot.database.desk import agent_sessions, desk_calls
from bot.desk.agents import SUPERVISOR
from bot.desk.sessions import IDLE
from bot.enrolment.standing import set_standing
from bot.site.visitor import Visitors
from tests.web.at_the_desk import AtTheDesk, code_of, hires
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]

CLARA = "clara.neumann@contoso.example"
AMARA = "amara.diallo@contoso.example"
XAVIER = "xavier.roche@northwind.example"
INES = "ines.rocha@contoso.example"
UMA = "uma.patel@northwind.example"


@pytest.fixture
def hired(assistant):
    return hires(assistant, "mara")


@pytest.fixture
def mara(assistant, hired):
    agent = AtTheDesk(assistant)
    agent.sign_in(hired)
    return agent


@pytest.fixture
def jonas(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "jonas"))
    return agent


PLACES = (
    ("GET", "/desk"),
    ("GET", "/desk/"),
    ("GET", "/desk/figures"),
    ("GET", "/desk/figures.csv"),
    ("POST", "/desk/calls"),
    ("POST", "/desk/sign-out"),
    ("POST", "/desk/approvals/1"),
    ("POST", "/desk/hand-overs/1"),
    *(("GET", f"/desk/call/{{call}}{more}") for more in ("", "/note", "/note.json")),
    ("GET", "/desk/approvals/1"),
    *(("GET", f"/desk/call/{{call}}/{pressed}") for pressed in ("heard", "change")),
    *(
        ("POST", f"/desk/call/{{call}}{more}")
        for more in ("", "/heard", "/look-up", "/check", "/second", "/lift", "/change", "/end", "/send")
    ),
)


def shows_nothing(answer):
    return "Sign in to the desk" in answer.html and "Call 1" not in answer.html and "clara" not in answer.html


def test_agent_signs_in_and_takes_a_call(mara):
    assert "New call" in mara.page.html
    mara.takes_a_call()
    assert "What happened:" in mara.shows


def test_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites(assistant, hired):
    """R18"""
    given = {"name": "mara", "password": hired.password, "code": code_of(hired, assistant)}
    cookie = Visitor(assistant).send("POST", "/desk/sign-in", given).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/desk"} <= set(cookie.split("; "))


@pytest.mark.parametrize("wrong", [{"password": "x"}, {"code": "000000"}, {"name": "nobody"}, {"name": "", "code": ""}])
def test_whatever_is_wrong_the_same_page_is_shown(assistant, hired, wrong):
    """R18"""
    answers = [
        AtTheDesk(assistant).sign_in(hired, **wrong),
        AtTheDesk(assistant).sign_in(hired, password="", code="", name="a"),
    ]
    assert answers[0].status == 403
    assert answers[0].body == answers[1].body
    assert "set-cookie" not in answers[0].headers


def test_no_place_of_the_desk_is_left_out_of_these(assistant):
    """R18: every route but the signs of the door itself."""
    routes = [route for route in Sanic.get_app("sparekey").router.routes if route.path.split("/")[0] == "desk"]
    left_out = {
        route.path
        for route in routes
        if not any(
            method in route.methods and re.fullmatch(re.sub("<[^>]+>", "[^/]+", route.path), path.strip("/"))
            for method, path in PLACES
        )
    }
    assert left_out == {
        "desk/static/<name:str>",
        "desk/sign-in",
        "desk/openid",
        "desk/openid/begin",
    }


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_person_from_the_chat_reaches_no_page_of_the_desk(assistant, mara, helpdesk, method, path):
    """R18: not with the cookie of the chat, also under the desk's name, nor with anything else that they send."""
    call = mara.takes_a_call().rpartition("/")[2]
    mara.posts(f"/desk/call/{call}/look-up", account=CLARA)
    visitors = Visitors(helpdesk.office.keys)
    chat = visitors.cookie(visitors.new(), helpdesk.clock())
    token = mara.cookies["sparekey-desk"]
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    for cookies in (
        {},
        {"sparekey": chat},
        {"sparekey-desk": chat},
        {"sparekey-desk": forged},
        {"sparekey-desk": "mara"},
    ):
        person = Visitor(assistant, dict(cookies))
        form = {"form": mara.form_token, "move": "undo", "agent": "mara", "metadata": '{"is_agent": true}'}
        answer = person.send(method, path.format(call=call), form if method == "POST" else None, X_Agent="mara")
        assert shows_nothing(answer), cookies
    assert len(helpdesk.rows(desk_calls)) == 1
    assert helpdesk.rows(desk_calls)[0]["state"] == "open"


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_session_that_is_over_reaches_no_page(assistant, mara, helpdesk, method, path):
    """R18"""
    call = mara.takes_a_call().rpartition("/")[2]
    token, kept = mara.form_token, dict(mara.cookies)
    if method == "GET":
        helpdesk.clock.pass_(IDLE)
    else:
        mara.posts("/desk/sign-out")
        assert mara.cookies["sparekey-desk"] in ("", '""')
    answer = Visitor(assistant, kept).send(
        method, path.format(call=call), {"form": token} if method == "POST" else None
    )
    assert shows_nothing(answer)


def test_agent_sees_and_moves_no_call_of_another(mara, jonas, helpdesk):
    """R25"""
    call = mara.takes_a_call().rpartition("/")[2]
    for path in (f"/desk/call/{call}", f"/desk/call/{call}/note"):
        assert jonas.open(path).status == 404
    jonas.calls()
    for more in ("", "/look-up", "/check", "/second", "/lift", "/end", "/heard"):
        jonas.calls()
        about = {"move": "answer:problem=out_of_scope", "account": CLARA, "words": "work", "how": "called_back"}
        assert jonas.posts(f"/desk/call/{call}{more}", **about).status == 404
    assert "clara" not in str(helpdesk.rows(desk_calls))


def test_form_of_another_session_or_another_site_is_refused(mara, jonas, helpdesk):
    """R30"""
    mara.calls(), jonas.calls()
    for form in ({"form": jonas.form_token}, {"form": ""}, {}):
        refused = mara.send("POST", "/desk/calls", form)
        assert refused.status == 403
        assert "from an earlier sign-in" in refused.html
    refused = mara.send("POST", "/desk/calls", {"form": mara.form_token}, Origin="https://evil.example")
    assert refused.status == 403
    assert "did not come from a page of the desk" in refused.html
    assert helpdesk.rows(desk_calls) == []


def test_role_that_was_taken_away_ends_what_the_session_could(mara, assistant):
    """R18: who is no agent any more has a session that opens nothing."""
    with assistant.helpdesk.office.engine.begin() as connection:
        connection.execute(agent_sessions.delete())
    assert shows_nothing(mara.calls())


def test_agent_comes_to_the_way_in_by_keys_and_undoes_one(mara):
    mara.takes_a_call()
    for key in ("1", "1", "9", "2"):
        mara.key(key)
    assert "An administrator resets the sign-in" in mara.shows
    assert "First make sure who calls" in mara.shows
    mara.key("u")
    assert "Are you an administrator" in mara.shows


def test_agent_types_what_the_caller_says(mara, helpdesk):
    path = mara.takes_a_call()
    mara.posts(f"{path}/heard", words="my work account, I lost my phone, no other way in; password is Hunter2x!")
    assert "Work" in mara.shows
    assert "Hunter2x" not in str(helpdesk.rows(desk_calls)) + mara.page.html
    assert "Nothing in that was a fact" in mara.posts(f"{path}/heard", words="well well").html


def test_agent_who_types_what_is_known_is_told_that_it_is_nothing_new(mara):
    path = mara.takes_a_call()
    mara.posts(f"{path}/heard", words="the phone was stolen")
    assert "Nothing new in that" in mara.posts(f"{path}/heard", words="the phone was stolen yesterday").html


@pytest.mark.parametrize("press", ["heard", "look-up", "check", "second", "lift", "change"])
def test_agent_who_opens_the_address_of_a_press_is_led_to_the_call(mara, press):
    path = mara.takes_a_call()
    led = mara.send("GET", f"{path}/{press}")
    assert (led.status, led.headers["location"]) == (303, path)
    assert mara.send("GET", "/desk/approvals/1").headers["location"] == "/desk"


def test_methods_are_shown_once_the_caller_was_called_back(mara, helpdesk):
    """R4, R16: the number is the one on file, and what is on file is shown after the check, masked."""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=CLARA.upper())
    assert "+493023125120" in mara.shows
    assert "Shown once the caller was checked" in mara.shows
    assert "•••" not in mara.page.html
    mara.posts(f"{path}/check", how="called_back")
    assert "Checked at" in mara.shows
    assert "•••" in mara.page.html
    assert [row["who"] for row in helpdesk.rows(audit) if row["what"] == "agent_verified"] == ["agent mara"]


def test_call_back_goes_to_no_number_that_the_caller_gives(mara):
    """R16: there is no field for one, and one that is sent is not read."""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=CLARA, number="+1 425 555 0199", call_back_number="+1 425 555 0199")
    mara.posts(f"{path}/heard", words="call me back on +1 425 555 0199")
    assert "0199" not in mara.page.html


@pytest.mark.parametrize("how", ["", "asked_questions", "code", "sms", "Called_back"])
def test_what_is_no_check_proves_nothing(mara, how):
    """R15, R18"""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=CLARA)
    assert mara.posts(f"{path}/check", how=how).status == 409
    assert "Checked at" not in mara.shows


def test_nobody_is_checked_who_is_not_on_file_or_whose_account_is_disabled(mara):
    path = mara.takes_a_call()
    for account in ("", "nobody@contoso.example", INES):
        mara.posts(f"{path}/look-up", account=account)
        assert mara.posts(f"{path}/check", how="seen_in_person").status == 409


def test_check_of_one_account_is_worth_nothing_for_the_next(mara):
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=CLARA)
    mara.posts(f"{path}/check", how="called_back")
    mara.posts(f"{path}/look-up", account=UMA)
    assert "Checked at" not in mara.shows


@pytest.mark.parametrize(("account", "flag"), [(AMARA, "administrator"), (XAVIER, "changed in the last 7 days")])
def test_one_agent_alone_checks_nobody_with_a_red_flag(mara, account, flag):
    """R17, R19"""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=account)
    assert flag in mara.shows
    for how in ("called_back", "seen_in_person"):
        assert mara.posts(f"{path}/check", how=how).status == 409
    assert "Shown once the caller was checked" in mara.shows


def test_third_look_up_of_an_account_in_a_day_is_a_red_flag(mara, helpdesk):
    """R19"""
    for number in (1, 2, 3):
        path = mara.takes_a_call()
        mara.posts(f"{path}/look-up", account=CLARA)
        assert ("at least three times" in mara.shows) is (number == 3)
    assert mara.posts(f"{path}/check", how="called_back").status == 409


@pytest.mark.parametrize("noted", ["both", "pressing"])
def test_both_in_one_go_is_a_red_flag(mara, noted):
    """R19: and so is who presses for time."""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=CLARA)
    mara.posts(path, move=f"{noted}:yes")
    assert "It takes two of you" in mara.shows
    assert mara.posts(f"{path}/check", how="called_back").status == 409


def test_second_agent_looks_and_agrees(mara, jonas, helpdesk):
    """R17: nothing about the account itself is changed by that: the proof rules leave administrators alone."""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=AMARA)
    mara.key("a")
    assert "Waiting for a second agent" in mara.shows
    jonas.calls()
    assert "Nobody waits for you" not in jonas.shows
    number = re.search(r"/desk/approvals/(\d+)", jonas.page.html)[1]
    jonas.posts(f"/desk/approvals/{number}", decision="approved")
    mara.open(path)
    assert "jonas looked at the red flags" in mara.shows
    mara.posts(f"{path}/check", how="called_back")
    assert "Checked at" in mara.shows
    assert [row["who"] for row in helpdesk.rows(audit) if row["what"] == "desk_approval"] == [
        "agent mara",
        "agent jonas",
    ]


def test_same_person_twice_is_refused(mara, helpdesk):
    """R17"""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=AMARA)
    mara.key("a")
    assert "Nobody waits for you" in AtTheDesk.calls(mara).html
    assert mara.posts("/desk/approvals/1", decision="approved").status == 409
    mara.open(path)
    assert mara.posts(f"{path}/check", how="called_back").status == 409
    refused = [row["result"] for row in helpdesk.rows(audit) if row["what"] == "refused"]
    assert refused == ["call 1: the same person cannot be both", "it_takes_a_second_agent"]


def test_yes_to_some_flags_is_no_yes_to_the_next(mara, jonas):
    """R19"""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=AMARA)
    mara.key("a")
    jonas.calls()
    jonas.posts("/desk/approvals/1", decision="approved")
    mara.open(path)
    mara.posts(path, move="both:yes")
    assert mara.posts(f"{path}/check", how="called_back").status == 409


def test_agents_let_a_stopped_account_be_changed_again(mara, jonas, helpdesk):
    """R17, R19: the button is there once both were sure."""
    with helpdesk.office.engine.begin() as connection:
        set_standing(connection, "northwind-uma", stopped_at=helpdesk.clock())
    helpdesk.clock.pass_(60)
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account=UMA)
    assert "so no new authenticator is set up" in mara.shows
    assert "Allow it again" not in mara.shows
    assert mara.posts(f"{path}/lift").status == 409
    mara.open(path)
    mara.key("a")
    jonas.calls()
    jonas.posts("/desk/approvals/1", decision="approved")
    mara.open(path)
    mara.key("w")
    mara.key("l")
    assert "so no new authenticator is set up" not in mara.shows
    assert "changes allowed again" in [row["result"] for row in helpdesk.rows(audit)]


def test_call_ends_with_a_note_for_the_ticket(mara, helpdesk):
    path = mara.takes_a_call()
    for key in ("1", "1", "9", "2"):
        mara.key(key)
    mara.posts(f"{path}/look-up", account=CLARA)
    mara.key("w")
    mara.key("d")
    mara.key("e")
    note = json.loads(mara.send("GET", f"{path}/note.json").body)
    assert note["way_in"] == "another_admin"
    assert note["account"] == CLARA
    assert "by mara: called back on the number on file" in note["checked"][0]
    assert len(note["done"]) == 1
    assert note["to_do"]
    for title in ("Reported", "From the directory", "Checked", "Decided", "Done", "Still to do"):
        assert title in mara.page.html
    assert mara.send("GET", path).headers["location"] == f"{path}/note"
    assert mara.posts(path, move="undo").status == 404
    assert helpdesk.rows(desk_calls)[0]["state"] == "closed"


def test_talk_of_the_chat_is_finished_at_the_desk(mara, helpdesk):
    case = Case(problem="lost_authenticator", account_type="business", other_methods=(), is_admin=False)
    asyncio.run(helpdesk.office.carry_out("hand_over", "a talk", CLARA, case, None))
    mara.calls()
    assert "Lost Microsoft Authenticator, or the phone with it." in mara.shows
    path = mara.posts("/desk/hand-overs/1") and mara.path
    assert "An administrator resets the sign-in" in mara.shows
    assert "Clara Neumann" in mara.shows
    for key in ("w", "d", "e"):
        mara.key(key)
    assert "called back on the number on file" in mara.shows
    assert mara.posts("/desk/hand-overs/1").status == 404
    assert path


def test_several_calls_are_open_at_once(mara):
    first, second = mara.takes_a_call(), mara.takes_a_call()
    mara.open(first)
    mara.key("4")
    mara.open(second)
    assert "What happened:" in mara.shows
    assert mara.calls().html.count("/desk/call/") == 2


def test_everything_an_agent_does_is_in_the_audit_with_their_name(mara, helpdesk):
    """R21"""
    path = mara.takes_a_call()
    mara.key("1")
    mara.key("u")
    mara.posts(f"{path}/look-up", account=CLARA)
    mara.key("e")
    did = [(row["what"], row["result"]) for row in helpdesk.rows(audit) if row["who"] == "agent mara"]
    assert did == [
        ("agent_signed_in", "right"),
        ("desk_call", "call 1: opened"),
        ("desk_call", "call 1: answer problem"),
        ("desk_call", "call 1: undone"),
        ("look_up", "found"),
        ("desk_call", "call 1: ended"),
    ]
    assert helpdesk.office.audit.verify() == []


def test_page_keeps_to_itself(mara):
    """R29"""
    mara.takes_a_call()
    assert "default-src 'none'" in mara.page.headers["content-security-policy"]
    assert mara.page.headers["cache-control"] == "no-store"
    assert set(re.findall(r'(?:src|href)="(/[^"]*)"', mara.page.html)) <= {
        "/static/icon.svg",
        "/static/site.css",
        "/desk/static/desk.css",
        "/desk/static/desk.js",
        "/desk",
    }


def test_whatever_is_typed_is_only_words(mara):
    """R28"""
    path = mara.takes_a_call()
    mara.posts(f"{path}/look-up", account="<script>alert(1)</script>@x.example")
    assert "<script>alert" not in mara.page.html


def test_figures_agree_with_what_was_done_and_name_nobody(mara, assistant, helpdesk):
    for keys, is_checked in (("111", False), ("1192", True), ("1192", False)):
        path = mara.takes_a_call()
        for key in keys:
            mara.key(key)
        mara.posts(f"{path}/look-up", account=CLARA)
        if is_checked:
            mara.key("w")
        helpdesk.clock.pass_(120)
        mara.key("e")
    mara.posts(f"{mara.takes_a_call()}/check", how="called_back")
    lea = AtTheDesk(assistant)
    lea.sign_in(hires(assistant, "lea", SUPERVISOR))
    table = lea.send("GET", "/desk/figures.csv").html.splitlines()
    assert {
        "calls,begun,4,4",
        "calls,ended,3,3",
        "calls,ended with the caller checked,1,1",
        "ways in,another_admin,2,2",
        "ways in,old_phone,1,1",
        "minutes,median of an ended call,2.0,2.0",
        "refusals,by the desk,1,1",
        "refusals,in the chat,0,0",
    } <= set(table)
    page = lea.open("/desk/figures").html
    assert "An administrator resets the sign-in" in page
    assert not {name for name in ("clara", "mara") if name in page.lower()}


def test_agent_who_is_no_supervisor_sees_no_figures(mara):
    """R18"""
    assert mara.open("/desk/figures").status == 403
    assert "Figures are for supervisors" in mara.shows
    assert mara.send("GET", "/desk/figures.csv").status == 403
