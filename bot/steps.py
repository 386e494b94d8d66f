"""The steps: every single thing that a person can be asked to do, named; the wording is in data/responses."""

from __future__ import annotations

from bot.case import Case

Steps = tuple[str, ...]

#: What comes first when somebody else got in.
SHUTTING_OUT: Steps = ("deny_every_prompt", "report_the_break_in", "change_the_password", "check_what_changed")

#: From a signed-in session to a new authenticator that works, at work or school.
ADD_AUTHENTICATOR_WORK: Steps = (
    "open_security_info",
    "get_the_app",
    "add_sign_in_method",
    "scan_the_qr_code",
    "try_it_out",
)

#: The same for a personal Microsoft account.
ADD_AUTHENTICATOR_PERSONAL: Steps = (
    "open_personal_security",
    "get_the_app",
    "add_way_to_sign_in",
    "scan_the_qr_code",
    "try_it_out",
)

#: Where the organisation's helpdesk keeps the sign-in methods: on our page, after a second proof.
ENROL_HERE: Steps = (
    "prove_a_second_contact",
    "open_the_enrolment_page",
    "keep_the_new_recovery_codes",
)

#: What only somebody who is signed in stands at, so long as the steps are walked in their order.
ADDING = frozenset({*ADD_AUTHENTICATOR_WORK, *ADD_AUTHENTICATOR_PERSONAL})

#: The lost method goes only when the new one works.
REMOVING = frozenset({"remove_lost_method", "remove_lost_personal_method"})

#: What is done last, so that it never happens again.
PREVENTION = frozenset({"keep_two_methods", "have_two_administrators", "keep_a_recovery_code"})

#: What being in does not settle: until then the thief's phone stays a way in, and no new authenticator is one.
LEFT_ONCE_IN = frozenset(
    {
        *ADDING,
        *ENROL_HERE,
        "block_the_sim",
        "remove_lost_method",
        "remove_lost_personal_method",
        "sign_out_everywhere",
        *PREVENTION,
    }
)


def add_authenticator(case: Case) -> Steps:
    """From signed in to a new authenticator that works; the old one goes only when the new one does."""
    if case.is_personal:
        return (*ADD_AUTHENTICATOR_PERSONAL, "remove_lost_personal_method", *_after_theft(case))
    return (*ADD_AUTHENTICATOR_WORK, "remove_lost_method", *_after_theft(case))


def secure_the_device(case: Case) -> Steps:
    """What cannot wait when the phone is in a stranger's hands."""
    return ("block_the_sim",) if case.device_event == "stolen" else ()


def prevent_the_next_lockout(case: Case) -> Steps:
    """How a case ends: so that this never happens again. An administrator's wording has more in it."""
    return ("keep_a_recovery_code",) if case.is_personal else ("keep_two_methods",)


def _after_theft(case: Case) -> Steps:
    return ("sign_out_everywhere",) if case.device_event == "stolen" else ()
