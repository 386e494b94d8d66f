"""What stands in a message, as HTML: the place in the guide, paragraphs, lists, links, numbers to dial, a letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup, escape

from bot.phone.dial import tel_uri
from bot.phone.numbers import all_numbers
from bot.site.letters import letter_in, ways_to_take

_PLACE = re.compile(r"(Step|Line) (\d+) of (\d+)\.\s*")
_CALL = re.compile(r"(It asks|You say): (.*)")
_ITEM = re.compile(r"(?:-|(\d+)[.)]) (.*)")
#: A line that goes on with the item above it.
_CONTINUED = re.compile(r"(?<=\S)\n {2,}(?=\S)")
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]{}]*[^\s<>\"'()\[\]{}.,;:?]")
#: A title with a line under it: a sheet of plain text, whose line breaks are kept.
_SHEET = re.compile(r"^-{4,}$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """How far a guide has come: `number` of `total`, of steps or of lines."""

    word: str
    number: int
    total: int


@dataclass(frozen=True)
class Bubble:
    """A message in its parts; `place` is None outside a guide."""

    place: Place | None
    body: Markup


def bubble(text: str, own_address: str) -> Bubble:
    """
    Give a message of the assistant as HTML.

    Links lead to https:// alone, or to a page of our own below `own_address`; everything else is words.
    """
    found = _PLACE.match(text)
    place = Place(found[1], int(found[2]), int(found[3])) if found else None
    text = text[found.end() :] if found else text
    if _SHEET.search(text):
        return Bubble(place, Markup('<pre class="paper" tabindex="0">{}</pre>').format(_linked(text, own_address)))
    letter = letter_in(text)
    if letter is None:
        return Bubble(place, _joined(_blocks(text, own_address)))
    before, written, after = (
        _joined(_blocks(part, own_address)) for part in (letter.before, letter.text, letter.after)
    )
    shown = Markup('<div class="letter">{}</div>').format(written)
    return Bubble(place, _joined((before, shown, ways_to_take(letter), after)))


def _blocks(text: str, own: str) -> Iterator[Markup]:
    for is_list, lines in groupby(_CONTINUED.sub("\v", text).split("\n"), _kind):
        if is_list:
            yield _list([match for line in lines if (match := _ITEM.fullmatch(line))], own)
        else:
            yield from (_line(line, own) for line in lines if line.strip())


def _kind(line: str) -> str:
    item = _ITEM.fullmatch(line)
    return "" if item is None else "numbered" if item[1] else "bullets"


def _line(line: str, own: str) -> Markup:
    call = _CALL.fullmatch(line)
    if call is None:
        return Markup("<p>{}</p>").format(_linked(line, own))
    kind = "asks" if call[1] == "It asks" else "say"
    return Markup('<p class="{}"><span>{}</span> {}</p>').format(kind, call[1], _linked(call[2], own))


def _list(items: list[re.Match[str]], own: str) -> Markup:
    """A list may go on after something else, so it begins with the number that it has."""
    rows = _joined([Markup("<li>{}</li>").format(_linked(item[2], own)) for item in items])
    first = items[0][1]
    return Markup('<ol start="{}">{}</ol>').format(first, rows) if first else Markup("<ul>{}</ul>").format(rows)


def _linked(text: str, own: str) -> Markup:
    parts: list[Markup] = []
    end = 0
    for found in _links().finditer(text):
        parts += [escape(text[end : found.start()]), _link(found[0], own)]
        end = found.end()
    return _joined([*parts, escape(text[end:])]).replace("\v", Markup("<br>"))


def _link(found: str, own: str) -> Markup:
    if found.startswith("http"):
        if not found.startswith(("https://", f"{own}/")):
            return escape(found)
        return Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(found)
    return Markup('<a class="tel" href="{}">{}</a>').format(tel_uri(found), found)


@lru_cache(maxsize=1)
def _links() -> re.Pattern[str]:
    """Web addresses, and the phone numbers that this house knows; what else looks like one may be anything."""
    known = {number.dial for entry in all_numbers() for number in entry.numbers if len(number.dial) > 5}
    numbers = "|".join(re.escape(number) for number in sorted(known, key=len, reverse=True))
    return re.compile(rf"{_ADDRESS.pattern}|(?<![\w+])\+?(?:{numbers})(?!\w)")


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
