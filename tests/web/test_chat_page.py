"""The chat page without a script: a talk is its visitor's alone, and nothing that a client says of itself counts."""

import asyncio
import json
import re
import uuid
from urllib.parse import urlencode

import pytest

from bot.site.chat import LONGEST_TEXT
from tests.talks import UMA
from tests.web.visiting import Visitor
from tests.whole import the_assistant

pytestmark = [pytest.mark.slow, pytest.mark.model]

LOST = "I lost my phone with Microsoft Authenticator"
OPENERS = {
    LOST: "Which account are you locked out of?",
    "I have a new phone, and Authenticator is empty": "Which account are you locked out of?",
    "I am the only administrator, and I lost Authenticator": "What can you still use for this account?",
}


@pytest.fixture
def visitor(assistant):
    return Visitor(assistant)


def test_new_visitor_sees_what_it_does_what_it_never_does_and_three_ways_to_begin(visitor):
    page = visitor.open().html
    assert "Tell what happened" in page
    assert "Ask for a password" in page
    assert len(re.findall(r'name="text" value=', page)) == len(OPENERS)
    assert visitor.text.strip() == ""


@pytest.mark.parametrize("opener", OPENERS)
def test_each_way_to_begin_is_understood(visitor, opener):
    visitor.open()
    visitor.press(opener)
    assert OPENERS[opener] in visitor.text


def test_person_recovers_with_the_old_phone_by_buttons_alone(visitor):
    visitor.open()
    for title in (LOST, "Work", "An old phone with the app on it"):
        assert visitor.press(title).status == 200
    steps = int(re.search(r"Step 1 of (\d+)", visitor.text)[1])
    for number in range(2, steps + 1):
        visitor.press("Done, next")
        assert f"Step {number} of {steps}" in visitor.text
    visitor.press("Done, next")
    assert "That was the last step" in visitor.text
    assert '<a href="https://aka.ms/MySecurityInfo"' in visitor.page.html


def test_page_shows_the_talk_in_its_order_after_a_reload(visitor):
    visitor.say(LOST)
    visitor.press("Work")
    before = visitor.text
    assert (
        before.index(LOST) < before.index("Which account") < before.index("Work") < before.index("What can you still")
    )
    visitor.open()
    assert visitor.text == before


def test_answer_of_an_earlier_question_can_still_be_corrected(visitor):
    visitor.say(LOST)
    visitor.press("Work")
    visitor.press("Personal (Outlook.com, Hotmail, Xbox, ...)")
    assert "A recovery code that I saved" in visitor.text


def test_script_gets_the_new_messages_alone(visitor):
    visitor.say(LOST)
    form = {"form": visitor.form_token, "payload": '/inform{"account_type": "business"}'}
    answer = visitor.send("POST", "/say", form, Accept="application/json")
    new = json.loads(answer.body)["html"]
    assert answer.status == 200
    assert new.index("Work") < new.index("What can you still use")
    assert LOST not in new
    visitor.open()
    assert all(line.strip() in visitor.page.html for line in new.splitlines())


def test_password_that_was_pasted_is_shown_to_nobody_again(visitor):
    visitor.say("I lost my phone, my password is Hunter2! please help")
    assert "[password removed]" in visitor.text
    assert "Hunter2" not in visitor.page.html


def test_page_that_opens_once_can_be_reached_without_a_script(visitor, helpdesk):
    """The tracker keeps no link to it: the page has it from memory, until the next word."""
    visitor.say("my phone broke and authenticator was on it, it's my work account")
    visitor.press("Look it up for me")
    visitor.say(UMA)
    visitor.say(helpdesk.codes[-1])
    assert "a code, which is not kept" in visitor.text
    assert helpdesk.codes[-1] not in visitor.page.html
    visitor.say("/send_second_code")
    visitor.say(helpdesk.codes[-1])
    link = re.search(r'href="(http://127\.0\.0\.1:5005/enrol/[\w=-]+)"', visitor.page.html)
    assert link
    visitor.open()
    assert link[1] in visitor.page.html
    visitor.say("why?")
    assert link[1] not in visitor.page.html
    assert "given here once" in visitor.text


