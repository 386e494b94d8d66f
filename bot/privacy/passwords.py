"""Passwords and Temporary Access Passes: told before or after the word for them, or telling by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from bot.privacy.context import told_before
from bot.privacy.reading import Reading, Word
from bot.privacy.secret import Secret
from bot.privacy.shapes import is_strong, is_telling
from bot.privacy.values import Link, is_skipped, may_be_a_word_as_password, value_at

_KINDS = {"password": "password", "access_pass": "code"}
#: So many words may lie between what it is called and the secret: "the password for my account at work is".
_FAR = 12
#: A pass that Microsoft makes has eight signs or more.
_SHORTEST_PASS = 8
_QUOTES = frozenset("\"“„«‘'")
_BETWEEN_NAME_AND_PASSWORD = frozenset("/|,;:")


def passwords_to_remove(reading: Reading) -> Iterator[Secret]:
    """Find every password and pass."""
    talks_of_it = bool(_KINDS.keys() & reading.roles)
    for place, word in enumerate(reading.words):
        if word.role in _KINDS:
            yield from _told_after(reading, place, word.role)
            yield from _told_before(reading, place, word.role)
        elif talks_of_it:
            yield from _in_the_sentence(reading, place)
        if _tells_by_itself(reading, place):
            is_pass = "access_pass" in reading.roles and "password" not in reading.roles
            yield Secret(word.start, word.end, "code" if is_pass else "password")


def _told_after(reading: Reading, cue: int, role: str) -> Iterator[Secret]:
    """ "my password is X", "password: X", "the password for my account was until yesterday X"."""
    link: Link = "next"
    for place in range(cue + 1, min(cue + 1 + _FAR, len(reading.words))):
        word = reading.words[place]
        if reading.words[place - 1].ends_sentence or word.role in _KINDS or word.role == "removed":
            return
        leads = _link(reading, word, cue)
        if leads:
            link = leads if link != "sign" else link
            continue
        span = value_at(reading, place, link, is_pass=role == "access_pass")
        if span:
            yield Secret(*span, _KINDS[role])
            if link != "change":
                return
        if link == "next" or not is_skipped(reading, word):
            link = "none"


def _link(reading: Reading, word: Word, cue: int) -> Link | None:
    """Give what kind of link a word is; None when it is none."""
    known = reading.vocabulary
    if word.role == "link":
        return "word" if word.text in ("-", "–", "—") else "sign"
    if known.has("link", word.plain) or word.text.lower() in ("è", "é"):
        return "word"
    if not known.has("link_after_change", word.plain):
        return None
    if word.plain == "to" and known.has("polish", reading.words[cue].plain):
        return "word"
    around = reading.words[max(cue - 4, 0) : cue + 4]
    return "change" if any(known.has("change", other.plain) for other in around) else None


def _told_before(reading: Reading, cue: int, role: str) -> Iterator[Secret]:
    """ "X is my password", "it's X, that is my old password"."""
    place = _before_the_link(reading, cue)
    if place is None:
        return
    word = reading.words[place]
    if word.role or word.is_address or _is_explained(reading, place):
        return
    if is_strong(word.text, told=True):
        if role == "password" or len(word.text) >= _SHORTEST_PASS:
            yield Secret(word.start, word.end, _KINDS[role])
        return
    begins = place == 0 or reading.words[place - 1].ends_sentence or reading.text[word.start - 1] in _QUOTES
    if role == "password" and begins and may_be_a_word_as_password(reading, place, "word"):
        yield Secret(word.start, word.end, _KINDS[role])


def _before_the_link(reading: Reading, cue: int) -> int | None:
    """Give the place of X in "X is my old password"; None without an "is"."""
    known, linked = reading.vocabulary, False
    for place in range(cue - 1, max(cue - _FAR, -1), -1):
        word = reading.words[place]
        if word.role == "link" or known.has("link", word.plain):
            linked = True
        elif word.role != "part" and not known.has("owner", word.plain):
            return place if linked else None
    return None


def _in_the_sentence(reading: Reading, place: int) -> Iterator[Secret]:
    """A mixed word in a sentence that talks of a password: "the temporary pass he gave me (H7w%pL2s) expired"."""
    word = reading.words[place]
    if word.role or not word.is_mixed or word.is_address:
        return
    nearest = zip_longest(reading.before(place, _FAR), reading.after(place, _FAR))
    role = next((other.role for pair in nearest for other in pair if other and other.role in _KINDS), None)
    if role is None or (role == "access_pass" and len(word.text) < _SHORTEST_PASS):
        return
    if not _is_explained(reading, place):
        yield Secret(word.start, word.end, _KINDS[role])


def _tells_by_itself(reading: Reading, place: int) -> bool:
    word = reading.words[place]
    if word.role or word.is_address:
        return False
    if is_telling(word.text):
        return True
    if word.is_mixed and len(word.text) >= _SHORTEST_PASS:
        is_alone = bool(_KINDS.keys() & reading.roles) and reading.is_alone_on_line(word.start, word.end)
        return is_alone or len(reading.words) == 1 or _was_typed(reading, place)
    return _follows_a_name(reading, place) and is_strong(word.text)


def _follows_a_name(reading: Reading, place: int) -> bool:
    """ "anna@contoso.com:X"."""
    if place < 2 or reading.words[place - 1].role != "link":
        return False
    return reading.words[place - 1].text in _BETWEEN_NAME_AND_PASSWORD and reading.words[place - 2].is_address


def _was_typed(reading: Reading, place: int) -> bool:
    """ "login anna@contoso.com X", "I typed X! and it was refused"; without its "!", X may be anything."""
    word, has = reading.words[place], reading.vocabulary.has
    if place >= 2 and reading.words[place - 1].is_address and has("sign_in", reading.words[place - 2].plain):
        return True
    is_told = place >= 1 and has("types", reading.words[place - 1].plain)
    return is_told and word.text[-1] in "!?#*$%&" and not word.ends_sentence


def _is_explained(reading: Reading, place: int) -> bool:
    """ "for jdoe42", "my login is anna1987": the name of an account or a device, or the number of a case."""
    if told_before(reading, place)[0] == "harmless":
        return True
    known = reading.vocabulary
    for word in reading.before(place, 3):
        if known.has("account", word.plain):
            return True
        if word.role != "link" and not known.has("link", word.plain) and not known.has("owner", word.plain):
            return False
    return False
