"""The case note goes to the one address that was set, signed, in time; what does not arrive is said plainly."""

import asyncio
import hashlib
import hmac
import json
import socket

import pytest

from bot.desk.webhook import Webhook
from bot.errors import NoteNotSent
from bot.settings import Settings
from tests.bot.desk.ticket_system import ticket_system

SECRET = "a secret of both sides"
NOON = 1795521600.7


def send(url, **more):
    quick = {"attempt": 0.3, "all_attempts": 2.0, "pauses": (0.0, 0.0), **more}
    asyncio.run(Webhook(f"{url}/notes", SECRET, now=lambda: NOON, **quick).send("a name", {"text": "Grüße"}))


def trouble_with(url, **more):
    with pytest.raises(NoteNotSent) as trouble:
        send(url, **more)
    return str(trouble.value)


def test_note_arrives_signed_over_its_time_and_its_body():
    with ticket_system() as tickets:
        send(tickets.url)
    [(path, headers, body)] = tickets.arrived
    expected = hmac.new(SECRET.encode(), b"1795521600." + body, hashlib.sha256).hexdigest()
    assert path == "/notes"
    assert json.loads(body) == {"text": "Grüße"}
    assert headers["Sparekey-Timestamp"] == "1795521600"
    assert headers["Sparekey-Signature"] == f"v1={expected}"
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("busy", [500, 503, 429])
def test_busy_ticket_system_is_tried_again_under_the_same_name(busy):
    with ticket_system(busy, busy, 200) as tickets:
        send(tickets.url)
    assert [headers["Sparekey-Delivery"] for _, headers, _ in tickets.arrived] == ["a name"] * 3


def test_ticket_system_that_stays_busy_is_tried_three_times():
    with ticket_system(503) as tickets:
        assert trouble_with(tickets.url) == "the ticket system did not take the note: it answered 503."
    assert len(tickets.arrived) == 3


@pytest.mark.parametrize("status", [400, 401, 404, 413])
def test_no_is_no_and_not_tried_again(status):
    with ticket_system(status) as tickets:
        assert f"it answered {status}" in trouble_with(tickets.url)
    assert len(tickets.arrived) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_note_goes_nowhere_that_an_answer_points_to(status):
    with ticket_system(status) as tickets:
        assert f"it answered {status}" in trouble_with(tickets.url)
    assert [path for path, _, _ in tickets.arrived] == ["/notes"]


def test_ticket_system_that_never_answers_is_given_up_in_time():
    with ticket_system(0) as tickets:
        assert "it did not answer in time" in trouble_with(tickets.url, attempt=0.2, all_attempts=0.4)
    assert 1 <= len(tickets.arrived) <= 3


def test_ticket_system_that_is_not_there_is_said_to_be_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert "it cannot be reached" in trouble_with(f"http://127.0.0.1:{taken.getsockname()[1]}")


def test_proxy_of_the_environment_does_not_see_the_note(monkeypatch):
    with ticket_system() as proxy, ticket_system() as tickets:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        send(tickets.url)
    assert (len(proxy.arrived), len(tickets.arrived)) == (0, 1)


@pytest.mark.parametrize(
    "url",
    """
    http://tickets.example/notes ftp://tickets.example https://user:secret@tickets.example/ https:///notes
    file:///etc/passwd http://localhost.evil.example/ http://127.0.0.1@evil.example/ https://tickets.example/#x
    http://127.0.0.1:1\\@evil.example/ tickets.example
    """.split(),
)
def test_address_that_is_neither_https_nor_on_this_machine_is_refused_at_the_start(url):
    with pytest.raises(ValueError, match="SPAREKEY_TICKET_URL"):
        Settings.from_env({"SPAREKEY_TICKET_URL": url})


@pytest.mark.parametrize("url", ["https://tickets.example/a?b=c", "http://127.0.0.1:8080/notes", "http://[::1]:80"])
def test_address_over_https_or_on_this_machine_is_taken(url):
    assert Settings.from_env({"SPAREKEY_TICKET_URL": url}).ticket_url == url
