"""Secrets in digits: one-time codes, PINs, backup codes, recovery codes and keys in digits, card numbers."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from bot.privacy.cards import groups_of_card, is_card
from bot.privacy.context import SAYS_CODE, is_short, told_after, told_before
from bot.privacy.reading import Reading
from bot.privacy.secret import Secret
from bot.privacy.vocabulary import plain

_RUN = re.compile(r"(?<!\d)\d+(?:(?: - |[ .-])\d+)*(?!\w)")
#: As some mail programs and some people part it; elsewhere, a comma makes thousands.
_WITH_COMMA = re.compile(r"(?<![\w.,+$£€-])(\d{3}),(\d{3})(?![\d%€£$]|[.,]\d|\w)")
_GROUP = re.compile(r"\d+")
_GOES_ON = re.compile(r"[/:@%€$£\\]|[.,-]\w")
#: A recovery code of Microsoft's in digits, and a BitLocker key.
_WHOLE = (25, 48)


@dataclass(frozen=True)
class Number:
    """Digits that belong together: where they stand, the sizes of their groups, and the words that they take."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    first: int
    last: int


def numbers_to_remove(reading: Reading) -> Iterator[Secret]:
    """Find every code, key and card number in digits."""
    for number in numbers_in(reading):
        kind = _kind(reading, number)
        if kind:
            yield Secret(number.start, number.end, kind)
    for halves in _WITH_COMMA.finditer(reading.apart):
        if _is_code_with_comma(reading, halves):
            yield Secret(halves.start(), halves.end(), "code")


def numbers_in(reading: Reading) -> Iterator[Number]:
    """Give the numbers of a text that may be secrets, each as one, whatever is written between its groups."""
    starts = [word.start for word in reading.words]
    lists = "recovery_code" in reading.roles
    for run in _RUN.finditer(reading.apart):
        place = bisect_right(starts, run.start()) - 1
        if place < 0 or not _begins_here(reading, place, run.start()):
            continue
        groups = list(_GROUP.finditer(reading.apart, run.start(), run.end()))
        if _GOES_ON.match(reading.apart, run.end()):
            # "4111 1111 1111 1111 12/27": the last group belongs to what follows.
            groups.pop()
        for begin, end in _pieces(groups, lists=lists):
            some = groups[begin:end]
            start, stop = some[0].start(), some[-1].end()
            digits = "".join(str(int(c)) for group in some for c in group[0])
            sizes = tuple(len(group[0]) for group in some)
            yield Number(start, stop, digits, sizes, bisect_right(starts, start) - 1, bisect_left(starts, stop) - 1)


def _begins_here(reading: Reading, place: int, start: int) -> bool:
    """
    Only a number that begins its word: "+49 170", "#4711" and "REQ-204311" do not.

    But "G-482913" is Google's way to write a code, and in "code-482913" it stands behind a dash.
    """
    word = reading.words[place]
    before = word.text[: start - word.start]
    return (
        not before
        or (before[-1:] == "-" and reading.vocabulary.role(plain(before[:-1])) in SAYS_CODE)
        or before in ("G-", "g-")
        or (before == "#" and told_before(reading, place)[0] in SAYS_CODE)
    )


def _pieces(groups: list[re.Match[str]], *, lists: bool) -> Iterator[tuple[int, int]]:
    """Cut a row of groups into numbers, each as its first group and the one after its last."""
    written = [group[0] for group in groups]
    begin = place = 0
    while place < len(groups):
        in_card = groups_of_card(written, place)
        if in_card:
            yield from _codes(groups, begin, place, lists=lists)
            yield place, place + in_card
            begin = place = place + in_card
        else:
            place += 1
    yield from _codes(groups, begin, len(groups), lists=lists)


