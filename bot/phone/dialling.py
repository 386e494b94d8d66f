"""What to dial: Microsoft's current list first, then the last known number, and everything that is odd about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.phone.caller import Caller
from bot.phone.dated import Dated, read_dated, staleness_note
from bot.phone.numbers import (
    PhoneNumber,
    SupportNumber,
    country_name,
    current_list_url,
    number_for,
    numbers_data,
    united_states_number,
)


def dial_lines(caller: Caller, today: dt.date) -> str:
    """
    Say what to dial, one thing a line: Microsoft's current list, then the last known number of the country.

    Without a country it asks for it; a country without a number gets its neighbours' or the United
    States'. A doubt about the entry, and data that nobody checked for long, are said with it.
    """
    words = _words()
    lines = list(number_lines(caller, words.text("dial.no_country")))
    stale = staleness_note(numbers_data().checked, today)
    lines += [stale] if stale else []
    return "\n".join([*lines, words.text("dial.profile"), words.text("dial.english")])


def number_lines(caller: Caller, no_country: str) -> Iterator[str]:
    """Say which number it is; `no_country` is what to say, with {numbers}, when the country is not known."""
    words = _words()
    yield words.text("dial.list").format(url=current_list_url())
    entry = number_for(caller.country)
    if entry is None or not entry.numbers:
        wording = words.text("dial.missing") if caller.country else no_country
        country = country_name(caller.country) or words.text("dial.this_country")
        yield wording.format(country=country, numbers=_from_anywhere(united_states_number()))
    else:
        yield words.text("dial.known").format(country=entry.name, numbers=_in_words(entry.numbers))
    if entry:
        yield from _remarks(entry)


def _remarks(entry: SupportNumber) -> Iterator[str]:
    words = _words()
    for name in ("doubt", "then_enter", "hours"):
        value = getattr(entry, name)
        if value:
            yield words.text(f"dial.{name}").format(**{name: value})
    if entry.note:
        yield entry.note


def _in_words(numbers: tuple[PhoneNumber, ...]) -> str:
    words = _words()
    said = (words.text("dial.use").format(dial=n.dial, use=n.use) if n.use else n.dial for n in numbers)
    return words.text("dial.or").join(said)


def _from_anywhere(entry: SupportNumber) -> str:
    return _words().text("dial.from_abroad").format(dial=entry.numbers[0].dial)


def _words() -> Dated:
    return read_dated("sheet.yml")
