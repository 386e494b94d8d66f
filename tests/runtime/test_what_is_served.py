"""What answers at the port and what does not, and that nothing sent there breaks it (R26, R32)."""

import pytest

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
