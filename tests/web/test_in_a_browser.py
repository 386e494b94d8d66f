"""The pages in a real browser: with the script and without, by keyboard, on a phone, on paper, and within bounds."""

import datetime as dt
import re
import shutil
import statistics
import subprocess

import pytest

from bot.phone.caller import Caller
from bot.phone.dialling import number_lines
from bot.phone.numbers import all_numbers
from bot.phone.robot import families, script_for
from bot.phone.sheet import other_lines
from bot.site.rendering import static_file
from bot.site.sheet import sheet_page
from tests.bot.site.test_sheet import IN_GERMANY
from tests.web.browser import LOST, answers, expect, press, says, sideways

pytestmark = [pytest.mark.slow, pytest.mark.model]

ADDRESS = "https://aka.ms/MySecurityInfo"
PHONE = {"width": 390, "height": 844}
#: What a first visit may cost, in bytes and in seconds.
LARGEST_VISIT, LONGEST_WAIT = 60 * 1024, 0.5


def said(page):
    """Everything in the talk, in its order."""
    return [" ".join(text.split()) for text in page.locator("#talk > div").all_inner_texts()]


def walks_to_the_last_step(page):
    page.get_by_role("button", name=LOST).click()
    press(page, "Work")
    press(page, "An old phone with the app on it")
    expect(page.locator(".place").last).to_contain_text("Step 1 of")
    steps = int(re.search(r"of (\d+)", page.locator(".place").last.inner_text())[1])
    for number in range(2, steps + 1):
        press(page, "Done, next")
        expect(page.locator(".place").last).to_contain_text(f"Step {number} of {steps}")
    press(page, "Done, next")
    expect(page.locator("#talk")).to_contain_text("That was the last step")


def test_person_recovers_without_a_reload(browse):
    page = browse()
    page.evaluate("window.isTheSamePage = true")
    walks_to_the_last_step(page)
    assert page.evaluate("window.isTheSamePage")
    shown = said(page)
    page.reload()
    # What was folded away is folded away still, and nothing came twice.
    assert said(page) == shown


def test_person_recovers_without_a_script(browse):
    """R31"""
    page = browse(java_script_enabled=False)
    walks_to_the_last_step(page)
    expect(page.locator(f'a[href="{ADDRESS}"]').first).to_be_visible()
    assert page.url.endswith("/#latest")


def test_person_writes_and_goes_on_writing(browse):
    page = browse()
    box = page.locator("#text")
    box.fill("I lost my iPhone\nand Authenticator was on it")
    box.press("Enter")
    expect(page.locator("#talk").get_by_text("Which account are you locked out of?")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("work")
    page.keyboard.press("Enter")
    expect(page.locator("#talk").get_by_text("What can you still use")).to_be_visible()


def test_person_who_writes_faster_than_answers_come_is_heard(browse):
    page = browse()
    held = []
    page.route("**/say", lambda route: held.append(route), times=1)
    page.get_by_role("button", name=LOST).click()
    box = page.locator("#text")
    box.fill("it is a work account")
    box.press("Enter")
    expect(box).to_have_value("it is a work account")
    held[0].continue_()
    expect(page.locator("#talk").get_by_text("What can you still use")).to_be_visible()
    assert page.locator(".mine p").all_inner_texts() == [LOST, "it is a work account"]


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 568)])
def test_person_who_tells_a_long_story_sees_the_answer_to_it(browse, width, height):
    page = browse(viewport={"width": width, "height": height})
    story = "I lost my phone with Microsoft Authenticator on the train this morning. " + "It was a long day. " * 26
    says(page, story)
    question = page.locator("#talk").get_by_text("Which account are you locked out of?").bounding_box()
    covered = page.locator("#write").bounding_box()["y"]
    assert 0 <= question["y"] <= question["y"] + question["height"] <= min(covered, height)


def test_page_says_of_itself_what_it_says_after_a_reload(browse):
    def of_itself():
        box = page.locator("#text")
        heading, label = page.locator("h1").inner_text(), page.locator("label[for=text]").inner_text()
        return heading, label, box.get_attribute("placeholder")

    page = browse()
    before = of_itself()
    says(page, LOST)
    after = of_itself()
    page.reload()
    assert before != after == of_itself()


