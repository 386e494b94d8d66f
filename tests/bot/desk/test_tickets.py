"""What becomes of a note is kept and in the audit; what was taken once is not sent again."""

import asyncio
import json
from dataclasses import replace

import pytest

from bot.database.audit import audit
from bot.desk.desk import AgentDesk
from bot.desk.webhook import signature
from tests.bot.desk.ticket_system import ticket_system

pytestmark = pytest.mark.slow


@pytest.fixture
def mara_of(agents, mara):
    return agents.named("mara")


def at_the_desk(office, folder, url):
    secret = folder / "ticket-secret"
    secret.write_text("a secret of both sides\n")
    return AgentDesk(replace(office, settings=replace(office.settings, ticket_url=url, ticket_secret_file=secret)))


def end_a_call(desk, agent):
    call = desk.calls.open(agent, desk.office.now())
    return asyncio.run(desk.end(agent, call.id))


def test_note_of_an_ended_call_is_in_the_ticket_system(office, mara_of, tmp_path, helpdesk):
    with ticket_system() as tickets:
        desk = at_the_desk(office, tmp_path, tickets.url)
        ended = end_a_call(desk, mara_of)
    [(_, headers, body)] = tickets.arrived
    assert json.loads(body)["note"] == ended.note
    assert "Call 1" in json.loads(body)["text"]
    assert ended.id not in str(tickets.arrived)
    signed = signature("a secret of both sides", headers["Sparekey-Timestamp"], body)
    assert headers["Sparekey-Signature"] == f"v1={signed}"
    assert desk.tickets.last(ended).trouble is None
    assert [row["result"] for row in helpdesk.rows(audit) if row["what"] == "desk_note"] == [
        "call 1: taken by the ticket system"
    ]


def test_note_that_was_not_taken_is_sent_again_when_the_agent_says_so_and_then_no_more(office, mara_of, tmp_path):
    with ticket_system(404, 200) as tickets:
        desk = at_the_desk(office, tmp_path, tickets.url)
        ended = end_a_call(desk, mara_of)
        assert "it answered 404" in desk.tickets.last(ended).trouble
        for _ in range(3):
            asyncio.run(desk.tickets.send(mara_of, ended))
    assert desk.tickets.last(ended).trouble is None
    assert len({headers["Sparekey-Delivery"] for _, headers, _ in tickets.arrived}) == 1
    assert len(tickets.arrived) == 2


def test_call_ends_all_the_same_when_the_secret_is_missing(office, mara_of, helpdesk):
    desk = AgentDesk(replace(office, settings=replace(office.settings, ticket_url="https://tickets.example/")))
    ended = end_a_call(desk, mara_of)
    assert ended.note
    assert "SPAREKEY_TICKET_SECRET_FILE has to be set as well" in desk.tickets.last(ended).trouble


def test_nothing_is_sent_where_there_is_no_ticket_system(office, mara_of):
    desk = AgentDesk(office)
    assert not desk.tickets.are_sent
    assert desk.tickets.last(end_a_call(desk, mara_of)) is None
