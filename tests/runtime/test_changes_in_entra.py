"""Changes in Entra from the desk: shown, agreed by two where it has to be, made, and audited; never from the chat."""

import asyncio
import html
import re
import sqlite3

import pytest

from bot.database.audit import audit
from bot.directory.tenants import WRITES
from tests.entra.changing import PASS, changes
from tests.entra.organisation import EVERY_PERMISSION, Organisation, Somebody, authenticator, mail, password, phone
from tests.entra.stand_in import entra_of
from tests.helpdesk import open_helpdesk
from tests.web.at_the_desk import AtTheDesk, hires
from tests.whole import the_assistant

pytestmark = [pytest.mark.slow, pytest.mark.model]

ANNA, GLORIA = "anna@contoso.example", "gloria@contoso.example"
MAY_ALL = EVERY_PERMISSION | {permission for permissions in WRITES.values() for permission in permissions}


@pytest.fixture
def entra(tmp_path):
    people = [
        Somebody(ANNA, "Anna Almeida", [password(), authenticator(), phone("+44 7700900123"), mail("a@example.org")]),
        Somebody(GLORIA, "Gloria Gomez", [password(), authenticator()], roles=("Global Administrator",)),
    ]
    folder = tmp_path / "entra"
    folder.mkdir()
    with entra_of(Organisation("contoso", ("contoso.example",), people, granted=MAY_ALL), folder=folder) as stand_in:
        stand_in.change = changes
        yield stand_in


@pytest.fixture
def helpdesk(tmp_path, entra):
    one = open_helpdesk(tmp_path, entra=entra.tenants_file(writes=list(WRITES)))
    yield one
    one.office.directory.close()
    one.close()


@pytest.fixture
def assistant(helpdesk):
    with the_assistant().with_(helpdesk) as one:
        yield one


@pytest.fixture
def mara(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "mara"))
    return agent


@pytest.fixture
def jonas(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "jonas"))
    return agent


def call_about(agent, name, checked=True):
    call = agent.takes_a_call()
    agent.posts(f"{call}/look-up", account=name)
    if checked:
        agent.posts(f"{call}/check", how="seen_in_person")
    return call


def shown_mark(agent):
    return re.search(r'name="shown" value="([0-9a-f]{64})"', agent.page.html)[1]


def noted(helpdesk):
    return [row["result"] for row in helpdesk.rows(audit) if row["what"] == "desk_change"]


def test_pass_is_shown_before_it_is_made_and_then_once(mara, entra, helpdesk):
    call = call_about(mara, ANNA)
    mara.posts(f"{call}/change", write="temporary_access_pass")
    assert "Nothing was changed yet" in mara.shows
    assert f"POST {entra.address}/v1.0/users/" in html.unescape(mara.page.html)
    assert entra.changes == []
    mara.posts(f"{call}/change", write="temporary_access_pass", shown=shown_mark(mara))
    assert PASS in html.unescape(mara.page.html)
    assert mara.page.headers["cache-control"] == "no-store"
    assert PASS not in html.unescape(mara.open(call).html)
    assert noted(helpdesk) == [f"temporary_access_pass: {how}" for how in ("shown", "begun", "1 of 1 made")]
    assert all(row["who"] == "agent mara" for row in helpdesk.rows(audit) if row["what"] == "desk_change")


def test_pass_is_in_no_file(mara, helpdesk, tmp_path, caplog):
    call = call_about(mara, ANNA)
    mara.posts(f"{call}/change", write="temporary_access_pass")
    mara.posts(f"{call}/change", write="temporary_access_pass", shown=shown_mark(mara))
    mara.posts(f"{call}/end")
    for file in tmp_path.rglob("*.db*"):
        assert PASS.encode() not in file.read_bytes()
    with sqlite3.connect(helpdesk.office.settings.own_database) as connection:
        assert PASS not in "\n".join(connection.iterdump())
    assert PASS not in caplog.text


def test_nothing_is_changed_before_the_caller_is_checked(mara, entra, helpdesk):
    call = call_about(mara, ANNA, checked=False)
    assert "Change in Entra" not in mara.shows
    assert mara.posts(f"{call}/change", write="sessions").status == 409
    assert "the caller was not checked" in mara.shows
    assert entra.changes == []


