"""The note of a call on its way to the ticket system, as the agent sees it."""

from dataclasses import replace

import pytest

from tests.bot.desk.ticket_system import ticket_system
from tests.web.at_the_desk import AtTheDesk, hires

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture
def mara(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "mara"))
    return agent


@pytest.fixture
def sends_to(helpdesk, tmp_path):
    secret = tmp_path / "ticket-secret"
    secret.write_text("a secret of both sides")

    def set_to(url):
        settings = replace(helpdesk.office.settings, ticket_url=url, ticket_secret_file=secret)
        helpdesk.office = replace(helpdesk.office, settings=settings)

    return set_to


def test_agent_is_told_plainly_that_a_note_did_not_arrive_and_sends_it_again(mara, sends_to):
    with ticket_system(403, 201) as tickets:
        sends_to(tickets.url)
        mara.takes_a_call()
        mara.key("e")
        assert "The note is not in the ticket system." in mara.shows
        assert "it answered 403" in mara.shows
        mara.key("s")
        assert "The ticket system took it at" in mara.shows
    assert len(tickets.arrived) == 2


def test_page_says_nothing_of_tickets_where_there_is_no_ticket_system(mara):
    mara.takes_a_call()
    mara.key("e")
    assert "ticket system" not in mara.shows


def test_nobody_sends_the_note_of_another_agents_call(mara, assistant, sends_to):
    """R25"""
    with ticket_system() as tickets:
        path = mara.takes_a_call()
        mara.key("e")
        sends_to(tickets.url)
        jonas = AtTheDesk(assistant)
        jonas.sign_in(hires(assistant, "jonas"))
        assert jonas.posts(f"{path}/send").status == 404
    assert tickets.arrived == []
