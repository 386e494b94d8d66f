"""People of every kind in Entra: what is registered for them, which roles they have, and what nobody can know."""

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.case import METHODS
from bot.directory import graph_methods
from bot.directory.facts import facts_of
from bot.proof.rules import CHANGE_METHODS, allows
from bot.written import mapping_in
from tests.entra.organisation import Group, Organisation, Somebody, authenticator, guid, mail, method, password, phone

TODAY = dt.date(2026, 11, 26)
AFTER_SMS = dt.date(2027, 2, 2)
NAME = "anna@contoso.example"
GLORIA = Somebody("gloria@contoso.example", roles=("Global Administrator",))


def contoso(*people, groups=(), **changes):
    return Organisation("contoso", ("contoso.example",), list(people), list(groups), **changes)


def found(entra, one, *others, groups=(), **changes):
    _, directory = entra(contoso(one, *others, groups=groups, **changes))
    return asyncio.run(directory.find(one.sign_in_name))


def facts(entra, one, *others, today=TODAY, groups=(), **changes):
    _, directory = entra(contoso(one, *others, groups=groups, **changes))

    async def ask():
        person = await directory.find(one.sign_in_name)
        return facts_of(person, await directory.who_can_reset(person), today)

    return asyncio.run(ask())


EVERY_METHOD = {
    "Authenticator": (authenticator(), ["authenticator"]),
    "another app": (method("softwareOath", secretKey=None), ["authenticator"]),
    "mobile": (phone("+44 7700900123"), ["sms", "voice"]),
    "second mobile": (phone("+44 7700900123", "alternateMobile"), ["voice"]),
    "office": (phone("+44 2079460123", "office"), ["voice"]),
    "a phone of a new kind": (phone("+44 2079460123", "unknownFutureValue"), ["other"]),
    "security key": (method("fido2", model="NFC key", passkeyType="deviceBound"), ["fido_key"]),
    "security key of old": (method("fido2", model="NFC key"), ["fido_key"]),
    "synced passkey": (method("fido2", passkeyType="synced"), ["passkey"]),
    "passkey in the lost app": (
        method("fido2", passkeyType="deviceBound", aaGuid="de1e552d-db1d-4423-a619-566b625cdc84"),
        ["authenticator"],
    ),
    "Windows Hello": (method("windowsHelloForBusiness", keyStrength="normal"), ["windows_hello"]),
    "Mac": (method("platformCredential", platform="macOS", keyStrength="normal"), ["other"]),
    "e-mail": (mail("anna@example.org"), ["email"]),
    "pass": (method("temporaryAccessPass", isUsable=True, temporaryAccessPass=None), ["temporary_access_pass"]),
    "pass that is over": (method("temporaryAccessPass", isUsable=False, temporaryAccessPass=None), []),
    "external": (method("external", displayName="Other provider", configurationId=guid("other")), ["other"]),
    "QR code": (method("qrCodePin"), ["other"]),
    "hardware token": (method("hardwareOath"), ["other"]),
    "what comes next year": (method("thoughtReader"), ["other"]),
    "password": (password(), []),
}


@pytest.mark.parametrize(("registered", "methods"), EVERY_METHOD.values(), ids=EVERY_METHOD.keys())
def test_each_method_is_known_for_what_it_is(entra, registered, methods):
    person = found(entra, Somebody(NAME, methods=[password(), registered]))
    assert [entry.method for entry in person.methods] == methods
    assert all(entry.label for entry in person.methods)


def test_each_method_has_a_name_of_its_own_to_tell():
    """A comma in YAML would cut a name in two."""
    content = mapping_in(Path(graph_methods.__file__).with_name("graph_methods.yml"))
    told = [*content["methods"].values(), *content["passkeys"].values(), content["unknown"]]
    told += [one for phones in content["phones"].values() for one in phones]
    assert all(set(one) == {"method", "label"} for one in told)
    assert {one["method"] for one in told} <= {*METHODS, "authenticator", "other", "none"}
    assert "which resets a password only" in content["methods"]["emailAuthenticationMethod"]["label"]


MIXES = {
    "app and text messages": ([authenticator(), phone("+44 7700900123")], ("sms", "voice")),
    "app, text messages, mail": (
        [authenticator(), phone("+44 7700900123"), mail("anna@example.org")],
        ("sms", "voice"),
    ),
    "app and key": ([authenticator(), method("fido2", passkeyType="deviceBound")], ("fido_key",)),
    "two apps and Windows Hello": (
        [authenticator(), authenticator("iPhone"), method("windowsHelloForBusiness")],
        ("windows_hello",),
    ),
}


