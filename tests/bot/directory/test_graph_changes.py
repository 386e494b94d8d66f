"""Changes in Entra: off unless a tenant switches them on, shown before they are made, and no further than they go."""

import asyncio
from dataclasses import replace

import pytest

from bot.directory.graph import GraphDirectory
from bot.directory.tenants import WRITES, read_tenants
from bot.errors import ChangeRefused
from tests.contracts.project import ROOT, imported_by, python_files
from tests.entra.changing import PASS, changes
from tests.entra.organisation import (
    EVERY_PERMISSION,
    Organisation,
    Somebody,
    authenticator,
    guid,
    mail,
    method,
    password,
    phone,
)

NAME = "anna@contoso.example"
MAY_ALL = EVERY_PERMISSION | {permission for permissions in WRITES.values() for permission in permissions}
LOST, NEW = authenticator("Pixel 8", id=guid("lost")), authenticator("iPhone 15", id=guid("new"))
KEY = method("fido2", displayName="Blue key")


class Sleeps:
    def __init__(self):
        self.seconds = []

    async def __call__(self, seconds):
        self.seconds.append(seconds)


@pytest.fixture
def house(entra):
    """An organisation with Anna in it, all changes on, and a directory over it; what is given changes that."""
    open_ = []

    def build(methods=(LOST,), writes=tuple(WRITES), granted=MAY_ALL, patience=20.0, **anna):
        one = Somebody(NAME, methods=[password(), *methods], **anna)
        organisation = Organisation("contoso", ("contoso.example",), [one], granted=granted)
        stand_in, _ = entra(organisation)
        stand_in.change = changes
        sleeps = Sleeps()
        tenants = read_tenants(stand_in.tenants_file(writes=list(writes)))
        directory = GraphDirectory(tenants, sleep=sleeps, patience_for_changes=patience)
        open_.append(directory)
        directory.sleeps = sleeps
        return stand_in, directory, one

    yield build
    for directory in open_:
        directory.close()


def plan(directory, write, chosen=None):
    return asyncio.run(directory.changes.plan(write, NAME, chosen))


def make(directory, write, chosen=None):
    async def both():
        return await directory.changes.make(await directory.changes.plan(write, NAME, chosen))

    return asyncio.run(both())


def left(one):
    return [entry["@odata.type"].removeprefix("#microsoft.graph.") for entry in one.methods]


def test_nothing_can_be_changed_unless_a_tenant_switches_it_on(house):
    """R20"""
    _, directory, _ = house(writes=())
    assert directory.changes is None


@pytest.mark.parametrize("write", WRITES)
def test_change_that_is_not_switched_on_is_refused(house, write):
    stand_in, directory, _ = house(writes=[other for other in WRITES if other != write])
    with pytest.raises(ChangeRefused):
        plan(directory, write)
    assert stand_in.changes == []


@pytest.mark.parametrize("write", WRITES)
def test_what_would_be_sent_is_shown_and_not_sent(house, write):
    """R20"""
    stand_in, directory, one = house(methods=[LOST, phone("+44 7700900123")])
    shown = plan(directory, write, LOST["id"])
    assert shown.calls
    user = f"{stand_in.address}/v1.0/users/{one.id}"
    assert all(call.in_words.startswith((f"POST {user}/", f"DELETE {user}/")) for call in shown.calls)
    assert {call.permission for call in shown.calls} <= set(WRITES[write])
    assert stand_in.changes == []


def test_pass_is_for_one_sign_in_within_an_hour_and_stands_in_no_text(house):
    stand_in, directory, _ = house()
    made = make(directory, "temporary_access_pass")
    assert (made.secret, made.why_not) == (PASS, None)
    assert PASS not in repr(made)
    assert stand_in.changes[0][2] == {"lifetimeInMinutes": 60, "isUsableOnce": True}


def test_registering_anew_takes_what_the_portal_takes_and_the_default_last(house):
    app = method("softwareOath", secretKey=None)
    stand_in, directory, one = house(methods=[LOST, app, phone("+44 7700900123"), KEY, mail("anna@example.org")])
    made = make(directory, "re_registration")
    assert (made.why_not, len(made.made)) == (None, 3)
    assert left(one) == ["passwordAuthenticationMethod", "fido2AuthenticationMethod", "emailAuthenticationMethod"]
    assert [verb for verb, _, _ in stand_in.changes] == ["DELETE"] * 3


