"""The facts that the directory states: what it knows by the names of the case, and nothing that it does not know."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from bot.case import METHODS, Case
from bot.directory.facts import facts_from, facts_of
from bot.directory.people import RegisteredMethod
from tests.bot.directory.cast import CONTOSO, FABRIKAM, GLOBAL_ADMIN, PERSONAL, PRIVILEGED, SCHOOL, somebody
from tests.bot.directory.fake import FakeDirectory

TODAY = dt.date(2026, 11, 24)
AFTER_SMS = dt.date(2027, 2, 2)


def with_methods(*methods, tenant=CONTOSO, **changes):
    return somebody("mika", tenant, methods=tuple(RegisteredMethod(m, m) for m in methods), **changes)


def test_employee_with_a_key_needs_no_question_about_it():
    person = with_methods("authenticator", "fido_key", "windows_hello")
    assert facts_of(person, (GLOBAL_ADMIN,), TODAY) == {
        "account_type": "business",
        "other_methods": ("fido_key", "windows_hello"),
        "is_admin": False,
        "has_other_admin": True,
        "has_partner": False,
        "has_own_second_factor": True,
    }


def test_lost_authenticator_is_no_other_method():
    assert facts_of(with_methods("authenticator"), None, TODAY)["other_methods"] == ()


def test_mail_that_only_resets_the_password_lets_nobody_in_at_work():
    assert facts_of(with_methods("authenticator", "email"), None, TODAY)["other_methods"] == ()


def test_mail_and_recovery_codes_let_in_to_a_personal_account():
    person = with_methods("authenticator", "email", "recovery_codes", tenant=PERSONAL)
    assert facts_of(person, (), TODAY)["other_methods"] == ("email", "recovery_codes")


@pytest.mark.parametrize(("today", "methods"), [(TODAY, ("sms", "passkey")), (AFTER_SMS, ("passkey",))])
def test_text_messages_let_in_until_microsoft_ends_them(today, methods):
    assert facts_of(with_methods("authenticator", "sms", "passkey"), None, today)["other_methods"] == methods


def test_two_authenticators_may_be_on_two_phones_so_it_is_not_said_that_nothing_is_left():
    """R44: which of them is lost, the directory does not know."""
    assert "other_methods" not in facts_of(with_methods("authenticator", "authenticator", "email"), None, TODAY)
    two_and_a_key = with_methods("authenticator", "authenticator", "fido_key")
    assert facts_of(two_and_a_key, None, TODAY)["other_methods"] == ("fido_key",)


def test_who_else_can_reset_is_said_only_when_it_is_known():
    """R44"""
    assert "has_other_admin" not in facts_of(GLOBAL_ADMIN, None, TODAY)
    assert facts_of(GLOBAL_ADMIN, (), TODAY)["has_other_admin"] is False
    assert facts_of(GLOBAL_ADMIN, (PRIVILEGED,), TODAY)["has_other_admin"] is True


def test_partner_is_said_only_when_the_tenant_says_so():
    """R44"""
    assert "has_partner" not in facts_of(somebody("noah", SCHOOL), (), TODAY)
    assert facts_of(somebody("rafael", FABRIKAM), (), TODAY)["has_partner"] is True


def test_personal_account_gets_no_facts_about_administrators():
    """R44: it never comes upon the business path."""
    stated = facts_of(with_methods("authenticator", tenant=PERSONAL), (), TODAY)
    assert stated == {"account_type": "personal", "other_methods": ()}


@pytest.mark.parametrize("tenant", [CONTOSO, FABRIKAM, SCHOOL, PERSONAL], ids=lambda tenant: tenant.id)
@pytest.mark.parametrize("resetters", [None, (), (GLOBAL_ADMIN,)], ids=["unknown", "nobody", "somebody"])
def test_facts_fit_into_the_case_whatever_is_registered(tenant, resetters):
    for method in ("authenticator", *METHODS):
        for person in (with_methods(method, tenant=tenant), replace(GLOBAL_ADMIN, tenant=tenant)):
            Case(problem="lost_authenticator").with_facts(**facts_of(person, resetters, TODAY))


def test_nothing_is_said_of_methods_and_roles_that_are_not_known():
    """R44: what a permission does not show is asked, not guessed; and no right hangs on it."""
    person = somebody("mika", methods=None, roles=None)
    stated = facts_of(person, None, TODAY)
    assert not stated.keys() & {"other_methods", "is_admin", "has_other_admin"}
    assert person.is_admin
    assert not person.may_reset(somebody("maria"))


@pytest.mark.parametrize(
    "person",
    [with_methods("authenticator", shows_every_method=False), with_methods("authenticator", "other")],
    ids=["more may be registered", "one without a word"],
)
def test_it_is_not_said_that_nothing_is_left_where_something_may_be(person):
    """R44"""
    assert "other_methods" not in facts_of(person, None, TODAY)


def test_key_is_told_although_more_may_be_registered():
    person = with_methods("authenticator", "fido_key", shows_every_method=False)
    assert facts_of(person, None, TODAY)["other_methods"] == ("fido_key",)


def test_member_of_a_role_group_is_reset_like_an_administrator():
    mika = somebody("mika", is_in_role_group=True)
    assert (
        PRIVILEGED.may_reset(mika),
        somebody("arthur", roles=("Authentication Administrator",)).may_reset(mika),
    ) == (
        True,
        False,
    )


def test_who_else_could_reset_is_not_known_while_the_directory_is_down():
    directory = FakeDirectory((GLOBAL_ADMIN,), unavailable=True)
    stated = asyncio.run(facts_from(directory, somebody("mika"), "a talk", TODAY))
    assert stated["is_admin"] is False
    assert "has_other_admin" not in stated
