"""Facts that age say so: 90 days after they were checked, and not a day before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.phone import dated as room
from bot.phone.dated import dated_from, read_dated
from bot.phone.sheet import staleness_note

CHECKED = dt.date(2026, 11, 24)
FILES = sorted(file.name for file in Path(room.__file__).parent.glob("*.yml"))
META = "meta: {checked: 2026-11-24, sources: [{id: A, title: a, url: 'https://a', date: 2026-01}]}\n"


@pytest.mark.parametrize("days", [-1, 0, 70, 90])
def test_fact_is_fresh_for_ninety_days(days):
    assert staleness_note(CHECKED, CHECKED + dt.timedelta(days=days)) is None


def test_fact_is_fresh_when_text_messages_end():
    assert staleness_note(CHECKED, dt.date(2027, 2, 2)) is None


def test_fact_is_said_to_be_old_afterwards():
    """R43"""
    note = staleness_note(CHECKED, CHECKED + dt.timedelta(days=91))
    assert note is not None
    assert "2026-11-24" in note
    assert "91 days" in note


@pytest.mark.parametrize("file", FILES)
def test_every_file_says_what_it_is_and_when_it_was_checked(file):
    """R43"""
    assert (Path(room.__file__).with_name(file)).read_text("utf-8").startswith("# ")
    assert read_dated(file).checked == CHECKED
    for source in read_dated(file).sources:
        assert source.date is None or str(source.date) <= "2026-11-24"


@pytest.mark.parametrize("text", [META, META.replace("2026-01", "null"), META.replace("2026-01", "2026-01-05")])
def test_source_has_a_day_a_month_or_none(text):
    assert dated_from("a.yml", text).sources[0].id == "A"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", r"a\.yml: the file: is no mapping"),
        ("a: b", r"a\.yml: meta: is missing"),
        (META.replace("2026-01", "2026-13"), r"a\.yml: meta\.sources\.A: has a date"),
        (META.replace("https", "http"), r"a\.yml: meta\.sources\.A: has no https address"),
        (META.replace("title", "name"), r"a\.yml: meta\.sources\.A: is no source"),
        ("meta: {checked: 2026-11-24}", r"a\.yml: meta\.sources: is no list"),
    ],
)
def test_maintainer_who_slips_is_told_the_file_and_the_key(text, named):
    with pytest.raises(ValueError, match=named):
        dated_from("a.yml", text)


def test_text_that_is_none_is_named():
    with pytest.raises(ValueError, match=r"a\.yml: part\.title: is no text"):
        dated_from("a.yml", META + "part: {}").text("part.title")
