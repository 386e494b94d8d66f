"""The site behind https, behind a proxy, with few messages a minute, without a model: as whoever runs it sets it up."""

import asyncio
import json
import re
import socket
import uuid
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from bot.settings import Settings
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]

BROWSER = "text/html,application/xhtml+xml"


@contextmanager
def served(assistant, clock=None, **settings):
    """Serve the site a second time, set up like this, and give a visitor of it."""
    from sanic import Sanic

    from bot.runtime.pages import enrolment_pages
    from bot.runtime.refusals import refuse_kindly
    from bot.runtime.site import site

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = Sanic(f"site-{uuid.uuid4().hex}", configure_logging=False)
    app.ctx.agent = assistant.agent
    chosen = Settings(port=port, **settings)
    app.config.PROXIES_COUNT = chosen.proxies or None
    for pages in (site, enrolment_pages):
        app.blueprint(pages(lambda: assistant.helpdesk.office, chosen, clock or (lambda: 1_800_000_000.0)))
    refuse_kindly(app)

    async def begin():
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        # Not `startup`: Sanic trims its own code there, which it can do once a process.
        app.signalize()
        app.finalize()
        app.state.is_started = True
        await server.start_serving()
        return server

    server = asyncio.run_coroutine_threadsafe(begin(), assistant.loop).result(30)
    try:
        yield Visitor(SimpleNamespace(port=port, settle=assistant.settle))
    finally:
        assistant.loop.call_soon_threadsafe(server.close)


def test_person_who_sends_too_much_is_asked_to_wait_and_loses_nothing(assistant):
    with served(assistant, messages_per_minute=2) as visitor:
        visitor.say("hello")
        visitor.say("I lost my phone")
        assert visitor.say("with Microsoft Authenticator").status == 429
        assert "wait a minute" in visitor.page.html
        assert "with Microsoft Authenticator</textarea>" in visitor.page.html
        form = {"form": visitor.form_token, "text": "again"}
        answer = visitor.send("POST", "/say", form, Accept="application/json")
        assert (answer.status, "wait a minute" in json.loads(answer.body)["notice"]) == (429, True)
        other = Visitor(visitor.assistant)
        assert other.say("hello").status == 200


def test_address_that_asks_for_too_much_is_told_when_to_come_back(assistant):
    with served(assistant, requests_per_minute=3) as visitor:
        assert [visitor.open().status for _ in range(4)] == [200, 200, 200, 429]
        assert visitor.page.headers["retry-after"] == "60"


def test_address_that_tries_links_of_re_enrolment_is_told_when_to_come_back(assistant):
    with served(assistant, requests_per_minute=3) as visitor:
        paths = ["/enrol/" + "A" * 32, "/not-me/" + "A" * 32, "/static/site.css"] * 2
        assert [visitor.open(path).status for path in paths] == [410, 410, 200, 410, 429, 200]
        answer = visitor.send("POST", "/enrol/" + "A" * 32, {"code": "123456"})
        assert (answer.status, answer.headers["retry-after"]) == (429, "60")
        assert visitor.open().status == 200


def test_people_behind_a_proxy_of_ours_are_told_apart_and_nobody_else_is_believed(assistant):
    with served(assistant, requests_per_minute=1, proxies=1) as visitor:
        told = [visitor.send("GET", "/", X_Forwarded_For=f"198.51.100.{number}").status for number in (1, 2, 2)]
        assert told == [200, 200, 429]
        assert visitor.send("GET", "/", X_Forwarded_For="203.0.113.9, 198.51.100.2").status == 429
    with served(assistant, requests_per_minute=1) as visitor:
        told = [visitor.send("GET", "/", X_Forwarded_For=f"198.51.100.{number}").status for number in (1, 2)]
        assert told == [200, 429]


def test_over_https_the_cookie_goes_over_https_alone(assistant):
    with served(assistant, public_url="https://help.example") as visitor:
        cookie = visitor.open().headers["set-cookie"]
        assert cookie.startswith("__Host-sparekey=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        form = {"form": visitor.form_token, "text": "hello"}
        assert visitor.send("POST", "/say", form, Origin="https://help.example").status == 303
        assert visitor.send("POST", "/say", form, Origin=f"http://127.0.0.1:{visitor.assistant.port}").status == 403


def test_person_who_comes_back_after_a_month_begins_anew(assistant):
    now = [1_800_000_000.0]
    with served(assistant, clock=lambda: now[0]) as visitor:
        visitor.say("I lost my phone, says Anna")
        now[0] += 29 * 24 * 3600
        assert "says Anna" in visitor.open().html
        now[0] += 29 * 24 * 3600
        assert "says Anna" in visitor.open().html
        now[0] += 30 * 24 * 3600
        assert "says Anna" not in visitor.open().html


def test_site_without_a_model_apologises(assistant):
    processor, domain = assistant.agent.processor, assistant.agent.domain
    assistant.agent.processor = assistant.agent.domain = None
    try:
        with served(assistant) as visitor:
            visitor.say("I lost my phone, my password is Hunter2!")
            assert "Sorry" in visitor.text
            assert "[password removed]" in visitor.text
    finally:
        assistant.agent.processor, assistant.agent.domain = processor, domain


def test_address_that_leads_nowhere_is_answered_kindly(assistant):
    with served(assistant) as visitor:
        for method, path, status in (("GET", "/nowhere", 404), ("PUT", "/say", 405)):
            answer = visitor.send(method, path, Accept=BROWSER)
            assert (answer.status, "nothing here" in answer.html) == (status, True)
            assert not re.search("sanic|python", answer.html, re.IGNORECASE)


@pytest.mark.parametrize("path", ["/say", "/leave", "/carry-on", "/resume", "/helped"])
def test_address_of_a_form_leads_to_the_talk(assistant, path):
    with served(assistant) as visitor:
        answer = visitor.send("GET", path, Accept=BROWSER)
        assert (answer.status, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("name", ["nothing.css", "%00", "..%2frendering.py", "../rendering.py", ".", "%2e%2e", ""])
def test_only_what_the_pages_need_is_handed_out(assistant, name):
    assert assistant.get("/static/site.css").status == 200
    assert assistant.get(f"/static/{name}").status == 404


def test_something_that_breaks_is_said_kindly_and_tells_nothing(assistant, monkeypatch):
    """R32"""
    with served(assistant) as visitor:
        monkeypatch.setattr("bot.runtime.talks.entries_of", broken)
        for accept in (BROWSER, "*/*"):
            answer = visitor.send("GET", "/", Accept=accept)
            assert answer.status == 500
            assert "secret" not in answer.html
            assert "Traceback" not in answer.html


def broken(events):
    raise RuntimeError("secret of the house")