@pytest.mark.parametrize(("methods", "let_in"), MIXES.values(), ids=MIXES.keys())
def test_what_lets_in_is_told_and_not_asked(entra, methods, let_in):
    assert facts(entra, Somebody(NAME, methods=[password(), *methods]))["other_methods"] == let_in


@pytest.mark.parametrize(
    "methods",
    [[], [authenticator()], [authenticator(), mail("anna@example.org")], [authenticator(), method("external")]],
    ids=["none", "the lost one alone", "mail resets a password only", "another provider"],
)
def test_it_is_asked_what_works_where_graph_shows_nothing_that_does(entra, methods):
    """R44: version 1.0 lists no hardware tokens and no certificates."""
    assert "other_methods" not in facts(entra, Somebody(NAME, methods=[password(), *methods]))


def test_text_messages_and_calls_let_in_until_microsoft_ends_them(entra):
    one = Somebody(NAME, methods=[authenticator(), phone("+44 7700900123"), method("windowsHelloForBusiness")])
    assert facts(entra, one)["other_methods"] == ("sms", "voice", "windows_hello")
    assert facts(entra, one, today=AFTER_SMS)["other_methods"] == ("windows_hello",)


def test_codes_go_to_registered_contacts_that_are_shown_in_full(entra):
    registered = [
        phone("+44 7700900123", createdDateTime="2026-11-25T10:00:00Z"),
        phone("+XX XXXXXXX45", "alternateMobile"),
        phone("+1 4255550100x1234", "office"),
        mail("anna@example.org"),
        mail("a***@example.org"),
    ]
    contacts = found(entra, Somebody(NAME, methods=registered)).contacts
    assert [(one.channel, one.address) for one in contacts] == [
        ("sms", "+447700900123"),
        ("email", "anna@example.org"),
    ]
    assert contacts[0].changed_at == dt.datetime(2026, 11, 25, 10, tzinfo=dt.timezone.utc).timestamp()


def test_agent_calls_back_the_number_of_the_office(entra):
    assert found(entra, Somebody(NAME, business_phones=("ask Jo", "+44 20 7946 0123"))).call_back_number == (
        "+442079460123"
    )
    assert found(entra, Somebody(NAME)).call_back_number is None


def test_name_of_a_device_is_told_but_no_number_in_it(entra):
    one = Somebody(NAME, methods=[authenticator("iPhone 15"), authenticator("+44 7700900123"), authenticator("x" * 90)])
    labels = [entry.label for entry in found(entra, one).methods]
    assert labels == ["Microsoft Authenticator (iPhone 15)", *["Microsoft Authenticator"] * 2]


@pytest.mark.parametrize(
    "changes",
    [
        {"roles": ("Exchange Administrator",)},
        {"eligible": ("Exchange Administrator",)},
        {"scope": "/administrativeUnits/1"},
    ],
    ids=["assigned", "eligible", "of a part"],
)
def test_administrator_is_one_whether_assigned_eligible_or_of_a_part(entra, changes):
    one = Somebody(NAME, **{"roles": ("Exchange Administrator",), **changes})
    assert found(entra, one).roles == ("Exchange Administrator",)


@pytest.mark.parametrize("how", ["roles", "eligible"])
def test_administrator_by_a_group_is_one(entra, how):
    one = Somebody(NAME)
    group = Group("admins", (one,), **{how: ("Global Administrator",)})
    assert found(entra, one, groups=[group]).roles == ("Global Administrator",)


def test_member_of_a_role_group_without_a_role_is_reset_by_the_highest_alone(entra):
    one = Somebody(NAME)
    arthur = Somebody("arthur@contoso.example", roles=("Authentication Administrator",))
    group = Group("reserved", (one,))
    assert facts(entra, one, arthur, groups=[group])["has_other_admin"] is False
    assert facts(entra, one, arthur, GLORIA, groups=[group])["has_other_admin"] is True


def test_tenant_without_the_licence_has_no_eligible_roles(entra):
    stated = facts(entra, Somebody(NAME), has_licence=False)
    assert (stated["is_admin"], stated["has_other_admin"]) == (False, False)


def test_eligible_administrator_can_reset_others(entra):
    eligible = Somebody("ella@contoso.example", eligible=("Global Administrator",))
    assert facts(entra, Somebody(NAME), eligible)["has_other_admin"] is True


