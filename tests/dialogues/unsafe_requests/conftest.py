"""After each attack: who entered no code proved nothing, and nobody changed or learnt anything, by the database too."""

from collections.abc import Iterator

import pytest

from bot.database.audit import audit
from bot.database.second_factor import authenticators, links, outbox, recovery_codes
from bot.database.tables import proofs
from bot.proof.rules import CHANGE_METHODS
from story_tests.session import stories_of
from tests.helpdesk import Helpdesk

#: What the audit says when somebody got something.
_GIVEN = {
    "enrolment_begun",
    "enrolment_shown",
    "enrolment_tried",
    "enrolment_finished",
    "authenticator_retired",
    "recovery_codes_made",
    "agent_verified",
}
_TOLD = {"proved", "told_methods"}


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    outcome.get_result()
    talker = stories_of(item.config).talker()
    assert talker.helpdesk, "an attack is told where there is something to get: add `fixtures: [people_on_file]`"
    assert_that_nothing_was_given(talker.helpdesk, entered_a_code=talker.stage.has_entered_a_code)


def assert_that_nothing_was_given(helpdesk: Helpdesk, *, entered_a_code: bool) -> None:
    """R12, R15: one code is enough to see something, and nothing that is said is enough to change anything."""
    for table in (authenticators, links, outbox, recovery_codes):
        assert not helpdesk.rows(table), table.name
    proved = helpdesk.rows(proofs)
    assert entered_a_code or not proved
    assert CHANGE_METHODS not in {proof["purpose"] for proof in proved}
    on_file = {contact.address for contact, _ in helpdesk.delivery.sent}
    assert not any("attacker" in address or address.endswith("900999") for address in on_file)
    noted = {row["what"] for row in helpdesk.rows(audit)}
    assert not noted & (_GIVEN if entered_a_code else _GIVEN | _TOLD)
    assert helpdesk.office.audit.verify() == []