def test_button_out_of_sight_is_not_pressed_by_mistake(browse):
    """R31: WCAG 2.2, 2.4.11; in a low window the first button of a long step is below the fold."""
    page = browse(viewport={"width": 1400, "height": 900})
    page.get_by_role("button", name="I am the only administrator, and I lost Authenticator").click()
    for title in ("None of these", "No"):
        press(page, title)
    expect(answers(page).get_by_role("button", name="Done, next")).to_be_attached()
    focused = page.locator(":focus")
    expect(focused).to_have_class("theirs")
    assert focused.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("#typing")).to_be_hidden()
    expect(page.locator(".place").last).to_contain_text("Step 1 of")
    # The next one is short enough, and its button at hand.
    press(page, "Done, next")
    expect(answers(page).get_by_role("button", name="Done, next")).to_be_focused()


def test_person_goes_by_keyboard_alone(browse):
    """R31"""
    page = browse()

    def tab_to(name):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                return
        raise AssertionError(f"no way to {name!r}")

    tab_to(LOST)
    page.keyboard.press("Enter")
    expect(answers(page).get_by_role("button", name="Work", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(answers(page).get_by_role("button", name="An old phone with the app on it")).to_be_focused()
    page.keyboard.press("Space")
    expect(answers(page).get_by_role("button", name="Done, next")).to_be_focused()
    tab_to("Send")


def test_each_message_is_announced_once_and_in_order(browse):
    """R31"""
    page = browse()
    expect(page.get_by_role("log")).to_be_attached()
    page.evaluate(
        """() => {
            window.announced = [];
            const listen = (changes) => changes.forEach((change) => change.addedNodes.forEach(
                (node) => window.announced.push(node.textContent)));
            for (const region of document.querySelectorAll("[aria-live=polite], [role=alert], [role=status]"))
                new MutationObserver(listen).observe(region, { childList: true, subtree: true });
        }"""
    )
    page.get_by_role("button", name=LOST).click()
    press(page, "Work")
    press(page, "An old phone with the app on it")
    expect(answers(page).get_by_role("button", name="Done, next")).to_be_visible()
    first, second, way_in, step = [text for text in page.evaluate("window.announced") if text]
    assert first == "Which account are you locked out of?"
    assert second == "What can you still use for this account? Pick one, or write all that work."
    assert way_in.startswith("You still have the old phone")
    assert step.startswith("Step 1 of")
    assert "Done, next" not in step


def test_message_that_does_not_get_through_is_given_back(browse):
    page = browse()
    page.route("**/say", lambda route: route.abort())
    box = page.get_by_label("What happened, in your own words")
    box.fill("I lost my phone with Authenticator")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("did not get through")
    expect(box).to_have_value("I lost my phone with Authenticator")
    page.complaints.clear()
    page.unroute("**/say")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#talk").get_by_text("Which account are you locked out of?")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    assert len(page.locator(".mine").all()) == 1


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
def test_page_of_a_talk_that_was_left_in_another_tab_gives_way_to_a_new_one(browse, script):
    """R30, R39: the words are kept, the reason is said where they stand, and what was left is not shown any more."""
    page = browse(java_script_enabled=script, viewport={"width": 320, "height": 568})
    page.get_by_role("button", name=LOST).click()
    expect(answers(page).get_by_role("button", name="Work", exact=True)).to_be_visible()
    other = page.context.new_page()
    other.complaints = []
    other.goto("/")
    other.get_by_role("button", name="Leave this talk").click()
    page.locator("#text").fill("it is for work")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("too old")
    expect(page.get_by_role("alert")).to_be_in_viewport(ratio=1)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value("it is for work")
    expect(page.locator("#text")).to_have_accessible_description(re.compile("too old.*Never type a password"))
    assert LOST not in page.locator("#talk").inner_text()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".mine")).to_have_text(re.compile("it is for work"))
    page.complaints.clear()


def test_button_of_a_talk_that_was_left_in_another_tab_is_pressed_once_in_vain(browse):
    page = browse()
    page.get_by_role("button", name=LOST).click()
    expect(answers(page).get_by_role("button", name="Work", exact=True)).to_be_visible()
    page.context.clear_cookies()
    press(page, "Work")
    expect(page.get_by_role("alert")).to_contain_text("too old")
    page.get_by_role("button", name=LOST).click()
    press(page, "Work")
    expect(page.locator("#talk").get_by_text("What can you still use")).to_be_visible()
    page.complaints.clear()


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without"])
def test_script_that_somebody_types_does_not_run(browse, script):
    """R28"""
    page = browse(java_script_enabled=script)
    for text in ("<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "</div><svg/onload=alert(1)>"):
        page.locator("#text").fill(text)
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".mine").last).to_contain_text("alert(1)")
    assert page.locator("#talk img, #talk script, #talk svg").count() == 0


