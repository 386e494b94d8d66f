"""What answers at the port, whom, and what does not, and that nothing sent there breaks it (R26, R30, R32)."""

import json
import uuid

import pytest

from tests.helpdesk import open_helpdesk
from tests.whole import the_assistant

pytestmark = [pytest.mark.slow, pytest.mark.model]

RASAS_OWN = (
    ("GET", "/domain"),
    ("GET", "/status"),
    ("GET", "/version"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("POST", "/model/train"),
    ("POST", "/model/parse"),
    ("GET", "/conversations/me/tracker"),
    ("POST", "/conversations/me/execute"),
    ("PUT", "/conversations/me/tracker/events"),
)
ODD_BODIES = {
    "nothing": b"",
    "no JSON": b"hello",
    "no Unicode": b'{"sender": "me", "message": "\xff\xfe"}',
    "a hundred thousand lists": b'{"sender": "me", "message": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "fifty thousand objects": b'{"sender":' * 50_000 + b'"me"' + b"}" * 50_000,
    "a few hundred lists": b'{"sender": "me", "message": ' + b"[" * 900 + b"]" * 900 + b"}",
    "a number of five thousand digits": b'{"sender": "me", "message": ' + b"9" * 5000 + b"}",
}
ODD_TEXTS = {
    "NUL": "\x00hello",
    "half a pair": "\ud800 hello",
    "one letter with two thousand accents": "e" + "\u0301" * 2000,
    "sixty thousand letters": "a" * 60_000,
    "a number": 7,
    "no text": None,
}


@pytest.mark.parametrize(("method", "path"), RASAS_OWN)
def test_nothing_of_rasas_own_interface_is_there(assistant, method, path):
    """R32: it would show every conversation, and load any model."""
    assert assistant.request(method, path, None if method == "GET" else b"{}", "application/json").status == 404


@pytest.mark.parametrize("odd", ODD_BODIES)
def test_no_body_breaks_the_server(assistant, odd):
    """R26"""
    answer = assistant.request("POST", "/webhooks/rest/webhook", ODD_BODIES[odd], "application/json")
    assert answer.status in (200, 400, 413)
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize("name", ["\ud800", "\x00", "me\nyou", "", "é", "a" * 201, 7, None, ["me"]])
def test_no_name_of_a_conversation_stops_the_server(assistant, name):
    """R26"""
    assert assistant.post(name, "hello").status == 400
    assert assistant.say("somebody", "hello").messages


@pytest.mark.parametrize("odd", ODD_TEXTS)
def test_no_text_is_left_without_an_answer(assistant, odd):
    """R26"""
    assert assistant.say("somebody", ODD_TEXTS[odd]).messages


SAID = json.dumps({"sender": "me", "message": "hello"}).encode()
FROM_ELSEWHERE = {
    "of another origin": {"Origin": "https://evil.example"},
    "of no origin that it may tell": {"Origin": "null"},
    "of another port of this machine": {"Origin": "http://127.0.0.1:1"},
    "of another site": {"Sec_Fetch_Site": "cross-site"},
    "of a neighbour": {"Sec_Fetch_Site": "same-site"},
    "at an address that leads here": {"host": "evil.example", "Origin": "http://evil.example"},
    "at a name that begins like ours": {"host": "localhost.evil.example"},
}
PROGRAMS = {
    "on this machine": {},
    "through a tunnel": {"host": "localhost:8080"},
    "by the other address of this machine": {"host": "[::1]:5005"},
    "by the address of the machine": {"host": "10.0.0.7:5005"},
    "by the name of a container": {"host": "sparekey:5005"},
    "that names its page, which is ours": {"host": "127.0.0.1:80", "Origin": "http://127.0.0.1:80"},
    "that somebody typed into a browser": {"Sec_Fetch_Site": "none"},
}


def rest(assistant, kind="application/json", **headers):
    return assistant.request("POST", "/webhooks/rest/webhook", SAID, kind, **headers).status


@pytest.mark.parametrize("headers", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE)
def test_page_from_elsewhere_says_nothing_here(assistant, headers):
    """R30"""
    assert rest(assistant, **headers) == 403


@pytest.mark.parametrize("headers", PROGRAMS.values(), ids=PROGRAMS)
def test_program_on_this_machine_is_answered(assistant, headers):
    assert rest(assistant, **headers) == 200


@pytest.mark.parametrize("kind", [None, "application/json; charset=utf-8", "application/x-www-form-urlencoded"])
def test_program_is_answered_whatever_it_calls_its_json(assistant, kind):
    """`curl -d` calls it a form."""
    assert rest(assistant, kind) == 200


def test_program_calls_the_server_by_the_name_that_it_was_given(tmp_path):
    named = open_helpdesk(tmp_path, public_url="https://help.contoso.example")
    with the_assistant().with_(named) as assistant:
        assert rest(assistant, host="help.contoso.example") == 200
        assert rest(assistant, host="help.contoso.example", Origin="https://help.contoso.example") == 200
        assert rest(assistant, host="help.contoso.example", Origin="https://contoso.example") == 403
        assert rest(assistant, host="contoso.example") == 403
        assert rest(assistant) == 200
    named.close()


def test_client_chooses_no_name_that_the_server_gives(assistant, helpdesk):
    """R18, R25: an agent vouches for who calls under the name of the call, and nobody else may be in it."""
    for _ in range(200):
        assert assistant.post(helpdesk.office.keys.new_token(), "hello").status == 400
    assert assistant.post(uuid.uuid4().hex, "hello").status == 200
    assert assistant.post(str(uuid.uuid4()), "hello").status == 200