def test_what_was_not_shown_is_not_made(mara, entra):
    """R20"""
    call = call_about(mara, ANNA)
    mara.posts(f"{call}/change", write="sessions")
    mark = shown_mark(mara)
    mara.open(call)
    assert mara.posts(f"{call}/change", write="temporary_access_pass", shown=mark).status == 409
    mara.open(call)
    assert mara.posts(f"{call}/change", write="sessions", shown="yes").status == 409
    assert entra.changes == []


def test_administrator_takes_two_agents_and_never_the_same_twice(mara, jonas, entra, helpdesk):
    """R17, R20"""
    call = call_about(mara, GLORIA)
    assert mara.posts(f"{call}/change", write="temporary_access_pass").status == 409
    mara.open(call)
    mara.posts(f"{call}/second")
    assert mara.posts("/desk/approvals/1", decision="approved").status == 409
    mara.open(call)
    assert mara.posts(f"{call}/change", write="temporary_access_pass").status == 409
    jonas.calls()
    jonas.posts("/desk/approvals/1", decision="approved")
    mara.open(call)
    mara.posts(f"{call}/check", how="seen_in_person")
    mara.posts(f"{call}/change", write="temporary_access_pass")
    mara.posts(f"{call}/change", write="temporary_access_pass", shown=shown_mark(mara))
    assert PASS in html.unescape(mara.page.html)
    assert len(entra.changes) == 1


def test_who_became_an_administrator_since_the_check_takes_two(mara, entra):
    """R17: the roles are looked up anew before anything is made."""
    call = call_about(mara, ANNA)
    mara.posts(f"{call}/change", write="sessions")
    mark = shown_mark(mara)
    entra.organisations[0].people[0].roles = ("Global Administrator",)
    assert mara.posts(f"{call}/change", write="sessions", shown=mark).status == 409
    assert "has changed since the check" in mara.shows
    assert entra.changes == []


def test_lost_authenticator_is_chosen_by_its_name(mara, entra):
    call = call_about(mara, ANNA)
    mara.posts(f"{call}/change", write="lost_authenticator")
    assert "Microsoft Authenticator (Pixel 8)" in mara.shows
    chosen = re.search(r'name="chosen" value="([^"]+)"', mara.page.html)[1]
    mara.posts(f"{call}/change", write="lost_authenticator", chosen=chosen)
    mara.posts(f"{call}/change", write="lost_authenticator", chosen=chosen, shown=shown_mark(mara))
    # A phone besides: Microsoft lets the default go last.
    assert "It stopped: status 400" in mara.shows
    assert mara.page.status == 502


def test_change_that_stops_says_how_far_it_went_and_so_does_the_audit(mara, entra, helpdesk):
    entra.organisations[0].granted = MAY_ALL - {"UserAuthMethod-MicrosoftAuthApp.ReadWrite.All"}
    call = call_about(mara, ANNA)
    mara.posts(f"{call}/change", write="re_registration")
    mara.posts(f"{call}/change", write="re_registration", shown=shown_mark(mara))
    assert "Made so far: 1 of 2" in mara.shows
    assert noted(helpdesk)[-1] == "re_registration: 1 of 2 made, then status 403, Authorization_RequestDenied"


def test_chat_changes_nothing_although_changes_are_on(assistant, entra):
    """R20"""
    for text in ("I lost my phone, it's my work account", f"look up what is registered for {ANNA}"):
        assistant.say("somebody", text)
    assistant.say("somebody", assistant.helpdesk.codes[-1])
    for text in ("reset my MFA", "make a temporary access pass", "my phone was stolen", "delete it", "sign me out"):
        assistant.say("somebody", text)
    assert entra.changes == []
    assert asyncio.run(assistant.helpdesk.office.directory.find(ANNA)).sign_in_name == ANNA


def test_visitor_who_is_no_agent_reaches_no_change(assistant, mara, entra):
    call = call_about(mara, ANNA)
    answer = assistant.send_form(f"{call}/change", write="sessions", shown="yes")
    assert answer.status == 403
    assert entra.changes == []