def test_two_visitors_never_see_each_other(browse):
    """R25"""
    anna, ben = browse(), browse()
    for page, name in ((anna, "Anna"), (ben, "Ben")):
        page.locator("#text").fill(f"I lost my phone, says {name}")
        page.get_by_role("button", name="Send").click()
    for page, name, other in ((anna, "Anna", "Ben"), (ben, "Ben", "Anna")):
        expect(page.locator("#talk")).to_contain_text(f"says {name}")
        page.reload()
        expect(page.locator("#talk")).to_contain_text(f"says {name}")
        expect(page.locator("#talk")).not_to_contain_text(f"says {other}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_a_small_phone_and_a_desk(browse, tmp_path, scheme):
    """The pictures are kept with those of the test run, to be looked at."""
    for width, height in ((320, 568), (390, 844), (1280, 800)):
        page = browse(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.screenshot(path=tmp_path / f"welcome-{width}-{scheme}.png")
        assert sideways(page) == 0
        page.get_by_role("button", name=LOST).click()
        press(page, "Work")
        press(page, "None of these")
        press(page, "Yes")
        press(page, "Yes, another administrator or an emergency account")
        expect(page.locator(".letter")).to_be_visible()
        page.screenshot(path=tmp_path / f"step-{width}-{scheme}.png")
        assert sideways(page) == 0


def test_first_visit_costs_little_and_asks_nobody_else(browse, assistant):
    """R29: one script, no other host; one round trip for each message."""
    paints = []
    for _ in range(5):
        page, asked = browse(None), []
        page.on("request", lambda request, asked=asked: asked.append(request))
        page.goto("/", wait_until="networkidle")
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000)
    visit = list(asked)
    cost = sum(request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"] for request in visit)
    print(f"first visit: {cost} bytes, {len(visit)} requests, first paint after {statistics.median(paints):.2f} s")
    assert cost <= LARGEST_VISIT
    assert {request.url.split("/")[2] for request in visit} == {f"127.0.0.1:{assistant.port}"}
    assert [request.resource_type for request in visit].count("script") == 1
    assert statistics.median(paints) < LONGEST_WAIT
    asked.clear()
    page.get_by_role("button", name=LOST).click()
    expect(page.locator("#talk").get_by_text("Which account are you locked out of?")).to_be_visible()
    assert [request.method for request in asked] == ["POST"]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("family", families())
def test_call_sheet_prints_on_one_page(chromium, family, paper):
    """Whichever robot answers, with long names, in the country of which there is most to say, and long after."""
    told = {
        **IN_GERMANY,
        "phone_family": family,
        "country": max(all_numbers(), key=lambda entry: len("".join(number_lines(Caller(entry.iso), "")))).iso,
        "tenant_domain": "longer-organisation-name.example",
        "sign_in_name": "anna.katharina.mueller@longer-organisation-name.onmicrosoft.com",
    }
    html = sheet_page(told, dt.date(2027, 12, 1)).html
    style = static_file("site.css").content
    page = chromium.new_page()
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.route("**/site.css", lambda route: route.fulfill(body=style, content_type="text/css"))
    page.goto("http://sheet.example/sheet")
    pdf = page.pdf(format=paper)
    page.close()
    assert pages_in(pdf) == 1
    caller, printed = Caller.from_slots(told), text_in(pdf)
    for words in ("Call sheet: Microsoft's support for business", "Case number", told["sign_in_name"]):
        assert without_gaps(words) in printed
    for line in (*script_for(caller, family), *other_lines(caller, family)):
        assert without_gaps(line.it_asks) in printed
        assert without_gaps(line.you_say) in printed
    assert without_gaps("Follow the call along") not in printed


def text_in(pdf):
    """What a reader of another house finds in it, without the gaps of lines and columns."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not there: run tools/debian.sh")
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return without_gaps(read.stdout.decode())


def without_gaps(text):
    return "".join(text.split())


def pages_in(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