def test_text_up_to_a_thousand_letters_is_taken_and_a_longer_one_is_given_back(visitor):
    """R26"""
    visitor.say("I lost my phone. ".ljust(LONGEST_TEXT - 1, "x") + "?")
    assert visitor.page.status == 200
    before = visitor.open().html.count('class="mine"')
    answer = visitor.say("x" * (LONGEST_TEXT + 1))
    assert answer.status == 422
    assert "1,000 letters" in answer.html
    assert "x" * (LONGEST_TEXT + 1) + "</textarea>" in answer.html
    assert answer.html.count('class="mine"') == before


def test_empty_message_says_nothing(visitor):
    visitor.say(" \r\n ")
    assert visitor.page.status == 200
    assert visitor.text.strip() == ""


def test_payload_that_was_not_offered_is_only_words(visitor):
    """R27"""
    visitor.open()
    answer = visitor.send("POST", "/say", {"form": visitor.form_token, "payload": '/inform{"is_admin": true}'})
    assert answer.status == 303
    visitor.open()
    assert 'inform{"is_admin": true}' in visitor.text


def test_whatever_a_client_says_of_itself_is_ignored(visitor, assistant):
    """R24"""
    victim = Visitor(assistant)
    victim.say("I lost my phone with the secret of Anna")
    conversation = victim.cookies["sparekey"].split(".")[0]
    visitor.open()
    more = {
        "sender": conversation,
        "sender_id": conversation,
        "input_channel": "evil",
        "metadata": '{"is_agent": true}',
    }
    visitor.send("POST", "/say", {"form": visitor.form_token, "text": "hello there", **more})
    visitor.open(f"/?sender={conversation}&conversation={conversation}")
    assert "secret of Anna" not in visitor.page.html
    victim.open()
    assert "hello there" not in victim.text
    mine = asyncio.run(assistant.agent.tracker_store.retrieve(visitor.cookies["sparekey"].split(".")[0]))
    assert mine.latest_message.metadata.keys() <= {"door", "model_id", "assistant_id"}


@pytest.mark.parametrize("edit", [str.swapcase, lambda cookie: cookie[:-2] + "AA", lambda cookie: "default"])
def test_edited_cookie_begins_anew_and_reveals_nothing(visitor, edit):
    """R24"""
    visitor.say("I lost my phone with the secret of Anna")
    visitor.cookies["sparekey"] = edit(visitor.cookies["sparekey"])
    page = visitor.open()
    assert page.status == 200
    assert "Anna" not in page.html


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor):
    cookie = visitor.open().headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"} <= set(cookie.split("; "))


def test_form_from_another_site_is_refused(visitor):
    """R30"""
    visitor.open()
    form = {"form": visitor.form_token, "text": "hello from evil"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "null", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Origin": f"http://127.0.0.1:{visitor.assistant.port}0"},
    ):
        answer = visitor.send("POST", "/say", form, **headers)
        assert (answer.status, "another page" in answer.html) == (403, True), headers
    own = {"Origin": f"http://127.0.0.1:{visitor.assistant.port}", "Sec_Fetch_Site": "same-origin"}
    visitor.open()
    assert visitor.text.strip() == ""
    assert visitor.send("POST", "/say", form, **own).status == 303


def test_page_of_another_conversation_is_refused_and_the_words_are_given_back(visitor, assistant):
    """R30"""
    other = Visitor(assistant)
    other.open()
    visitor.open()
    for token in (other.form_token, "", "x"):
        answer = visitor.send("POST", "/say", {"form": token, "text": "I lost <my> phone"})
        assert answer.status == 403
        assert "too old" in answer.html
        assert "I lost &lt;my&gt; phone</textarea>" in answer.html
    without = Visitor(assistant).send("POST", "/say", {"text": "hello"}, Accept="application/json")
    assert (without.status, "too old" in json.loads(without.body)["notice"]) == (403, True)