def test_default_that_is_refused_is_tried_again_in_the_end(house):
    stand_in, directory, one = house(methods=[LOST, NEW])
    made = make(directory, "re_registration")
    assert (made.why_not, left(one)) == (None, ["passwordAuthenticationMethod"])
    assert [url.rpartition("/")[2] for _, url, _ in stand_in.changes] == [LOST["id"], NEW["id"], LOST["id"]]


def test_what_is_refused_for_good_is_not_tried_for_ever(house):
    stand_in, directory, _ = house(methods=[LOST, NEW])
    stand_in.change = lambda *_: (400, {"error": {"code": "invalidRequest", "message": "no"}})
    made = make(directory, "re_registration")
    assert (made.why_not, made.made, len(stand_in.changes)) == ("status 400, invalidRequest", [], 2)


def test_lost_authenticator_is_chosen_and_the_other_stays(house):
    stand_in, directory, one = house(methods=[NEW, LOST])
    asked = plan(directory, "lost_authenticator")
    assert (asked.calls, dict(asked.choices)) == (
        (),
        {LOST["id"]: "Microsoft Authenticator (Pixel 8)", NEW["id"]: "Microsoft Authenticator (iPhone 15)"},
    )
    assert plan(directory, "lost_authenticator", KEY["id"]).calls == ()
    make(directory, "lost_authenticator", LOST["id"])
    assert [entry["id"] for entry in one.methods[1:]] == [NEW["id"]]
    assert len(stand_in.changes) == 1


def test_sessions_are_ended(house):
    stand_in, directory, one = house()
    assert make(directory, "sessions").why_not is None
    assert stand_in.changes == [("POST", f"/users/{one.id}/revokeSignInSessions", None)]


def test_permission_that_is_missing_stops_it_and_says_how_far_it_went(house):
    granted = MAY_ALL - {"UserAuthMethod-MicrosoftAuthApp.ReadWrite.All"}
    _, directory, one = house(methods=[LOST, phone("+44 7700900123")], granted=granted)
    made = make(directory, "re_registration")
    assert (len(made.made), made.why_not) == (1, "status 403, Authorization_RequestDenied")
    assert "phoneAuthenticationMethod" not in left(one)


def test_what_is_gone_already_is_no_failure(house):
    _, directory, one = house(methods=[LOST, phone("+44 7700900123")])
    shown = plan(directory, "re_registration")
    one.methods = [password()]
    assert asyncio.run(directory.changes.make(shown)).why_not is None


def test_who_is_put_off_waits_as_long_as_told(house):
    stand_in, directory, _ = house()
    stand_in.put_off = [(429, {"Retry-After": "3"})]
    assert make(directory, "temporary_access_pass").secret == PASS
    assert directory.sleeps.seconds == [3]


@pytest.mark.parametrize("status", [500, 503, 504])
def test_what_may_have_been_made_is_not_made_twice(house, status):
    """A second pass ends the first."""
    stand_in, directory, _ = house()
    stand_in.put_off = [(status, {})]
    made = make(directory, "temporary_access_pass")
    assert (made.secret, made.why_not.startswith(f"status {status}"), len(stand_in.changes)) == (None, True, 1)


def test_change_that_hangs_is_given_up_and_says_how_far_it_went(house):
    stand_in, directory, _ = house(methods=[LOST, phone("+44 7700900123")], patience=2.0)
    shown = plan(directory, "re_registration")
    stand_in.hangs_at = 2
    made = asyncio.run(directory.changes.make(shown))
    assert (len(made.made), len(stand_in.changes)) == (1, 2)
    assert made.why_not == "the directory of contoso did not answer in time."


@pytest.mark.parametrize("changed", [{"is_enabled": False}, {"user_type": "Guest"}], ids=["disabled", "guest"])
def test_account_that_is_none_to_change_is_refused(house, changed):
    _, directory, _ = house(**changed)
    with pytest.raises(ChangeRefused):
        plan(directory, "temporary_access_pass")


def test_plan_stands_for_exactly_its_calls(house):
    _, directory, one = house(methods=[LOST, phone("+44 7700900123")])
    before = plan(directory, "re_registration")
    assert plan(directory, "re_registration").mark == before.mark
    one.methods = [*one.methods, NEW]
    assert plan(directory, "re_registration").mark != before.mark
    assert replace(before, calls=()).mark != before.mark


def test_desk_alone_knows_how_to_change_anything():
    files = [*python_files("bot"), *python_files("actions")]
    know = {
        str(file.relative_to(ROOT)).split("/")[1]
        for file in files
        if any(name.startswith(("bot.directory.changes", "bot.directory.graph_changes")) for name in imported_by(file))
    }
    assert know == {"desk", "directory"}
