"""The first code of a new authenticator: with it the new one takes over, in one transaction, and everybody is told."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.authenticator import STEP, Check, check
from bot.enrolment import authenticators as stored
from bot.enrolment.links import ENROL, NOT_ME, change_link, find_link
from bot.enrolment.means import Means
from bot.enrolment.notices import tell_with_a_way_to_stop
from bot.enrolment.outcomes import Outcome
from bot.enrolment.page import PageInHand, page_in_hand, refuse_link
from bot.enrolment.recovery import keep_codes, new_recovery_codes
from bot.enrolment.standing import MOST_IN_A_ROW, set_standing, standing_of
from bot.errors import LinkUsed

#: Wrong codes that one page takes.
TRIES = 5


def confirm(means: Means, token: str, code: str, now: float) -> Outcome:
    """See `Enrolment.confirm`."""
    with means.writing() as connection:
        page = page_in_hand(connection, means, token, now)
        if not isinstance(page, PageInHand):
            refuse_link(connection, means, find_link(connection, means.keys, ENROL, token), page, now)
            return Outcome("already" if isinstance(page, LinkUsed) else "expired")
        outcome = _tried(connection, means, page, code, now)
        _record(connection, means, page, "enrolment_tried", outcome.state, now)
        if outcome.state == "right":
            _record(connection, means, page, "enrolment_finished", "done", now)
        return outcome


def _tried(connection: Connection, means: Means, page: PageInHand, code: str, now: float) -> Outcome:
    standing = standing_of(connection, page.account.person_id)
    if page.link.tries >= TRIES or standing.wrong_codes >= MOST_IN_A_ROW:
        return Outcome("too_many", tries_left=0)
    found = check(page.authenticator.secret, code, now, page.authenticator.last_step)
    if found.step is not None:
        return _taken_over(connection, means, page, found.step, now)
    tries = page.link.tries + 1
    change_link(connection, page.link, tries=tries)
    # Of the person, not of this page: NIST SP 800-63B-4, 3.2.2, a new secret sets no counter back.
    set_standing(connection, page.account.person_id, wrong_codes=standing.wrong_codes + 1)
    return outcome_of(found, TRIES - tries)


def outcome_of(found: Check, tries_left: int | None = None) -> Outcome:
    """Say what came of a code that was not right."""
    if tries_left == 0:
        return Outcome("too_many", tries_left=0)
    if found.steps is None:
        return Outcome(found.state, tries_left)
    minutes = -(-abs(found.steps) * STEP // 60)
    return Outcome("clock_off", tries_left, minutes, "ahead" if found.steps > 0 else "behind")


def _taken_over(connection: Connection, means: Means, page: PageInHand, step: int, now: float) -> Outcome:
    person_id, new = page.account.person_id, page.authenticator
    old = stored.in_state(connection, means.keys, person_id, "active")
    if old:
        stored.retire(connection, old.id, stored.REPLACED, now)
        _record(connection, means, page, "authenticator_retired", stored.REPLACED, now, why=old.id)
    stored.activate(connection, new.id, step, old.id if old else None, now)
    change_link(connection, page.link, used_at=now)
    codes = new_recovery_codes()
    keep_codes(connection, means.keys, person_id, new.id, codes, now)
    _record(connection, means, page, "recovery_codes_made", str(len(codes)), now)
    tell_with_a_way_to_stop(
        connection, means, page.account, "set_up_done", NOT_ME, new.id, page.link.conversation_id, now
    )
    return Outcome("right", recovery_codes=codes)


def _record(
    connection: Connection, means: Means, page: PageInHand, what: str, result: str, now: float, why: str | None = None
) -> None:
    about = why or page.authenticator.id
    means.record(connection, what, result, now, about=page.account, why=about, from_where=page.link.conversation_id)
