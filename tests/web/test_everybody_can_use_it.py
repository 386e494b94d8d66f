"""The pages are for everybody (R31): axe-core finds nothing that keeps people out, and enlarged nothing is cut off."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.talks import is_given_a_page
from tests.web.browser import LOST, answers, expect, press, says, sideways
from tests.web.test_enrolment_pages import stop_links

pytestmark = [pytest.mark.slow, pytest.mark.model]

#: How far the ring around what has the focus reaches, in pixels.
RING = 5
ALONE = ("I am the only administrator, and I lost Authenticator", "None of these", "No")


def found_on(page):
    """What axe finds on a page, as it is shown now."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.fixture(params=["light", "dark"])
def page(browse, request):
    return browse(color_scheme=request.param, viewport={"width": 390, "height": 844})


def test_what_keeps_people_out_would_be_found(page):
    page.evaluate("document.getElementById('never').style.color = 'silver'")
    page.evaluate("document.querySelector('label[for=text]').remove()")
    assert len(found_on(page)) >= 1


def test_nothing_in_a_talk_keeps_anybody_out(page):
    assert found_on(page) == []
    page.get_by_role("button", name=LOST).click()
    press(page, "Work")
    assert found_on(page) == []
    press(page, "None of these")
    press(page, "Yes")
    press(page, "Yes, another administrator or an emergency account")
    expect(page.locator(".letter")).to_be_visible()
    page.locator(".earlier summary").first.click()
    assert found_on(page) == []
    page.reload()
    assert found_on(page) == []


def test_nothing_about_carrying_on_keeps_anybody_out(page):
    page.get_by_text("Carry on a talk from another device").click()
    assert found_on(page) == []
    page.get_by_role("button", name=LOST).click()
    expect(answers(page).get_by_role("button", name="Work", exact=True)).to_be_visible()
    page.get_by_role("button", name="Carry on elsewhere").click()
    code = page.locator(".resume").inner_text()
    assert found_on(page) == []
    page.goto("/")
    page.get_by_role("button", name="Leave this talk").click()
    for typed in ("BBBBB", code):
        page.goto("/")
        page.get_by_text("Carry on a talk from another device").click()
        page.get_by_label("Your code").fill(typed)
        page.get_by_role("button", name="Carry on", exact=True).click()
        expect(page.locator("h1")).to_contain_text(re.compile("opens nothing|is here now"))
        assert found_on(page) == []
        assert sideways(page) == 0
    page.complaints.clear()


def test_nothing_about_the_call_keeps_anybody_out(page):
    page.get_by_role("button", name=ALONE[0]).click()
    for title in ALONE[1:]:
        press(page, title)
    expect(answers(page).get_by_role("button", name="Done, next")).to_be_visible()
    while not page.locator(".say").count():
        press(page, "Done, next")
        expect(page.locator("#typing")).to_be_hidden()
    press(page, "The whole call on one sheet")
    page.get_by_text("Show it here, as plain text").click()
    expect(page.locator(".paper")).to_be_visible()
    assert found_on(page) == []
    page.goto("/sheet")
    assert found_on(page) == []


def test_nothing_that_went_wrong_keeps_anybody_out(page):
    page.evaluate("document.getElementById('text').removeAttribute('maxlength')")
    says(page, "x" * 1001)
    expect(page.get_by_role("alert")).to_contain_text("1,000 letters")
    assert found_on(page) == []
    for path in ("/framed", "/sheet", "/nowhere", "/enrol/nothing", "/not-me/nothing"):
        page.goto(path)
        assert found_on(page) == [], path
    page.complaints.clear()


def test_nothing_on_the_way_to_a_new_authenticator_keeps_anybody_out(page, assistant):
    with ThreadPoolExecutor() as elsewhere:
        path = elsewhere.submit(is_given_a_page, assistant).result()
    page.goto(path)
    assert found_on(page) == []
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert found_on(page) == []


def test_pages_of_an_authenticator_fit_a_small_phone(browse, assistant, helpdesk):
    """R31: a long sign-in name keeps to the margin, and nothing covers the ring around what has the focus."""
    with ThreadPoolExecutor() as elsewhere:
        path = elsewhere.submit(is_given_a_page, assistant).result()
        not_me = elsewhere.submit(stop_links, helpdesk).result()[0]
    page = browse(not_me, viewport={"width": 320, "height": 568})
    name, text = page.locator("strong").bounding_box(), page.locator("p").first.bounding_box()
    assert name["x"] + name["width"] <= text["x"] + text["width"]
    assert gap(page.get_by_role("button"), page.get_by_text("It was you?")) >= RING
    page.goto(path)
    assert sideways(page) == 0
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Check the code").click()
    field, button = page.get_by_label("Code from the app"), page.get_by_role("button", name="Check the code")
    assert gap(field, button) >= RING
    assert gap(button, page.get_by_text("You have not scanned")) >= RING


def gap(above, below):
    box = above.bounding_box()
    return below.bounding_box()["y"] - box["y"] - box["height"]


@pytest.mark.parametrize("width", [640, 320], ids=["200 %", "400 %"])
def test_page_that_is_enlarged_cuts_nothing_off(browse, width):
    """A window of 1280 pixels, enlarged so far that that many are left."""
    page = browse(viewport={"width": width, "height": width * 5 // 8})
    page.get_by_role("button", name=ALONE[0]).click()
    for title in ALONE[1:]:
        press(page, title)
    expect(answers(page).get_by_role("button", name="Done, next")).to_be_visible()
    assert sideways(page) == 0
    page.goto("/sheet")
    assert sideways(page) == 0
