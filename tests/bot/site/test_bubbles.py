"""A message as a person sees it: steps counted, lists as lists, links that lead where they say, no more."""

import datetime as dt
import re

import pytest
from markupsafe import escape

from bot.phone.caller import Caller
from bot.phone.trial_tenant import other_road, ticket_text
from bot.site.bubbles import Place, bubble

#: What stands below a text that is sent on.
TO_TAKE = ("button", "details", "summary", "textarea")
OPENS = ("https://", "tel:", "mailto:?")
HERE = "http://127.0.0.1:5005"


def html(text):
    return str(bubble(text, HERE).body)


def test_the_place_in_a_guide_is_taken_out_of_the_text():
    shown = bubble("Step 2 of 7. Open the page.", HERE)
    assert (shown.place, shown.body) == (Place("Step", 2, 7), "<p>Open the page.</p>")


def test_a_message_outside_a_guide_has_no_place():
    assert bubble("We are at step 2 of 7.", HERE).place is None


def test_line_of_the_call_shows_who_says_what():
    shown = html('Line 1 of 9.\nIt asks: Which product?\nYou say: "Office 365"')
    assert shown == (
        '<p class="asks"><span>It asks</span> Which product?</p>'
        '<p class="say"><span>You say</span> &#34;Office 365&#34;</p>'
    )


def test_lists_are_lists_and_keep_their_numbers():
    assert html("Choose:\n1. one\n2. two\nThen\n3. three\n- bullet") == (
        '<p>Choose:</p><ol start="1"><li>one</li><li>two</li></ol><p>Then</p>'
        '<ol start="3"><li>three</li></ol><ul><li>bullet</li></ul>'
    )


def test_line_that_goes_on_with_an_item_stays_in_it():
    assert (
        html("- contoso.com\n  Charlie Oscar\n- next") == "<ul><li>contoso.com<br>Charlie Oscar</li><li>next</li></ul>"
    )


def test_letter_to_copy_stands_apart():
    shown = html("Send this.\n\nSubject: Locked out\n\nHello,\nplease help.")
    assert shown.startswith(
        '<p>Send this.</p><div class="letter"><p>Subject: Locked out</p><p>Hello,</p><p>please help.</p></div>'
    )


def test_letter_can_be_taken_along_as_it_stands():
    shown = html("Send this.\n\nSubject: Locked out & in\n\nHello,\nplease <help>.")
    assert 'href="mailto:?subject=Locked%20out%20%26%20in&amp;body=Hello%2C%0D%0Aplease%20%3Chelp%3E."' in shown
    assert ">\nSubject: Locked out &amp; in\n\nHello,\nplease &lt;help&gt;.</textarea>" in shown


def test_request_from_a_trial_tenant_can_be_copied_and_is_not_mailed():
    caller = Caller(tenant_domain="contoso.com", account_type="business")
    shown = html(other_road(caller, dt.date(2026, 11, 26)))
    assert f">\n{escape(ticket_text(caller))}</textarea>" in shown
    assert "mailto:" not in shown
    assert shown.index('class="letter"') < shown.index("</textarea>") < shown.index("Do not forget in the end")


def test_sheet_of_plain_text_keeps_its_lines():
    assert html("What to dial\n------------\n[ ] a < b").endswith("What to dial\n------------\n[ ] a &lt; b</pre>")


def test_address_at_the_end_of_a_sentence_is_a_link_without_the_full_stop():
    assert 'href="https://aka.ms/MySecurityInfo"' in html("Open https://aka.ms/MySecurityInfo.")
    assert 'href="https://aka.ms/x"' in html('("https://aka.ms/x")')


def test_known_number_can_be_dialled_and_no_other():
    assert '<a class="tel" href="tel:08000326417">0800 032 6417</a>' in html("Call 0800 032 6417 (UK).")
    assert 'href="tel:+18008659408"' in html("from abroad +1 800 865 9408.")
    assert "<a" not in html("Call 0900 666 666 now, or 10800 032 64179.")


def test_own_page_is_a_link_and_no_other_page_without_https():
    assert f'href="{HERE}/enrol/abc"' in html(f"Here: {HERE}/enrol/abc")
    assert "<a" not in html("http://evil.example http://127.0.0.1:50055/enrol/abc")


EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "data:text/html,<b>x</b>",
    "[click](javascript:alert(1))",
    'https://a.example/"onmouseover="alert(1)',
    "https://a.example/<svg/onload=alert(1)>",
    "Step 1 of 2. <b>bold</b>",
    "It asks: <i>x</i>",
    "- <a href=//evil.example>x</a>",
    "Subject: <script>x</script>",
    "a\n-----\n<script>x</script>",
    "{{ 7*7 }} {% raw %}",
]


@pytest.mark.parametrize("text", EVIL)
def test_whatever_a_message_holds_is_words(text):
    """R28"""
    shown = html(text)
    assert set(re.findall(r"<(\w+)", shown)) <= {"p", "span", "ul", "ol", "li", "div", "pre", "a", *TO_TAKE}
    assert re.findall(r'href="([^"]*)"', shown) == [
        address for address in re.findall(r'href="([^"]*)"', shown) if address.startswith(OPENS)
    ]
    assert not re.search(r"<[^>]*\son\w+=", shown)
