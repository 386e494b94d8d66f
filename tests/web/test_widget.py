"""A button on another site opens the chat in a frame, where that site may; and neither reads the other."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.settings import Settings
from tests.web.browser import LOST, expect
from tests.web.test_site_as_it_is_set_up import served

pytestmark = [pytest.mark.slow, pytest.mark.model]

PAGE = """<!doctype html><html lang="en"><title>Contoso</title><h1>Contoso</h1>
<script src="http://127.0.0.1:{port}/widget.js" defer></script>"""


@contextmanager
def another_site():
    """A site on localhost, which for browsers is another one than 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.format(port=server.chat).encode())

        def log_message(self, *about):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def visit(browse, assistant):
    """Open a page of another site that has our button; `may` tells whether it may show the chat."""
    opened = []

    def on_a_page(may, **settings):
        site = another_site()
        server = site.__enter__()
        address = f"http://localhost:{server.server_port}"
        chat = served(assistant, framed_by=(address,) if may else ())
        visitor = chat.__enter__()
        opened.extend([site, chat])
        server.chat = visitor.assistant.port
        page = browse(None, **settings)
        page.goto(address)
        return page

    yield on_a_page
    for one in reversed(opened):
        one.__exit__(None, None, None)


def test_person_talks_in_a_frame_on_another_site(visit):
    page = visit(may=True)
    assert page.locator("iframe").count() == 0
    page.get_by_role("button", name="Locked out? Get help").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=LOST).click()
    expect(frame.locator("#talk")).to_contain_text("Which account are you locked out of?")
    frame.get_by_role("button", name="Work", exact=True).click()
    frame.get_by_role("button", name="An old phone with the app on it").click()
    expect(frame.locator(".place")).to_contain_text("Step 1 of")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("iframe")).to_be_hidden()
    page.get_by_role("button", name="Locked out? Get help").click()
    expect(frame.locator(".place")).to_contain_text("Step 1 of")
    assert page.context.cookies() == []


def test_person_opens_the_frame_by_keyboard_and_is_in_it(visit):
    """R31"""
    page = visit(may=True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    expect(frame.locator("body")).to_be_focused()
    page.keyboard.press("Tab")
    expect(frame.get_by_role("button", name=LOST)).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.locator("#talk")).to_contain_text("Which account are you locked out of?")


def test_person_talks_in_a_frame_without_a_script_in_it(visit):
    """The page of the other site needs its script for the button; ours in the frame needs none."""
    page = visit(may=True)
    page.route("**/chat.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.get_by_role("button", name="Locked out? Get help").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=LOST).click()
    frame.get_by_role("button", name="Work", exact=True).click()
    expect(frame.locator("#talk")).to_contain_text("What can you still use")
    frame.get_by_role("button", name="Leave this talk").click()
    expect(frame.get_by_role("button", name=LOST)).to_be_visible()


def test_call_sheet_opens_beside_the_frame_as_a_page_of_its_own(visit):
    page = visit(may=True)
    page.get_by_role("button", name="Locked out? Get help").click()
    frame = page.frame_locator("iframe")
    for title in ("I am the only administrator, and I lost Authenticator", "None of these", "No"):
        frame.get_by_role("button", name=title, exact=True).last.click()
        expect(frame.locator("#typing")).to_be_hidden()
    while not frame.locator(".say").count():
        frame.get_by_role("button", name="Done, next").last.click()
        expect(frame.locator("#typing")).to_be_hidden()
    with page.context.expect_page() as opened:
        frame.get_by_role("button", name="The whole call on one page").last.click()
    sheet = opened.value
    expect(sheet.locator("h1")).to_contain_text("Call")
    sheet.get_by_role("link", name="Back to the talk").click()
    expect(sheet.locator("#talk")).to_contain_text("None of these")
    sheet.close()


def test_site_that_may_not_show_the_chat_shows_nothing_of_it(visit):
    page = visit(may=False)
    page.get_by_role("button", name="Locked out? Get help").click()
    expect(page.locator("iframe")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_role("button", name=LOST)).to_have_count(0)
    assert [complaint for complaint in page.complaints if "frame-ancestors 'none'" in complaint]
    page.complaints.clear()


def test_no_other_page_can_be_framed_even_where_the_chat_may(assistant):
    with served(assistant, framed_by=("https://www.example.com", "https://intranet.example:8443")) as visitor:
        framed = visitor.open("/framed").headers["content-security-policy"]
        assert "frame-ancestors https://www.example.com https://intranet.example:8443" in framed
        for path in ("/", "/sheet", "/enrol/x"):
            assert "frame-ancestors 'none'" in visitor.open(path).headers["content-security-policy"]


def test_in_a_frame_over_https_the_cookie_is_for_that_site_alone(assistant):
    """R24"""
    with served(assistant, public_url="https://help.example", framed_by=("https://www.example.com",)) as visitor:
        answer = visitor.send("GET", "/framed")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-sparekey-framed=")
        assert {"SameSite=None", "Secure", "Partitioned", "HttpOnly", "Path=/"} <= set(cookie.split("; "))


def test_plan_to_keep_is_of_the_talk_in_the_frame(assistant):
    """The cookie of the page itself is of another talk, or there is none."""
    with served(assistant, framed_by=("https://www.example.com",)) as visitor:
        visitor.open("/framed")
        hidden = {"form": visitor.form_token, "talk": re.search(r'name="talk" value="([^"]+)"', visitor.page.html)[1]}
        visitor.cookies.clear()
        visitor.send("POST", "/say", {**hidden, "text": "I am the only admin of our business tenant and lost my phone"})
        assistant.settle()
        assert "Have two administrators" in visitor.send("POST", "/keep", hidden).html
        assert visitor.send("POST", "/keep", {**hidden, "form": "x"}).status == 403


@pytest.mark.parametrize("talk", ["", "x", "default.1.x"])
def test_talk_that_a_form_made_up_opens_nothing(assistant, talk):
    """R24"""
    with served(assistant) as visitor:
        visitor.say("I lost my phone, says Anna")
        form = {"form": visitor.form_token, "text": "hello", "talk": talk}
        visitor.cookies.clear()
        answer = visitor.send("POST", "/say", form)
        assert answer.status == 403
        assert "Anna" not in answer.html


@pytest.mark.parametrize("sites", ["example.com", "https://example.com/path", "https://a; script-src *", "*", "'self'"])
def test_what_is_no_site_is_no_setting(sites):
    with pytest.raises(ValueError, match="SPAREKEY_FRAMED_BY"):
        Settings.from_env({"SPAREKEY_FRAMED_BY": sites})
