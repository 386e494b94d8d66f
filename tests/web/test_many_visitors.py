"""Many visitors at once, and visitors who send anything at all: nobody sees another's talk, and nothing breaks."""

import http.client
import random
import string
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]

SEED = 20261126
PATHS = (
    "/",
    "/say",
    "/leave",
    "/carry-on",
    "/resume",
    "/framed",
    "/keep",
    "/keep.ics",
    "/helped",
    "/widget.js",
    "/sheet",
    "/sheet.txt",
    "/health",
    "/ready",
    "/static/site.css",
    "/enrol/x",
    "/not-me/x",
)
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")
KINDS = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data; boundary=x",
    "text/plain",
    "",
    "x",
)
ODD = (
    "\x00",
    "%00",
    "%ff",
    "../",
    "{",
    "}",
    "[",
    '"',
    "'",
    "<",
    "&",
    "=",
    ";",
    "é",
    "\u202e",
    "😀",
    "/",
    "\r\n",
    "null",
)


@pytest.mark.long
def test_fifty_visitors_at_once_see_their_own_talk_alone(assistant):
    """R25"""
    names = [f"{first}{vowel}ra" for first in "BDFGKLMNPR" for vowel in "aeiou"]

    def talks(name):
        visitor = Visitor(assistant)
        visitor.say(f"I lost my phone, says {name}")
        visitor.say(f"it is a work account, says {name}")
        visitor.open()
        return name, visitor.cookies["sparekey"].split(".")[0], visitor.text

    with ThreadPoolExecutor(10) as crowd:
        told = list(crowd.map(talks, names))
    assert len({conversation for _, conversation, _ in told}) == 50
    for name, _, text in told:
        assert text.count(name) == 2
        assert not any(other in text for other in names if other != name)


@pytest.mark.parametrize("many", [500, pytest.param(10_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])])
def test_whatever_is_sent_breaks_nothing(assistant, many):
    """R26: seeded, so that what was found is found again."""
    chance = random.Random(SEED)
    visitor = Visitor(assistant)
    visitor.open()
    for number in range(many):
        sent = a_request(chance, visitor)
        status = answer_to(assistant.port, *sent)
        assert status < 500, (number, sent)
    assert visitor.say("I lost my phone with Microsoft Authenticator").status == 200


def a_request(chance, visitor):
    """A request that is partly right: what is quite wrong does not get far."""
    path = chance.choice(PATHS) + chance.choice(["", "", "?" + quote(odd_text(chance)), quote(odd_text(chance))])
    cookie = chance.choice([visitor.cookies["sparekey"], odd_cookie(chance, visitor.cookies["sparekey"]), None])
    headers = {
        "Cookie": cookie and f"sparekey={cookie}",
        "Content-Type": chance.choice(KINDS),
        "Origin": chance.choice(
            [None, None, "null", f"http://127.0.0.1:{visitor.assistant.port}", "https://x.example"]
        ),
        "Accept": chance.choice(["text/html", "application/json", "*/*", odd_text(chance)]),
        "X-Forwarded-For": chance.choice([None, "1.2.3.4", odd_text(chance)]),
    }
    field = chance.choice(["text", "payload", "form", "code", "talk", "helped", odd_text(chance)])
    token = chance.choice([visitor.form_token, odd_text(chance), ""])
    body = f"form={token}&{field}={chance.choice([quote(odd_text(chance)), odd_text(chance)])}"
    sendable = {name: value.encode("latin-1", "replace") for name, value in headers.items() if value}
    plain = {name: value.replace(b"\r\n", b" ").replace(b"\x00", b" ") for name, value in sendable.items()}
    return chance.choice(METHODS), path, body.encode("utf-8", "replace"), plain


def odd_text(chance):
    return "".join(chance.choice([*ODD, *string.ascii_letters]) for _ in range(chance.choice([0, 1, 3, 10, 40])))


def odd_cookie(chance, cookie):
    place = chance.randrange(len(cookie))
    return cookie[:place] + chance.choice([*string.ascii_letters, ""]) + cookie[place + 1 :]


def answer_to(port, method, path, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
