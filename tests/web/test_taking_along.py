"""What is to be sent on can be copied, mailed, or selected by whoever has no script."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.browser import LOST, expect, press, says
from tests.web.test_everybody_can_use_it import ALONE, found_on

pytestmark = [pytest.mark.slow, pytest.mark.model]

PLAIN = "Show it as plain text, to select and copy"
SUBJECT = "Locked out, please reset my Microsoft sign-in methods"


def gets_the_message(page):
    page.get_by_role("button", name=LOST).click()
    for title in ("Work", "None of these", "No"):
        press(page, title)
    expect(page.locator(".letter")).to_be_visible()


def gets_the_request(page):
    page.get_by_role("button", name=ALONE[0]).click()
    for title in ALONE[1:]:
        press(page, title)
        expect(page.locator("#typing")).to_be_hidden()
    says(page, "can I open a ticket from a trial tenant instead?")
    expect(page.locator(".letter")).to_contain_text("This request is not about the tenant that I write from")


def test_person_copies_the_message_to_the_administrator(browse):
    page = browse()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gets_the_message(page)
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"Subject: {SUBJECT}\n\nHello,\n")
    assert "Require re-register" in copied
    page.reload()
    expect(page.get_by_role("button", name="Copy the text")).to_be_visible()
    assert found_on(page) == []


def test_person_mails_the_message_to_the_administrator(browse):
    page = browse()
    gets_the_message(page)
    address = urlsplit(page.get_by_role("link", name="Write it as an e-mail").get_attribute("href"))
    mail = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", "")
    assert mail["subject"] == [SUBJECT]
    assert mail["body"][0].startswith("Hello,\r\n")


def test_person_whose_browser_forbids_to_copy_gets_it_selected(browse):
    page = browse()
    gets_the_message(page)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator(".take textarea")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith("Subject: Locked out")


def test_person_without_a_script_selects_it(browse):
    page = browse(java_script_enabled=False)
    gets_the_message(page)
    expect(page.locator(".take .copy")).to_be_hidden()
    page.get_by_text(PLAIN).click()
    expect(page.get_by_label("The text, to select and copy")).to_be_visible()
    assert page.locator(".take textarea").input_value().startswith(f"Subject: {SUBJECT}\n")


def test_administrator_copies_the_request_for_the_trial_tenant(browse):
    page = browse(viewport={"width": 320, "height": 568})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gets_the_request(page)
    expect(page.get_by_role("link", name="Write it as an e-mail")).to_have_count(0)
    page.get_by_text(PLAIN).click()
    assert found_on(page) == []
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("This request is not about the tenant")
    assert "Do not forget in the end" not in copied
