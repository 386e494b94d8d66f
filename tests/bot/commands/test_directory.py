"""`python -m bot directory check`: what works, what is missing, and what to grant, line by line; it changes nothing."""

from dataclasses import replace

import pytest

from bot.__main__ import main
from tests.entra.organisation import EVERY_PERMISSION, Organisation, Somebody
from tests.entra.stand_in import CLIENT_ID, Fault, entra_of

ANNA = Somebody("anna@contoso.example")
GLORIA = Somebody("gloria@contoso.example", roles=("Global Administrator",))
CONTOSO = Organisation("contoso", ("contoso.example",), [ANNA, GLORIA])


@pytest.fixture
def check(tmp_path, capsys):
    """Run the check over these organisations; give how it ended, what it said, and whom it asked."""

    def run(*organisations, arguments=(), prepare=lambda stand_in: None, **tenant):
        with entra_of(*organisations, folder=tmp_path) as stand_in:
            path = stand_in.tenants_file(**tenant)
            prepare(stand_in)
            code = main(["directory", "check", *arguments], {"SPAREKEY_ENTRA": str(path)})
        said = capsys.readouterr()
        assert said.err == ""
        return code, said.out, stand_in

    return run


def test_tenant_where_all_is_well_says_so(check):
    code, said, stand_in = check(CONTOSO)
    assert (code, "WRONG" in said, "?" in said) == (0, False, False)
    assert said.startswith(f"contoso (Contoso, {CONTOSO.tenant_id})\n  ok     the app signs in (secret)\n")
    assert all(permission in said for permission in EVERY_PERMISSION)
    assert (len(stand_in.batches), stand_in.changes) == (1, [])


def test_nobody_is_looked_up_without_being_named(check):
    _, _, stand_in = check(CONTOSO)
    users = [url for url in stand_in.asked if url.startswith("/users/")]
    assert users
    assert all(url.startswith("/users/sparekey-checks-with-nobody%40contoso.example") for url in users)


@pytest.mark.parametrize("missing", sorted(EVERY_PERMISSION))
def test_each_permission_that_is_missing_is_named_with_the_grant_to_add(check, missing):
    organisation = replace(CONTOSO, granted=EVERY_PERMISSION - {missing})
    code, said, stand_in = check(organisation)
    assert code == 1
    assert f"WRONG  {missing} is missing" in said
    assert f"Application permissions > {missing} > Add permissions > Grant admin consent" in said
    assert f"{stand_in.address}/{CONTOSO.tenant_id}/adminconsent?client_id={CLIENT_ID}" in said


def test_tenant_without_the_licence_lacks_nothing(check):
    code, said, _ = check(replace(CONTOSO, has_licence=False))
    assert (code, "no licence for eligible roles, so there are none" in said) == (0, True)


def test_domain_that_is_not_verified_is_named(check):
    code, said, _ = check(CONTOSO, domains=["contoso.example", "typo.example"])
    assert (code, "WRONG  not verified in this tenant: typo.example." in said) == (1, True)


def test_secret_that_expired_is_named_and_the_other_tenants_are_checked_all_the_same(check):
    fabrikam = Organisation("fabrikam", ("fabrikam.example",), [])

    def expire(stand_in):
        stand_in.token_fault = "AADSTS7000222"

    code, said, _ = check(CONTOSO, fabrikam, prepare=expire)
    assert (code, said.count("the client secret has expired")) == (1, 2)


def test_graph_that_is_down_is_told(check):
    def break_it(stand_in):
        stand_in.faults = [Fault(500)]

    code, said, _ = check(CONTOSO, prepare=break_it)
    assert (code, "WRONG  the directory of contoso answers what cannot be read" in said) == (1, True)


def test_more_than_it_takes_is_told_and_is_nothing_wrong(check):
    granted = EVERY_PERMISSION | {"UserAuthenticationMethod.ReadWrite.All"}
    code, said, _ = check(replace(CONTOSO, granted=granted))
    assert (code, "?      UserAuthenticationMethod.ReadWrite.All is granted and not needed" in said) == (0, True)


def test_permissions_of_changes_are_read_and_not_tried_out(check):
    granted = EVERY_PERMISSION | {"User.RevokeSessions.All"}
    code, said, stand_in = check(replace(CONTOSO, granted=granted), writes=["sessions", "temporary_access_pass"])
    assert code == 1
    assert "ok     User.RevokeSessions.All: for the change sessions" in said
    assert "WRONG  UserAuthMethod-TAP.ReadWrite.All is missing: for the change temporary_access_pass" in said
    assert stand_in.changes == []


def test_person_who_is_named_is_looked_up_and_only_counted(check):
    code, said, _ = check(CONTOSO, arguments=["Anna@contoso.example"])
    assert code == 0
    assert (
        "anna@contoso.example was found: 1 sign-in methods, 0 contacts for codes, roles 0; others can reset them: yes"
        in (said)
    )


@pytest.mark.parametrize(
    ("name", "told"), [("nobody@contoso.example", "is nobody in"), ("anna@outlook.com", "is of no domain in")]
)
def test_person_who_is_not_there_is_told_to_the_operator(check, name, told):
    code, said, _ = check(CONTOSO, arguments=[name])
    assert (code, told in said) == (1, True)


def test_check_without_a_tenants_file_says_what_to_set(capsys):
    assert main(["directory", "check"], {}) == 2
    assert "SPAREKEY_ENTRA has to be set" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["change"], ["check", "one", "two"]])
def test_what_there_is_not_shows_the_usage(capsys, arguments):
    assert main(["directory", *arguments], {}) == 2
    assert "directory check" in capsys.readouterr().out
