"""On the sheet, what the robot just said is typed or pressed, and the next words are there; also without a script."""

import pytest

from tests.web.browser import expect, press
from tests.web.test_everybody_can_use_it import ALONE, found_on

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def sheet(browse, request):
    page = browse(java_script_enabled=request.param, viewport={"width": 390, "height": 844})
    page.get_by_role("button", name=ALONE[0]).click()
    for title in ALONE[1:]:
        press(page, title)
        expect(page.locator("#typing")).to_be_hidden()
    page.goto("/sheet")
    return page


def test_person_types_what_the_robot_said_and_gets_the_next_words(sheet):
    box = sheet.get_by_label("What does it say?")
    box.fill("and which of your products is giving you grief")
    box.press("Enter")
    expect(sheet.get_by_role("status")).to_contain_text('"Office 365 for business"')
    expect(sheet.get_by_role("status")).to_contain_text("Is it for education or for a company?")
    expect(sheet.get_by_label("What does it say?")).to_be_focused()
    sheet.get_by_label("What does it say?").fill("please hold while the line is busy")
    sheet.get_by_role("button", name="What do I say?").click()
    expect(sheet.get_by_role("status")).to_contain_text('"Data Protection"')
    expect(sheet.get_by_role("status")).to_contain_text("back on the way")


def test_person_presses_what_the_robot_said(sheet):
    sheet.get_by_text("Or press what it says").click()
    sheet.get_by_role("button", name="Is there another administrator?").click()
    expect(sheet.get_by_role("status").locator(".say")).to_contain_text('"No"')


def test_following_keeps_nobody_out_and_is_not_printed(browse):
    """R31"""
    page = browse(viewport={"width": 320, "height": 568})
    page.get_by_role("button", name=ALONE[0]).click()
    for title in ALONE[1:]:
        press(page, title)
        expect(page.locator("#typing")).to_be_hidden()
    page.goto("/sheet")
    page.get_by_label("What does it say?").fill("what is the problem")
    page.get_by_role("button", name="What do I say?").click()
    page.get_by_text("Or press what it says").click()
    assert found_on(page) == []
    page.emulate_media(media="print")
    expect(page.locator(".follow")).to_be_hidden()
