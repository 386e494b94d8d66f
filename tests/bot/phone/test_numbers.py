"""What to dial: the numbers as data, the country found in what people write, the lines that are said."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import pytest

from bot.phone import numbers as room
from bot.phone.caller import Caller
from bot.phone.dial import tel_uri
from bot.phone.numbers import all_numbers, country_in, country_name, number_for, numbers_from
from bot.phone.sheet import call_sheet, dial_lines
from tests.timing import takes_less_than

TODAY = dt.date(2026, 11, 24)
AFTER_SMS = dt.date(2027, 2, 2)
MUCH_LATER = dt.date(2027, 4, 1)
LIST = "https://support.microsoft.com/topic/customer-service-phone-numbers-c0389ade-5640-e588-8b0e-28de8afeb3f2"

#: ISO 3166-1, and what the table has besides it: Kosovo, and the three parts of the Caribbean Netherlands.
COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
    GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
    KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
    MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
    RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
    TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK BQ-BO BQ-SA BQ-SE
    """.split()
)

WRITTEN = {
    "Germany": "DE",
    "deutschland": "DE",
    "I'm in Germany, what number do I dial?": "DE",
    "we are a school in Kenya": "KE",
    "calling from the uk": "GB",
    "U.K.": "GB",
    "UK-based firm of twelve people": "GB",
    "Northern Ireland": "GB",
    "Ireland": "IE",
    "España": "ES",
    "from españa": "ES",
    "Türkiye": "TR",
    "turkey please": "TR",
    "the UAE": "AE",
    "I'm in Dubai": "AE",
    "Côte d'Ivoire": "CI",
    "ivory coast": "CI",
    "St. Lucia": "LC",
    "Saint Lucia": "LC",
    "日本": "JP",
    "US": "US",
    "us": "US",
    "USA": "US",
    "in the us": "US",
    "from the US, please": "US",
    "U.S. office here": "US",
    "we're in New Jersey": "US",
    "U.S. Virgin Islands": "VI",
    "Mexico": "MX",
    "I live in New Mexico": "US",
    "Papua New Guinea": "PG",
    "Guinea-Bissau": "GW",
    "Niger": "NE",
    "Nigeria": "NG",
    "Jordan": "JO",
    "I am calling from Jordan": "JO",
    "the country is Chad": "TD",
    "Georgia": "GE",
    "we are in Georgia, USA": "US",
    "South Africa": "ZA",
    "North Korea": "KP",
    "Iran": "IR",
    "I'm not in Germany, I'm in Austria": "AT",
    "I am from Poland but calling from the UK": "GB",
    "I lost my phone in Spain but I am in Germany": "DE",
    "the number does not work in France": "FR",
    "anna@contoso.de, in France": "FR",
    "I cannot sign in from Germany": "DE",
    "I am writing from Kenya, our admin is in Switzerland": "KE",
    "the requests come from Vietnam and I'm in Spain": "ES",
}

NO_COUNTRY = [
    "",
    "help us",
    "please help us, it is urgent",
    "HELP US PLEASE",
    "tell us what to do",
    "no",
    "in",
    "it is not me",
    "me",
    "can I use it",
    "my name is Jordan",
    "I'm Chad",
    "Georgia here, the admin",
    "Chad from IT set it up",
    "our reunion is on Monday",
    "South America",
    "Bank of America wants a code",
    "I'm a German company",
    "a sign-in attempt from Russia",
    "someone signed in from Nigeria",
    "I lost my phone in Spain",
    "I tapped yes to a sign in from Brazil",
    "a driver in Poland is locked out",
    "one of our engineers is in Angola",
    "it asks if I'm calling from the US",
    "my colleague in India set this up",
    "an e-mail from China",
    "Germany or Austria",
    "I am not in Germany",
    "our domain is contoso.co.uk",
    "finland@contoso.com is my account",
    "romanian menus",
    "the omani",
    "Congo",
]


@pytest.mark.parametrize(("written", "country"), WRITTEN.items())
def test_person_who_names_their_country_is_understood(written, country):
    assert country_in(written) == country


@pytest.mark.parametrize("written", NO_COUNTRY)
def test_person_who_names_no_country_of_theirs_is_given_none(written):
    assert country_in(written) is None


def test_person_of_any_country_finds_it_by_its_name():
    for entry in all_numbers():
        for written in (f"I am calling from {entry.name}", entry.name, *entry.also):
            assert country_in(written) == entry.iso, written


@pytest.mark.timing
def test_country_is_found_in_no_time():
    usual = "I lost my phone and we are a company in Germany, so what number do I have to call?"
    country_in(usual)
    takes_less_than(0.001, lambda: country_in(usual), 100)
    for text in ("germany ", "in georgia ", "u.s. ", "I lost it in Spain ", "x", ".", "é", "United ", "a@b.c "):
        takes_less_than(0.1, partial(country_in, (text * 10_000)[:10_000]))


