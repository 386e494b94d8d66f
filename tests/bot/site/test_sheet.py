"""The call sheet as a page: for whom only Microsoft can let in, with their numbers and names; for nobody else."""

import base64
import datetime as dt
import io
import re

import pytest
import zxingcpp
from PIL import Image

from bot.phone.caller import Caller
from bot.phone.robot import families, script_for
from bot.site.sheet import sheet_page, sheet_text

TODAY = dt.date(2026, 12, 1)
ALONE = {
    "problem": "lost_authenticator",
    "account_type": "business",
    "other_methods": [],
    "is_admin": True,
    "has_other_admin": False,
    "has_partner": False,
}
IN_GERMANY = {**ALONE, "country": "DE", "tenant_domain": "contoso.com", "sign_in_name": "anna@contoso.onmicrosoft.com"}


def picture_in(html):
    return base64.b64decode(re.search(r'src="data:image/png;base64,([^"]+)"', html)[1])


def test_number_is_dialled_by_a_touch_or_by_the_camera():
    page = sheet_page(IN_GERMANY, TODAY)
    assert page.status == 200
    assert '<a href="tel:08005892332">0800 589 2332</a>' in page.html
    assert zxingcpp.read_barcode(Image.open(io.BytesIO(picture_in(page.html)))).text == "tel:08005892332"


def test_microsofts_own_list_comes_before_the_last_known_number():
    html = sheet_page(IN_GERMANY, TODAY).html
    assert html.index("current list of numbers comes first") < html.index("Last known for Germany")


def test_person_whose_country_is_not_known_gets_a_number_that_works_from_abroad():
    html = sheet_page(ALONE, TODAY).html
    assert 'href="tel:+18008659408"' in html
    assert "Find your country in the list" in html


@pytest.mark.parametrize("family", families())
def test_every_line_of_the_robot_that_answers_is_a_card(family):
    html = sheet_page({**IN_GERMANY, "phone_family": family}, TODAY).html
    cards = re.search(r'<ol class="cards">(.*?)</ol>', html, re.DOTALL)[1]
    assert cards.count("<li>") == len(script_for(Caller(), family))


def test_what_is_known_is_filled_in_spelt_and_ticked():
    html = sheet_page(IN_GERMANY, TODAY).html
    assert "Alfa November November Alfa at Charlie" in html
    assert len(re.findall(r"<input type=\"checkbox\" checked>", html)) == 3
    assert len(re.findall(r"<input type=\"checkbox\">", html)) > 3
    assert "<b>X</b> X-ray" in html


def test_old_facts_say_that_they_are_old():
    assert "days" not in re.search(r'class="made">(.*?)</p>', sheet_page(ALONE, TODAY).html)[1]
    assert "days" in re.search(r'class="made">(.*?)</p>', sheet_page(ALONE, dt.date(2027, 6, 1)).html)[1]


@pytest.mark.parametrize(
    "told",
    [{}, {"problem": "lost_authenticator"}, {**ALONE, "has_other_admin": True}, {**ALONE, "other_methods": ["sms"]}],
    ids=["nothing", "too little", "another administrator", "a text message"],
)
def test_person_with_a_shorter_way_gets_none(told):
    page = sheet_page(told, TODAY)
    assert (page.status, "no call sheet" in page.html) == (404, True)
    assert sheet_text(told, TODAY) is None


def test_plain_text_says_the_same():
    text = sheet_text(IN_GERMANY, TODAY)
    assert text.startswith("Call sheet")
    assert "0800 589 2332" in text


def test_name_of_a_domain_is_only_words():
    """R28"""
    html = sheet_page({**ALONE, "tenant_domain": "<script>alert(1)</script>"}, TODAY).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
