"""What may be the password where one is told: something strong, a quotation, a passphrase, or a plain word."""

from __future__ import annotations

import re
from typing import Literal

from bot.privacy.reading import Reading, Word
from bot.privacy.shapes import is_ordinary, is_strong, is_telling, switches

#: What leads from the word "password" to it: ":" or "=", "is", "to" after "changed", nothing at all, or other words.
Link = Literal["sign", "word", "change", "next", "none"]

_LONGEST_PHRASE = 8
_QUOTED = re.compile(r"[\"“”„«‘'‹`](?P<said>[^\"“”„»«’'›`\n]{3,80})[\"”“»’'›`](?!\w)")
_PLAIN_WORD = re.compile(r"[^\W\d_]{4,}[!?.]*")
#: Endings of words that say how a password is or what became of it: "changed", "missing", "readable".
_SAYS_HOW = re.compile(r".{2,}(?:ed|ing|able|ible|ly|ful|less|ish|n't|'s)")
_ENDS_CLAUSE = frozenset(",;.)]\n\"'”’»")
#: A word after "changed the password" is the new one only after these.
_BECOMES = ("to", "auf", "naar", "na")


def value_at(reading: Reading, place: int, link: Link, *, is_pass: bool) -> tuple[int, int] | None:
    """
    Give from where to where a secret stands that begins at this word; None when there is none.

    `link` says what leads there. A Temporary Access Pass is never a plain word.
    """
    word = reading.words[place]
    if word.is_url:
        return None
    if link == "none":
        return (word.start, word.end) if is_telling(word.text) else None
    quotation = _quotation(reading, word)
    if quotation and (link != "next" or " " not in reading.text[slice(*quotation)]):
        return quotation
    if is_telling(word.text) or _is_strong(word, link):
        return word.start, word.end
    if link == "next":
        return None
    if word.text.isdigit():
        return (word.start, word.end) if len(word.text) >= 4 and not _is_year(word.text) else None
    if is_pass:
        return (word.start, word.end) if len(word.text) >= 8 and switches(word.text) else None
    return _passphrase(reading, place) or _word(reading, place, link)


def may_be_a_word_as_password(reading: Reading, place: int, link: Link) -> bool:
    """Tell whether a word may be a password: "is sunshine", not "is complicated"; after ":" only what stands alone."""
    word = reading.words[place]
    if len(word.text) < 4 or word.role or _says_how(reading, word) or is_skipped(reading, word):
        return False
    if not _PLAIN_WORD.fullmatch(word.text):
        return not word.is_address and not is_ordinary(word.text) and not set("-/'") & set(word.text)
    return link == "word" or _ends_clause(reading, place)


def is_skipped(reading: Reading, word: Word) -> bool:
    """Tell whether this stands before a secret and is no part of it: "is still X"."""
    return reading.vocabulary.has("skip", word.plain) or word.role == "part"


def _quotation(reading: Reading, word: Word) -> tuple[int, int] | None:
    """A quotation is one secret, with its spaces, unless it is only talk: "your password is wrong"."""
    quoted = _QUOTED.match(reading.text, word.start - 1) if word.start else None
    if not quoted:
        return None
    said = Reading(quoted["said"]).words
    if all(other.role or _says_how(reading, other) or is_skipped(reading, other) for other in said):
        return None
    return quoted.span("said")


def _is_strong(word: Word, link: Link) -> bool:
    return is_strong(word.text, told=link != "next") and (not word.is_address or link == "sign")


def _passphrase(reading: Reading, place: int) -> tuple[int, int] | None:
    """Four words or more, up to the end of the clause, that say nothing of a password."""
    words: list[Word] = []
    for word in reading.words[place : place + _LONGEST_PHRASE]:
        if word.role or not _PLAIN_WORD.fullmatch(word.text):
            break
        words.append(word)
        if _is_last(reading, word):
            talk = sum(_says_how(reading, other) or is_skipped(reading, other) for other in words)
            return (words[0].start, words[-1].end) if len(words) >= 4 and talk <= 1 else None
    return None


def _word(reading: Reading, place: int, link: Link) -> tuple[int, int] | None:
    if link == "change" and reading.words[place - 1].plain not in _BECOMES:
        return None
    word = reading.words[place]
    return (word.start, word.end) if may_be_a_word_as_password(reading, place, link) else None


def _says_how(reading: Reading, word: Word) -> bool:
    return reading.vocabulary.has("everyday", word.plain) or bool(_SAYS_HOW.fullmatch(word.plain))


def _ends_clause(reading: Reading, place: int) -> bool:
    if _is_last(reading, reading.words[place]):
        return True
    return reading.vocabulary.has("goes_on", reading.words[place + 1].plain)


def _is_last(reading: Reading, word: Word) -> bool:
    return word.ends_sentence or word is reading.words[-1] or reading.text[word.end] in _ENDS_CLAUSE


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")
