"""Card numbers: by the first digits of the card's company, by their check digit, and by what is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.privacy.context import is_explained, told_before
from bot.privacy.reading import Reading

#: Visa, Mastercard, American Express, Diners, Discover, JCB, Maestro, UnionPay: by their first digits (ISO/IEC 7812-1).
_CARD = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|(?:50|5[6-8]|6\d)\d{14,17}"
)
_LONGEST = 19
_PRINTED = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4))
#: Year, month, day, and ten more digits: the number of a case at Microsoft.
_CASE = re.compile(r"2\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{10}")


def groups_of_card(groups: Sequence[str], first: int) -> int:
    """Give how many groups of digits, from this one on, make up a card number; 0: none do."""
    digits = ""
    if len(groups[first]) < 3 and len(groups) > _LONGEST:
        return 0
    for count, group in enumerate(groups[first : first + _LONGEST], 1):
        digits += group
        if len(digits) > _LONGEST:
            return 0
        if _is_valid(digits):
            return count
    return 0


def is_card(reading: Reading, digits: str, sizes: tuple[int, ...], first: int, last: int) -> bool:
    """
    Tell whether a long number, in groups of these sizes, at the words from `first` to `last`, is that of a card.

    Who says that it is one is believed, though the check digit be wrong: people mistype.
    """
    if told_before(reading, first)[0] == "card":
        return True
    if not _is_valid(digits):
        return False
    if "card" in reading.roles or sizes in _PRINTED:
        return True
    return not _CASE.fullmatch(digits) and not is_explained(reading, first, last)


def _is_valid(digits: str) -> bool:
    """The first digits, the length and the check digit of ISO/IEC 7812-1 (Luhn)."""
    if len(digits) < 13 or not _CARD.fullmatch(digits):
        return False
    values = [int(c) for c in reversed(digits)]
    doubled = (d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(values))
    return sum(doubled) % 10 == 0
