"""Re-enrolment: a new authenticator waits until its first code is proved; only then does the lost one go."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Connection, Engine

from bot.authenticator import new_secret
from bot.directory.people import Person
from bot.enrolment import authenticators, beginning, first_code, page, sign_in, stopping, theft
from bot.enrolment.means import Audit, Keys, MayChange, Means
from bot.enrolment.outcomes import EnrolmentPage, NotMe, Outcome, RecoveryOutcome, Stopped


class Enrolment:
    """
    Changes which authenticator a person signs in with, where the helpdesk owns the second factor.

    `may_change` and `may_report_stolen` say whether a conversation proved enough; they are asked here, so that
    no caller can forget to. `stop_link` makes the address of the page "this was not me" for a token.
    Times are in seconds since 1970, UTC. Every method raises `DatabaseUnavailable` when the
    database cannot be written, and then nothing was changed.
    """

    def __init__(
        self,
        engine: Engine,
        keys: Keys,
        audit: Audit,
        *,
        may_change: MayChange,
        may_report_stolen: MayChange,
        stop_link: Callable[[str], str],
        make_secret: Callable[[], str] = new_secret,
    ) -> None:
        self.means = Means(engine, keys, audit, stop_link)
        self._may_change = may_change
        self._may_report_stolen = may_report_stolen
        self._make_secret = make_secret

    def begin(self, person: Person, conversation_id: str, now: float) -> str:
        """
        Begin to set up a new authenticator; give the token of a page that opens once, within ten minutes.

        It replaces one that was begun before and not proved; the active one stays. All contacts are told.
        Raises `ChangeNotProved` before anything else, so that nobody learns more without a proof; then
        `SecondFactorIsMicrosofts`, `AdministratorUntouched`, `AccountClosed`, `ChangesStopped` or
        `TooManyWrongCodes` (both until an agent lifts it).
        """
        proved = self._may_change(person, conversation_id, now)
        return beginning.begin(self.means, person, conversation_id, proved, self._make_secret(), now)

    def open_page(self, token: str, now: float) -> EnrolmentPage:
        """
        Give what the page shows: once. From then on there are ten minutes for the first code.

        Raises `LinkUnknown`, `LinkOpened` (a second opening), `LinkExpired`, `LinkUsed` (it is set up),
        `LinkCancelled` (a newer page took its place, or it was stopped), or as `begin` does about the account.
        """
        return page.open_page(self.means, token, now)

    def confirm(self, token: str, code: str, now: float) -> Outcome:
        """
        Take the first code of the new authenticator; when it is right, the new one is active and the old one retired.

        With that come ten recovery codes, given here and never again, and everybody is told. Five tries a
        page, and a hundred in a row an account, whatever pages come and go.
        """
        return first_code.confirm(self.means, token, code, now)

    def report_stolen(
        self, person: Person, conversation_id: str, now: float, *, recovery_codes_too: bool = False
    ) -> bool:
        """
        Retire at once the authenticator that was stolen; give whether one was in use until now. All contacts are told.

        One that was set up in this conversation, within the last hour, is on the new phone and stays; what it
        replaced can then never come back. `recovery_codes_too` when the codes were with the phone. Raises
        `ChangeNotProved`, `SecondFactorIsMicrosofts`, `AdministratorUntouched` or `AccountClosed`.
        """
        proved = self._may_report_stolen(person, conversation_id, now)
        return theft.report_stolen(self.means, person, conversation_id, proved, recovery_codes_too, now)

    def withdraw(self, conversation_id: str, now: float) -> None:
        """Close the page that was asked for in this conversation and is not finished: the proof was taken back."""
        with self.means.writing() as connection:
            for name, person_id in authenticators.pending_in(connection, conversation_id):
                _give_up(connection, self.means, name, person_id, "proof_taken_back", now)

    def is_done_in(self, conversation_id: str) -> bool:
        """Tell whether a new authenticator that was begun in this conversation has given its first code."""
        with self.means.reading() as connection:
            return authenticators.is_proved_in(connection, conversation_id)

    def verify_code(self, person_id: str, code: str, now: float) -> Outcome:
        """
        Check a code at sign-in: `right` once, then `used`, also in a race and after a restart (RFC 6238, 5.2).

        `clock_off` is told of a phone that is behind only: to be told of one that is ahead, a stranger would
        learn a code before its time. `too_many` after a hundred wrong ones in a row, until an agent lifts it.
        """
        return sign_in.verify_code(self.means, person_id, code, now)

    def use_recovery_code(self, person_id: str, code: str, now: float) -> RecoveryOutcome:
        """Use up a recovery code; `few_left` warns when three or fewer are left. All contacts are told."""
        return sign_in.use_recovery_code(self.means, person_id, code, now)

    def who_is_this_about(self, token: str, now: float) -> NotMe:
        """
        Give what a "this was not me" link is about, and change nothing: mail scanners open links, too.

        Raises `LinkUnknown`, `LinkUsed` or `LinkExpired` (after 72 hours).
        """
        return stopping.who_is_this_about(self.means, token, now)

    def stop(self, token: str, now: float) -> Stopped:
        """
        Take it back: "this was not me", said once, within 72 hours.

        What waits for its first code is cancelled. A new authenticator that is active is retired, its recovery
        codes are void, and the one before it works again with its own codes, unless it was reported
        stolen. Nothing about this person is changed until an agent lifts that. All contacts
        are told. Raises as `who_is_this_about` does.
        """
        return stopping.stop(self.means, token, now)

    def lift(self, person_id: str, agent: str, why: str, now: float) -> None:
        """
        Let changes be made again, and codes be tried: `agent` has talked to the person. All contacts are told.

        The caller has to know that it is an agent. Raises `ChangeNotProved` to agents about themselves.
        """
        stopping.lift(self.means, person_id, agent, why, now)

    def tidy(self, now: float) -> int:
        """
        Erase the secrets that are of no use any more; give how many. To be called every hour or so.

        Those are of authenticators whose page expired before their first code, and of retired ones that
        no "this was not me" can bring back.
        """
        with self.means.writing() as connection:
            given_up = authenticators.overdue(connection, now)
            for name, person_id in given_up:
                _give_up(connection, self.means, name, person_id, "expired", now)
            return len(given_up) + authenticators.forget_past_recall(connection, now)


def _give_up(connection: Connection, means: Means, name: str, person_id: str, because: str, now: float) -> None:
    """Retire one that waits for its first code, and record it."""
    authenticators.retire(connection, name, because, now)
    means.record(connection, "enrolment_given_up", because, now, about=person_id, who="assistant", why=name)
