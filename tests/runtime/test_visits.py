"""Leaving a talk ends it, whatever of ours is busy at that moment."""

from dataclasses import replace

from bot.errors import DatabaseUnavailable
from bot.runtime.visits import Visits


class BusyEnrolment:
    """An enrolment whose database is locked."""

    def withdraw(self, conversation_id, now):
        raise DatabaseUnavailable("locked")


def test_talk_is_left_also_while_its_page_cannot_be_closed(helpdesk):
    """R35, R39"""
    office = replace(helpdesk.office, enrolment=BusyEnrolment())
    visits = Visits(lambda: office, office.settings, helpdesk.clock)
    visits.leave("a talk")
    assert visits._was_left("a talk")
