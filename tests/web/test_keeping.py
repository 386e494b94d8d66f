"""After the case: a page to keep, with a reminder to take along, and one question that is counted once a talk."""

import pytest

from bot.database.site import help_counts
from tests.web.browser import LOST, answers, expect, press
from tests.web.test_everybody_can_use_it import found_on
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]


def test_person_keeps_the_plan_when_the_guide_is_over(browse, helpdesk):
    """R31"""
    page = browse(viewport={"width": 390, "height": 844})
    page.get_by_role("button", name=LOST).click()
    press(page, "Work")
    press(page, "An old phone with the app on it")
    expect(page.locator(".place").last).to_contain_text("Step 1 of")
    while not page.get_by_role("link", name="The plan against the next lockout").count():
        press(page, "Done, next")
        expect(page.locator("#typing")).to_be_hidden()
    page.get_by_role("link", name="The plan against the next lockout").click()
    expect(page.locator("h1")).to_have_text("The plan against the next lockout")
    assert found_on(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Put a reminder into your calendar").click()
    assert download.value.suggested_filename == "next-lockout.ics"
    page.get_by_role("button", name="Partly").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    assert found_on(page) == []
    rows = [(row["way_in"], row["answer"], row["times"]) for row in helpdesk.rows(help_counts)]
    assert rows == [("old_phone", "partly", 1)]
    assert answers(page).count() == 0


def test_answer_counts_once_a_talk_and_names_nobody(assistant, helpdesk):
    visitor = Visitor(assistant)
    visitor.say("I lost my phone, says anna@contoso.com")
    visitor.open("/keep")
    form = {"form": visitor.form_token, "helped": "yes"}
    for _ in range(2):
        assert "Thank you" in visitor.send("POST", "/helped", form).html
    visitor.send("POST", "/helped", {**form, "helped": "anna@contoso.com"})
    rows = helpdesk.rows(help_counts)
    assert [(row["way_in"], row["answer"], row["times"]) for row in rows] == [("none", "yes", 1)]
    assert "anna" not in str(rows)


def test_answer_is_taken_from_our_own_page_alone(assistant, helpdesk):
    """R30"""
    visitor = Visitor(assistant)
    visitor.open("/keep")
    assert visitor.send("POST", "/helped", {"form": "x", "helped": "yes"}).status == 403
    form = {"form": visitor.form_token, "helped": "yes"}
    assert visitor.send("POST", "/helped", form, Origin="https://evil.example").status == 403
    assert helpdesk.rows(help_counts) == []