def test_disabled_break_glass_account_resets_nobody_and_an_enabled_one_does(entra):
    safe = Somebody("breakglass@contoso.example", roles=("Global Administrator",), methods=[method("fido2")])
    assert facts(entra, Somebody(NAME), replace(safe, is_enabled=False))["has_other_admin"] is False
    assert facts(entra, Somebody(NAME), safe)["has_other_admin"] is True


def test_sole_global_administrator_is_told_that_nobody_else_is_there(entra):
    stated = facts(entra, GLORIA, Somebody(NAME))
    assert (stated["is_admin"], stated["has_other_admin"]) == (True, False)


def test_administrator_of_a_part_of_the_tenant_may_or_may_not_be_one_for_this_person(entra):
    """R44"""
    arthur = Somebody("arthur@contoso.example", roles=("Authentication Administrator",), scope="/administrativeUnits/1")
    assert "has_other_admin" not in facts(entra, Somebody(NAME), arthur)


def test_administrators_of_whom_only_ids_are_shown_are_read_by_their_ids(entra):
    assert facts(entra, Somebody(NAME), GLORIA, expands=False)["has_other_admin"] is True
    assert facts(entra, GLORIA, replace(GLORIA, sign_in_name="g2@contoso.example"), expands=False)["has_other_admin"]


@pytest.mark.parametrize(
    ("missing", "facts_left_out"),
    [
        ("RoleManagement.Read.Directory", {"is_admin", "has_other_admin"}),
        ("RoleEligibilitySchedule.Read.Directory", {"is_admin", "has_other_admin"}),
        ("GroupMember.Read.All", {"is_admin"}),
        ("UserAuthenticationMethod.Read.All", {"other_methods"}),
    ],
)
def test_what_a_permission_does_not_show_is_asked_and_the_operator_hears_which(entra, caplog, missing, facts_left_out):
    """R44"""
    one = Somebody(NAME, methods=[authenticator(), phone("+44 7700900123")])
    everything = {"other_methods", "is_admin", "has_other_admin"}
    assert everything <= facts(entra, one).keys()
    stated = facts(entra, one, granted=contoso().granted - {missing})
    assert everything - stated.keys() >= facts_left_out
    assert f"application permission {missing}" in caplog.text
    assert NAME not in caplog.text


def test_nothing_is_changed_for_somebody_whose_roles_are_not_known(entra):
    """R17: they may be an administrator's."""
    person = found(entra, Somebody(NAME), granted=contoso().granted - {"RoleManagement.Read.Directory"})
    assert (person.roles, person.is_admin) == (None, True)
    assert not allows(CHANGE_METHODS, person, [], 0.0, conversation_id="a talk")


def test_guest_is_told_nothing_of_this_tenant(entra):
    """Their methods are those of the home tenant."""
    name = "anna_fabrikam.example#EXT#@contoso.example"
    guest = Somebody(name, user_type="Guest", methods=[phone("+44 7700900123")])
    person = found(entra, guest)
    assert (person.methods, person.contacts) == (None, ())
    assert found(entra, Somebody("o'neill+x@contoso.example")).sign_in_name == "o'neill+x@contoso.example"


def test_disabled_person_is_known_to_be_disabled_and_a_synced_one_is_like_everybody(entra):
    assert found(entra, Somebody(NAME, is_enabled=False)).is_enabled is False
    assert found(entra, Somebody(NAME, is_synced=True)).is_enabled is True


def test_roles_and_members_that_come_in_pages_are_all_read(entra):
    many = tuple(Somebody(f"m{n}@contoso.example", is_enabled=n == 6) for n in range(7))
    group = Group("admins", many, roles=("Global Administrator",))
    assert facts(entra, Somebody(NAME), *many, groups=[group], page=2)["has_other_admin"] is True


def test_tenant_is_chosen_by_the_domain_of_the_name(entra):
    other = Organisation("fabrikam", ("fabrikam.example",), [Somebody("anna@fabrikam.example")])
    stand_in, directory = entra(contoso(Somebody(NAME)), other)
    assert asyncio.run(directory.find("anna@fabrikam.example")).tenant.id == "fabrikam"
    assert asyncio.run(directory.find(NAME)).tenant.id == "contoso"
    assert asyncio.run(directory.find("anna@outlook.com")) is None
    assert len(stand_in.batches) == 4