def _codes(groups: list[re.Match[str]], begin: int, end: int, *, lists: bool) -> Iterator[tuple[int, int]]:
    """ "482 913" is one code, "482913 10" is one and something else, "482913 739104" are two."""
    sizes = [len(group[0]) for group in groups[begin:end]]
    total = sum(sizes)
    code = 1 if sizes[:1] and 6 <= sizes[0] <= 8 else 2 if sizes[:2] == [3, 3] else 0
    tail = sizes[code:]
    if code and tail and max(tail) <= 2 and _is_space(groups[begin + code - 1], groups[begin + code]):
        yield begin, begin + code
    elif total > 8 and all(6 <= size <= 8 for size in sizes) and total not in _WHOLE:
        yield from ((place, place + 1) for place in range(begin, end))
    elif 4 <= total <= 8 or 12 <= total <= 19 or total in _WHOLE or (lists and set(sizes) in ({4}, {5})):
        yield begin, end


def _is_space(group: re.Match[str], following: re.Match[str]) -> bool:
    return group.string[group.end() : following.start()].isspace()


def _kind(reading: Reading, number: Number) -> str | None:
    size = len(number.digits)
    if size == 48:
        return "key"
    if size == 25:
        return "code"
    if size >= 13 and "recovery_code" not in reading.roles:
        return "card number" if is_card(reading, number.digits, number.groups, number.first, number.last) else None
    return "code" if is_code(reading, number) else None


def is_code(reading: Reading, number: Number) -> bool:
    """Tell whether a number of four digits or more is a one-time code, a PIN or a backup code."""
    if len(number.groups) == 1 and reading.vocabulary.has("microsoft_errors", number.digits):
        return False
    before, near = told_before(reading, number.first)
    after, near_after = told_after(reading, number.last)
    if before == "harmless":
        return False
    is_told = before in SAYS_CODE
    if is_told and (near or _is_linked(reading, number)):
        return True
    if after == "harmless":
        return is_told
    if before == "recovery_code" or ("recovery_code" in reading.roles and len(set(number.groups)) == 1):
        return sum(number.groups) >= 6
    if len(number.digits) == 6:
        return is_told or _is_six_digit_code(reading, number, before or after)
    if len(number.digits) in (7, 8) and len(set(number.groups)) == 1:
        return (
            is_told
            or after in SAYS_CODE
            or (reading.is_alone_on_line(number.start, number.end) and not _is_date(number.digits))
        )
    return after in SAYS_CODE and near_after and 4 <= len(number.digits) <= 8


def _is_code_with_comma(reading: Reading, halves: re.Match[str]) -> bool:
    """ "the code is 288,082", or nothing else; "120,000 users" is a number."""
    place = bisect_right(reading.words, halves.start(), key=lambda word: word.start) - 1
    if reading.length == 1 or place < 0:
        return place == 0
    before, after = told_before(reading, place)[0], told_after(reading, place)[0]
    return "harmless" not in (before, after) and bool({before, after} & SAYS_CODE)


def _is_linked(reading: Reading, number: Number) -> bool:
    """ "the PIN for my laptop is 4711"."""
    before = reading.words[number.first - 1]
    return before.role == "link" or reading.vocabulary.has("link", before.plain)


def _is_six_digit_code(reading: Reading, number: Number, told: str | None) -> bool:
    if number.groups not in ((6,), (3, 3), (2, 2, 2), (1,) * 6) or (
        number.groups == (2, 2, 2) and _is_date(number.digits)
    ):
        return False
    if told in SAYS_CODE or told == "code_hint":
        return True
    if _is_place(reading, number):
        return False
    return bool(SAYS_CODE & reading.roles) or is_short(reading, number.last - number.first + 1)


def _is_place(reading: Reading, number: Number) -> bool:
    """ "560001 Bangalore", "110001 New Delhi"."""
    after = reading.words[number.last + 1 :]
    is_named = bool(after) and number.first == 0 and all(word.text[:1].isupper() and not word.role for word in after)
    return is_named and not reading.vocabulary.has("everyday", after[-1].plain)


def _is_date(digits: str) -> bool:
    for form in ("%Y%m%d", "%d%m%Y", "%m%d%Y") if len(digits) == 8 else ("%d%m%y", "%y%m%d", "%m%d%y"):
        try:
            day = dt.datetime.strptime(digits, form)
        except ValueError:
            continue
        if 1950 <= day.year <= 2050:
            return True
    return False
