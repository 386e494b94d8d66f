"""Signing in with the second factor: a code is accepted once, and so is a recovery code."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.authenticator import Check, check
from bot.enrolment import authenticators as stored
from bot.enrolment.accounts import account_on_file
from bot.enrolment.first_code import outcome_of
from bot.enrolment.means import Means
from bot.enrolment.messages import moment
from bot.enrolment.outbox import tell_all
from bot.enrolment.outcomes import Outcome, RecoveryOutcome
from bot.enrolment.recovery import FEW, codes_left, use_code
from bot.enrolment.standing import MOST_IN_A_ROW, set_standing, standing_of


def verify_code(means: Means, person_id: str, code: str, now: float) -> Outcome:
    """See `Enrolment.verify_code`."""
    with means.writing() as connection:
        outcome = _verified(connection, means, person_id, code, now)
        means.record(connection, "code_tried", outcome.state, now, about=person_id, why="sign in")
    return outcome


def use_recovery_code(means: Means, person_id: str, code: str, now: float) -> RecoveryOutcome:
    """See `Enrolment.use_recovery_code`."""
    with means.writing() as connection:
        outcome = _used(connection, means, person_id, code, now)
        means.record(connection, "recovery_code_used", outcome.state, now, about=person_id, why="sign in")
    return outcome


def _verified(connection: Connection, means: Means, person_id: str, code: str, now: float) -> Outcome:
    account = account_on_file(connection, person_id)
    active = stored.in_state(connection, means.keys, person_id, "active")
    if account is None or not account.is_enabled or active is None:
        return Outcome("wrong")
    wrong = standing_of(connection, person_id).wrong_codes
    if wrong >= MOST_IN_A_ROW:
        return Outcome("too_many")
    found = check(active.secret, code, now, active.last_step)
    if found.step is not None:
        stored.note_step(connection, active.id, found.step)
        set_standing(connection, person_id, wrong_codes=0)
        return Outcome("right")
    set_standing(connection, person_id, wrong_codes=wrong + 1)
    return outcome_of(_told_to_a_stranger(found))


def _told_to_a_stranger(found: Check) -> Check:
    """Who only guesses must not learn that a code will be right in some minutes; one that was is worth nothing."""
    return Check("wrong") if found.steps is not None and found.steps > 0 else found


def _used(connection: Connection, means: Means, person_id: str, code: str, now: float) -> RecoveryOutcome:
    account = account_on_file(connection, person_id)
    if account is None or not account.is_enabled:
        return RecoveryOutcome("wrong")
    wrong = standing_of(connection, person_id).wrong_recovery_codes
    if wrong >= MOST_IN_A_ROW:
        return RecoveryOutcome("too_many")
    if not use_code(connection, means.keys, person_id, code, now):
        set_standing(connection, person_id, wrong_recovery_codes=wrong + 1)
        return RecoveryOutcome("wrong")
    set_standing(connection, person_id, wrong_recovery_codes=0)
    left = codes_left(connection, person_id)
    tell_all(connection, means.keys, account, "recovery_code_used", now, when=moment(now), left=left)
    return RecoveryOutcome("right", left, left <= FEW)
