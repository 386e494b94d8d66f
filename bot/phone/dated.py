"""Data that ages: every file of this room says where its facts come from and when they were checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.written import parsed

#: After so many days a fact is still given, but with the remark that nobody looked since.
STALE_AFTER_DAYS = 90

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; `date` is the day of the page or thread, or its month, None when it shows none."""

    id: str
    title: str
    url: str
    date: dt.date | str | None


@dataclass(frozen=True)
class Dated:
    """The content of one data file, its sources, and the day on which it was checked against them."""

    file: str
    checked: dt.date
    sources: tuple[Source, ...]
    content: Mapping[str, Any]

    def text(self, key: str) -> str:
        """Give the text under this key ("part.part"). Raises `ValueError` when it is none."""
        value: Any = self.content
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        require(isinstance(value, str), self.file, key, "is no text")
        return str(value)


@lru_cache(maxsize=16)
def read_dated(file: str) -> Dated:
    """
    Read a data file of this room, once.

    Raises `ValueError`, which names the file and the key, when it is no mapping or its `meta` does not
    tell the sources and the day on which they were checked.
    """
    return dated_from(file, (_FOLDER / file).read_text("utf-8"))


def dated_from(file: str, text: str) -> Dated:
    """Make dated data of the text of a file; raises as `read_dated` does."""
    try:
        content = parsed(text)
    except yaml.YAMLError as error:
        raise ValueError(f"{file}: this is no YAML: {error}") from error
    require(isinstance(content, dict), file, "the file", "is no mapping")
    meta = content.pop("meta", None)
    require(isinstance(meta, dict), file, "meta", "is missing")
    require(isinstance(meta.get("checked"), dt.date), file, "meta.checked", "is no day")
    require(isinstance(meta.get("sources"), list), file, "meta.sources", "is no list")
    return Dated(file, meta["checked"], tuple(_sources(file, meta["sources"])), content)


def require(holds: bool, file: str, key: str, what: str) -> None:
    """Raise a `ValueError` that names the file and the key, unless it holds."""
    if not holds:
        raise ValueError(f"{file}: {key}: {what}")


def staleness_note(checked: dt.date, today: dt.date) -> str | None:
    """Say plainly that facts checked on that day are older than 90 days today; None when they are not."""
    days = (today - checked).days
    if days <= STALE_AFTER_DAYS:
        return None
    return read_dated("dated.yml").text("stale").format(checked=checked, days=days)


def source_lines(sources: tuple[Source, ...], checked: dt.date) -> tuple[str, ...]:
    """Say where facts come from, each source with its date and its address, and when they were checked."""
    words = read_dated("dated.yml")
    lines: list[str] = []
    for source in sources:
        lines.append(words.text("source").format(title=source.title, date=source.date or words.text("no_date")))
        lines.append(source.url)
    return (*lines, words.text("checked").format(checked=checked))


def _sources(file: str, entries: list[Any]) -> Iterator[Source]:
    for entry in entries:
        key = f"meta.sources.{entry.get('id') if isinstance(entry, dict) else entry}"
        require(isinstance(entry, dict) and set(entry) == {"id", "title", "url", "date"}, file, key, "is no source")
        require(str(entry["url"]).startswith("https://"), file, key, "has no https address")
        require(_is_day_or_month(entry["date"]), file, key, "has a date that is no day or month")
        yield Source(**entry)


def _is_day_or_month(date: object) -> bool:
    return date is None or isinstance(date, dt.date) or (isinstance(date, str) and bool(_MONTH.fullmatch(date)))
