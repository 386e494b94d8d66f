"""Every way back in, walked on the page by its buttons; and one new authenticator, from the first word to its codes."""

import re
import shutil
import subprocess

import pytest

from bot.ways_in import WAYS_IN
from tests.contracts.project import responses
from tests.talks import BROKE, UMA
from tests.web.browser import LOST, answers, expect, press, says

pytestmark = [pytest.mark.slow, pytest.mark.model]

PERSONAL = "Personal (Outlook.com, Hotmail, Xbox, ...)"
#: The first is said, the others are pressed.
WALKS = {
    "secure_account": ["Somebody else got into my account and changed my password"],
    "fix_app": ["hello", "I have the app, but it does not work", "Work"],
    "old_phone": [LOST, "Work", "An old phone with the app on it"],
    "other_method": [LOST, "Work", "A security key"],
    "another_admin": [LOST, "Work", "None of these", "No"],
    "partner": [LOST, "Work", "None of these", "Yes", "Only a partner or reseller"],
    "data_protection": [LOST, "Work", "None of these", "Yes", "No, nobody"],
    "personal_recovery": [LOST, PERSONAL, "None of these"],
    "helpdesk": [LOST, "I don't know", "None of these", "I don't know", "I don't know"],
}


def beginnings(way_in):
    """How the texts of a way in begin, whatever the case: one of them is said."""
    return re.compile("|".join(re.escape(one["text"][:40]) for one in responses()[f"utter_way_in_{way_in}"]))


def test_every_way_in_is_walked():
    assert set(WALKS) == {way.name for way in WAYS_IN}


@pytest.mark.parametrize("way_in", WALKS)
def test_person_gets_to_the_way_that_is_open(browse, way_in):
    page = browse()
    opening, *pressed = WALKS[way_in]
    says(page, opening)
    for title in pressed:
        if answers(page).get_by_role("button", name=title, exact=True).count():
            press(page, title)
            expect(page.locator("#typing")).to_be_hidden()
    expect(page.locator("#talk")).to_contain_text(beginnings(way_in))
    expect(page.locator(".place").first).to_contain_text("Step 1 of")


def test_person_sets_up_a_new_authenticator_from_the_first_word_to_its_codes(browse, assistant, helpdesk):
    if not shutil.which("oathtool"):
        pytest.skip("oathtool is not there: run tools/debian.sh")
    page = browse()
    says(page, BROKE)
    press(page, "Look it up for me")
    expect(page.locator("#typing")).to_be_hidden()
    for number in (1, 2):
        if number == 1:
            says(page, UMA)
        else:
            answers(page).get_by_role("button", name=re.compile("second", re.IGNORECASE)).first.click()
            expect(page.locator("#typing")).to_be_hidden()
        assistant.settle()
        says(page, helpdesk.codes[-1])
    link = page.locator("#talk a[href*='/enrol/']")
    expect(link).to_be_visible()
    talk = page.context.pages[0].url
    page.goto("/enrol/" + link.get_attribute("href").rpartition("/")[2])
    key = page.locator(".key").inner_text().replace(" ", "")
    page.get_by_label("Code from the app").fill(code_of(key, helpdesk.clock()))
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_role("heading")).to_contain_text("Your new authenticator works")
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto(talk)
    says(page, "done")
    expect(page.locator("#talk")).to_contain_text("recovery codes")
    assert key not in page.content()


def code_of(key, now):
    command = ["oathtool", "--totp", "--base32", "--now", f"@{int(now)}", key]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
