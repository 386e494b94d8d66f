"""The ways back into an account, in the order in which they are tried: the first open one is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.case import Case
from bot.steps import ENROL_HERE, SHUTTING_OUT, Steps, add_authenticator, prevent_the_next_lockout, secure_the_device


@dataclass(frozen=True)
class WayIn:
    """A way back in: its name, when it is open on a given day, and its steps."""

    name: str
    is_open: Callable[[Case, dt.date], bool]
    steps: Callable[[Case, dt.date], Steps]


def _secure_account(case: Case, today: dt.date) -> Steps:
    """Who was reset by their organisation has told it, and has another password."""
    if case.has_been_reset and not case.is_personal:
        return ("deny_every_prompt", "check_what_changed")
    return SHUTTING_OUT


def _fix_app(case: Case, today: dt.date) -> Steps:
    return ("wake_the_app", "check_notifications", "check_the_clock", "match_the_number", "leave_the_empty_tile")


def _old_phone(case: Case, today: dt.date) -> Steps:
    return _enrolment(case, "approve_with_old_phone")


def _enrol_here(case: Case, today: dt.date) -> Steps:
    return (*secure_the_device(case), *ENROL_HERE)


def _own_helpdesk(case: Case, today: dt.date) -> Steps:
    """
    None of Microsoft's pages knows a method that the organisation's own helpdesk keeps: they set it up themselves.

    What an agent checked on the phone opens no page in the chat: who sits there may be somebody else.
    """
    return (*secure_the_device(case), "send_summary_to_helpdesk", "wait_for_the_helpdesk")


def _other_method(case: Case, today: dt.date) -> Steps:
    if case.has_been_reset:
        return _enrolment(case, "sign_in_after_the_reset")
    if case.methods_that_let_in(today) == ("temporary_access_pass",):
        return _enrolment(case, "sign_in_with_the_pass")
    if case.methods_that_let_in(today) == ("other_device",):
        return _enrolment(case, "use_the_signed_in_device")
    return _enrolment(case, "sign_in_another_way")


def _personal_recovery(case: Case, today: dt.date) -> Steps:
    return (
        *secure_the_device(case),
        "replace_security_info",
        "wait_thirty_days",
        "fill_in_the_recovery_form",
        *prevent_the_next_lockout(case),
    )


def _another_admin(case: Case, today: dt.date) -> Steps:
    return _reset_by_others(case, "send_message_to_admin", "wait_for_the_admin")


def _partner(case: Case, today: dt.date) -> Steps:
    return _reset_by_others(case, "send_message_to_partner", "wait_for_the_partner")


def _data_protection(case: Case, today: dt.date) -> Steps:
    return _reset_by_others(case, "gather_the_proofs", "call_microsoft", "wait_for_data_protection")


def _helpdesk(case: Case, today: dt.date) -> Steps:
    return _reset_by_others(case, "send_summary_to_helpdesk")


def _reset_by_others(case: Case, *ask: str) -> Steps:
    """
    Somebody else opens the door; from there on it is the same enrolment as for everybody.

    An administrator who had to wait for others learns to have a second one. Where the own
    methods were enough nobody is asked for their role, only to give that advice.
    """
    more = ("have_two_administrators",) if case.is_admin else ()
    return (*_enrolment(case, *ask, "sign_in_after_the_reset"), *more)


def _enrolment(case: Case, *get_in: str) -> Steps:
    return (
        *secure_the_device(case),
        *get_in,
        *add_authenticator(case),
        *prevent_the_next_lockout(case),
    )


def _app_needs_fixing(case: Case, today: dt.date) -> bool:
    return case.problem == "authenticator_not_working" and not case.has_tried_fixes


def _microsoft_was_reset(case: Case) -> bool:
    return bool(case.has_been_reset) and not case.has_own_second_factor


def _data_protection_can_help(case: Case, today: dt.date) -> bool:
    """Microsoft's team resets administrators; who asks for it by name is taken there too."""
    if case.problem == "contact_data_protection":
        return case.is_work_or_school
    return case.is_work_or_school and case.is_admin is True


WAYS_IN: tuple[WayIn, ...] = (
    WayIn("secure_account", lambda case, today: case.is_under_attack, _secure_account),
    WayIn("other_method", lambda case, today: _microsoft_was_reset(case), _other_method),
    WayIn("fix_app", _app_needs_fixing, _fix_app),
    WayIn("other_method", lambda case, today: bool(case.can_enrol_here), _enrol_here),
    WayIn("helpdesk", lambda case, today: bool(case.has_own_second_factor), _own_helpdesk),
    WayIn("old_phone", lambda case, today: "old_phone" in case.methods_that_let_in(today), _old_phone),
    WayIn("other_method", lambda case, today: bool(case.methods_that_let_in(today)), _other_method),
    WayIn("personal_recovery", lambda case, today: case.is_personal, _personal_recovery),
    WayIn("another_admin", lambda case, today: case.has_somebody_who_resets, _another_admin),
    WayIn("partner", lambda case, today: case.is_work_or_school and bool(case.has_partner), _partner),
    WayIn("data_protection", _data_protection_can_help, _data_protection),
    WayIn("helpdesk", lambda case, today: True, _helpdesk),
)

#: The fact that holds when a guide was walked to its end and the person is still not in: the plan
#: is worked out anew with it.
FOLLOW_UP = {"secure_account": "has_been_secured", "fix_app": "has_tried_fixes"}
