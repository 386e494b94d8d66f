"""Microsoft's support numbers by country, as last known; Microsoft's current list comes before any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.phone.dated import Dated, dated_from, read_dated, require
from bot.phone.places import PlaceReader

_FILE = "numbers.yml"
_ISO = re.compile(r"[A-Z]{2}(?:-[A-Z]{2})?")
_ENTRY_KEYS = {"iso", "name", "also", "numbers", "then_enter", "hours", "note", "doubt"}
_NUMBER_KEYS = {"dial", "use"}
_UNITED_STATES = "US"


@dataclass(frozen=True)
class PhoneNumber:
    """One number as it is printed; `use` says when to take this one, None for the usual case."""

    dial: str
    use: str | None = None


@dataclass(frozen=True)
class SupportNumber:
    """
    The last known support numbers of one country; none of them when there is help online only.

    `then_enter` is dialled after the number has answered. `hours` are those of technical support in
    other languages; in English it is day and night everywhere. `doubt` says why the entry looks wrong,
    and belongs wherever the number is shown.
    """

    iso: str
    name: str
    numbers: tuple[PhoneNumber, ...]
    also: tuple[str, ...] = ()
    then_enter: str | None = None
    hours: str | None = None
    note: str | None = None
    doubt: str | None = None


def number_for(country: str | None) -> SupportNumber | None:
    """Give the last known numbers of a country by its ISO code; None when the table does not list it."""
    return _table().get(country.upper()) if country else None


def united_states_number() -> SupportNumber:
    """Give the number that Microsoft names for whoever finds no other."""
    return _table()[_UNITED_STATES]


def country_in(text: str) -> str | None:
    """
    Give the ISO code of the country that the text names as the place of its writer.

    None when it names none, several, or the place of somebody else. A country that has no number
    here is found all the same: `number_for` tells.
    """
    return _reader().country_in(text)


def country_name(country: str | None) -> str | None:
    """Give the English name of a country by its ISO code; None when the code is not known here."""
    return _names().get(country.upper()) if country else None


def all_numbers() -> tuple[SupportNumber, ...]:
    """Give every entry of the table, by name."""
    return tuple(_table().values())


def current_list_url() -> str:
    """Give the address of Microsoft's current list of numbers."""
    return numbers_data().text("current_list")


def numbers_data() -> Dated:
    """Give the table as dated data: its sources and the day on which it was checked."""
    return read_dated(_FILE)


def numbers_from(text: str) -> dict[str, SupportNumber]:
    """Read a table of numbers; raises `ValueError` that names the file and the key for what cannot be."""
    return dict(_entries(dated_from(_FILE, text)))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, SupportNumber]:
    return dict(_entries(numbers_data()))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {entry["iso"]: entry["name"] for entry in (*_countries(numbers_data()), *_without_a_number())}


@lru_cache(maxsize=1)
def _reader() -> PlaceReader:
    entries = (*_countries(numbers_data()), *_without_a_number())
    names = ((name, entry["iso"]) for entry in entries for name in (entry["name"], *entry.get("also", ())))
    return PlaceReader(names, numbers_data().content["reading"])


def _countries(data: Dated) -> list[Any]:
    countries = data.content.get("countries")
    require(isinstance(countries, list), _FILE, "countries", "is no list")
    return list(countries or ())


def _without_a_number() -> list[Any]:
    return list(numbers_data().content["without_a_number"])


def _entries(data: Dated) -> Iterator[tuple[str, SupportNumber]]:
    seen: set[str] = set()
    for entry in _countries(data):
        number = _entry(entry)
        require(number.iso not in seen, _FILE, f"countries.{number.iso}", "is told twice")
        seen.add(number.iso)
        yield number.iso, number


def _entry(entry: Any) -> SupportNumber:
    require(isinstance(entry, dict) and "iso" in entry, _FILE, "countries", f"has an entry without iso: {entry!r}")
    iso = str(entry["iso"])
    key = f"countries.{iso}"
    require(_ISO.fullmatch(iso) is not None, _FILE, key, "is no ISO code")
    require(set(entry) <= _ENTRY_KEYS, _FILE, key, f"knows no {', '.join(sorted(set(entry) - _ENTRY_KEYS))}")
    require(isinstance(entry.get("name"), str), _FILE, f"{key}.name", "is no text")
    require(isinstance(entry.get("numbers"), list), _FILE, f"{key}.numbers", "is no list")
    for name in ("then_enter", "hours", "note", "doubt"):
        require(isinstance(entry.get(name, ""), str), _FILE, f"{key}.{name}", "is no text")
    numbers = tuple(_phone_number(key, number) for number in entry["numbers"])
    return SupportNumber(**{**entry, "numbers": numbers, "also": tuple(entry.get("also", ()))})


def _phone_number(key: str, number: Any) -> PhoneNumber:
    fits = isinstance(number, dict) and "dial" in number and set(number) <= _NUMBER_KEYS
    require(fits and all(isinstance(value, str) for value in number.values()), _FILE, f"{key}.numbers", "has no number")
    return PhoneNumber(**number)