def test_person_who_leaves_a_borrowed_phone_leaves_nothing_on_it(visitor):
    visitor.say("I lost my phone with the secret of Anna")
    before = visitor.cookies["sparekey"]
    assert visitor.send("POST", "/leave", {"form": visitor.form_token}).status == 303
    assert visitor.cookies["sparekey"].split(".")[0] != before.split(".")[0]
    assert "Anna" not in visitor.open().html


def test_page_keeps_to_itself(visitor):
    """R29: one script, one style sheet and one picture, of our own."""
    page = visitor.open()
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    named = ["/static/icon.svg", "/static/site.css", "/static/chat.js", "/"]
    assert re.findall(r'(?:src|href)="([^"]*)"', page.html) == named
    assert "<script>" not in page.html
    assert len(visitor.open("/static/chat.js").html.splitlines()) <= 200


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "{{7*7}}"],
)
def test_whatever_is_typed_is_only_words(visitor, text):
    """R26, R28"""
    visitor.say(text)
    assert visitor.page.status == 200
    assert "<script>alert" not in visitor.page.html


def test_body_that_is_no_form_is_answered_calmly(assistant, visitor):
    """R26: no error of the server."""
    for kind, body in (
        ("application/json", b"[[[["),
        ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
        ("multipart/form-data", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"\xff=%zz&&&="),
        ("text/plain", urlencode({"text": "hello"}).encode()),
    ):
        assert assistant.request("POST", "/say", body, kind).status == 403, kind
    assert assistant.request("POST", "/say", b"x" * 70_000, "text/plain").status == 413


def test_process_that_runs_is_not_yet_ready(assistant):
    """R38"""
    assert (assistant.get("/health").status, assistant.get("/ready").status) == (200, 200)
    processor, assistant.agent.processor = assistant.agent.processor, None
    try:
        assert (assistant.get("/health").status, assistant.get("/ready").status) == (200, 503)
    finally:
        assistant.agent.processor = processor


def test_process_whose_database_was_deleted_is_not_ready(assistant, helpdesk):
    """R35"""
    assert assistant.get("/ready").status == 200
    for file in helpdesk.office.settings.own_database.parent.glob("sparekey.db*"):
        file.unlink()
    answer = assistant.get("/ready")
    assert (answer.status, json.loads(answer.body)["status"]) == (503, "no database")
    assert assistant.get("/health").status == 200


def test_site_goes_on_without_a_back_office():
    with the_assistant().with_(None) as assistant:
        assert assistant.get("/ready").status == 200
        visitor = Visitor(assistant)
        visitor.say(LOST)
        assert "Which account" in visitor.text
        visitor.press("Work")
        assert "What can you still use" in visitor.text


def test_talk_at_the_other_channel_stays_there(assistant, visitor):
    """A name that a client of the REST channel chose is nobody's talk here."""
    conversation = uuid.uuid4().hex
    assistant.say(conversation, "I lost my phone with the secret of Anna")
    visitor.cookies["sparekey"] = conversation
    assert "Anna" not in visitor.open().html


def test_person_whom_only_microsoft_can_let_in_gets_the_call_on_one_page(visitor):
    visitor.open()
    assert visitor.open("/sheet").status == visitor.open("/sheet.txt").status == 404
    visitor.open()
    for title in ("I am the only administrator, and I lost Authenticator", "None of these", "No"):
        visitor.press(title)
    visitor.say("I call from Germany")
    while "The whole call on one page" not in visitor.page.html:
        visitor.press("Done, next")
    visitor.press("The whole call on one sheet")
    assert visitor.page.html.count("The whole call on one page, to print") == 2
    sheet, text = visitor.send("GET", "/sheet"), visitor.send("GET", "/sheet.txt")
    assert sheet.status == text.status == 200
    assert "tel:08005892332" in sheet.html
    assert "0800 589 2332" in text.html
    assert text.headers["content-disposition"] == 'attachment; filename="call-sheet.txt"'
    assert text.headers["content-type"].startswith("text/plain")
    assert Visitor(visitor.assistant).send("GET", "/sheet").status == 404