def test_every_country_is_one_and_has_a_name():
    assert len(all_numbers()) == 243
    for entry in all_numbers():
        assert entry.iso in COUNTRIES
        assert country_name(entry.iso) == entry.name
        assert entry.numbers or entry.doubt


def test_every_number_can_be_dialled():
    for entry in all_numbers():
        for number in entry.numbers:
            uri = tel_uri(number.dial)
            assert uri.startswith("tel:+") == number.dial.startswith("+")
            assert uri.removeprefix("tel:").removeprefix("+").isdecimal()
            assert 6 <= len(uri.removeprefix("tel:+").removeprefix("tel:")) <= 15
        assert entry.then_enter is None or entry.then_enter.replace(" ", "").isdecimal()


def test_what_looks_wrong_in_the_source_is_never_shown_without_its_doubt():
    doubtful = {entry.iso for entry in all_numbers() if entry.doubt}
    assert doubtful >= {"AE", "BS", "CG", "CW", "KM", "NP", "RE", "TG"}
    for country in doubtful:
        entry = number_for(country)
        assert entry is not None
        assert entry.doubt in dial_lines(Caller(country), TODAY)
        on_paper = " ".join(call_sheet(Caller(country), TODAY, "speaking").split())
        assert entry.doubt in on_paper


def test_person_in_germany_gets_the_list_first_and_then_the_last_known_number():
    lines = dial_lines(Caller("DE"), TODAY).splitlines()
    assert LIST in lines[0]
    assert "Last known for Germany" in lines[1]
    assert "0800 589 2332, or 069 380 789 508 (local charges)" in lines[1]
    assert "German Mon-Fri 08-21" in lines[2]


def test_every_country_gets_the_list_first_and_both_rules():
    """R43"""
    for country in (None, *(entry.iso for entry in all_numbers())):
        lines = dial_lines(Caller(country), TODAY).splitlines()
        assert LIST in lines[0]
        assert "last known" in lines[1].lower()
        assert "profile" in lines[-2]
        assert "English" in lines[-1]


def test_person_who_has_to_dial_twice_is_told_so():
    assert "1877 857 3235" in dial_lines(Caller("BD"), TODAY)


@pytest.mark.parametrize(("country", "named"), [("CU", "Cuba"), ("NP", "Nepal"), ("ZZ", "this country")])
def test_person_in_a_country_without_a_number_gets_a_neighbour_or_the_united_states(country, named):
    lines = dial_lines(Caller(country), TODAY)
    assert named in lines
    assert "neighbouring" in lines
    assert "+1 800 865 9408" in lines


def test_person_who_did_not_say_the_country_is_asked_and_still_gets_a_number():
    lines = dial_lines(Caller(), TODAY)
    assert "Tell me the country" in lines
    assert LIST in lines
    assert "1 800 865 9408" in lines


def test_person_is_told_when_nobody_checked_the_numbers_for_long():
    assert "days ago" not in dial_lines(Caller("DE"), AFTER_SMS)
    assert "2026-11-24, 128 days ago" in dial_lines(Caller("DE"), MUCH_LATER)


def test_country_code_is_read_in_small_letters_and_nothing_is_made_up():
    assert number_for("de") == number_for("DE")
    assert number_for(None) is None
    assert number_for("") is None
    assert number_for("ZZ") is None


FILE = (Path(room.__file__).with_name("numbers.yml")).read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        ('iso: "DE"', 'iso: "Germany"', r"numbers\.yml: countries\.Germany: is no ISO code"),
        ('iso: "DE"', 'iso: "FR"', r"numbers\.yml: countries\.FR: is told twice"),
        ("name: Germany", "title: Germany", r"numbers\.yml: countries\.DE: knows no title"),
        ('{dial: "0800 589 2332"}', "{call: 1}", r"numbers\.yml: countries\.DE\.numbers: has no number"),
        ("checked: 2026-11-24", "checked: lately", r"numbers\.yml: meta\.checked: is no day"),
        ("date: 2024-12-12", "date: soon", r"numbers\.yml: meta\.sources\.M2: has a date"),
        ("countries:\n", "countries: none\nold:\n", r"numbers\.yml: countries: is no list"),
        ("meta:\n", "meta: [\n", r"numbers\.yml: this is no YAML"),
    ],
)
def test_maintainer_who_slips_is_told_the_file_and_the_key(written, instead, named):
    assert written in FILE
    with pytest.raises(ValueError, match=named):
        numbers_from(FILE.replace(written, instead, 1))
