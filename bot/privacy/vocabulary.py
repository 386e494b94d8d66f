"""The words by which people tell a secret, or something that is none: read from `words.yml`, with their slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.privacy.signs import UNSPACED
from bot.written import mapping_in

#: What a word can be for the secret beside it. A word has one of these, or none.
ROLES = ("harmless", "code_hint", "card", "key", "password", "access_pass", "code", "recovery_code")
LONGEST_PHRASE = 4

#: Compounds of German, Dutch and Polish, and what people write in one word: by their end. The first that fits holds.
_ENDINGS: Mapping[str, str] = {
    "nummer": "harmless",
    "code": "code",
    "codes": "code",
    "passwort": "password",
    "password": "password",
    "kennwort": "password",
    "wachtwoord": "password",
}
_LAST_LETTERS = frozenset(ending[-1] for ending in _ENDINGS)
#: Such compounds are no secret: "Fehlercode", "postcode".
_NO_SECRET = ("fehler", "error", "fout", "status", "post", "zip", "qr", "bar", "promo", "rabatt", "kortings", "land")
#: What only leads from what something is called to the thing itself.
_BETWEEN = ("link", "skip", "owner", "bridge")
#: Long words that are typed wrong; a slip that is a word of its own ("passport") is none.
_OFTEN_MISTYPED = "password passwords passwort recovery temporary access backup secret credit verification".split()
_NO_SLIPS = frozenset({"passport", "accuss", "backups"})
_MARKS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "’": "'", "‘": "'", "`": "'", "´": "'", "\u200b": None, "\ufeff": None}
)


@dataclass(frozen=True)
class Vocabulary:
    """
    All that is known of words, in plain spelling. `ends` holds the last words of phrases with a role.

    `pieces` takes a text apart whose script has no blanks between words: a known word, two letters, or all else.
    """

    roles: Mapping[str, str]
    ends: frozenset[str]
    slips: Mapping[str, str]
    numerals: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    pieces: re.Pattern[str]

    def role(self, phrase: str) -> str | None:
        """Give the role of a word or phrase; None when it has none."""
        return self.roles.get(phrase) or (None if " " in phrase else _role_of_compound(phrase))

    def has(self, name: str, word: str) -> bool:
        """Tell whether the list of this name in `words.yml` holds the word."""
        return word in self.lists[name]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Read the words, once."""
    content = mapping_in(Path(__file__).with_name("words.yml"))
    phrases = {name: [plain(" ".join(one.split())) for one in words.split(",")] for name, words in content.items()}
    roles = {phrase: role for role in ROLES for phrase in phrases[role]}
    numerals = dict(pair.split("=") for pair in phrases.pop("numeral"))
    lists = {name: frozenset(words) for name, words in phrases.items()}
    lists["between"] = frozenset().union(*(lists[name] for name in _BETWEEN))
    known = {word for words in (roles, *lists.values(), _NO_SLIPS) for phrase in words for word in phrase.split()}
    slips = {slip: word for word in _OFTEN_MISTYPED for slip in _slips(word) if slip not in known}
    return Vocabulary(
        roles, frozenset(phrase.split()[-1] for phrase in roles), slips, numerals, lists, _pieces(content)
    )


def plain(word: str) -> str:
    """Give a word in small letters, without accents."""
    if word.isascii():
        return word.lower()
    word = unicodedata.normalize("NFKD", word.casefold().translate(_MARKS))
    return "".join(c for c in word if not unicodedata.combining(c))


def _pieces(content: Mapping[str, str]) -> re.Pattern[str]:
    """Read such words as they are written; a mark that ends a sentence or a quotation belongs to the word before."""
    unspaced = set(re.findall(f"[{UNSPACED}]+", "".join(content.values())))
    word = "|".join(sorted(unspaced, key=len, reverse=True))
    return re.compile(f"(?:{word}|(?:(?!{word})[{UNSPACED}]){{1,2}})[-.!?,:;=>…)\\]\"']*|[^{UNSPACED}]+")


def _role_of_compound(word: str) -> str | None:
    if word[-1:] not in _LAST_LETTERS:
        return None
    for ending, role in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return "harmless" if word.startswith(_NO_SECRET) else role
    return None


def _slips(word: str) -> Iterator[str]:
    """One letter left out, doubled, swapped with the next, or another one in its place."""
    for at in range(len(word)):
        before, letter, after = word[:at], word[at], word[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield before + after[:1] + letter + after[1:]
        yield from (before + other + after for other in "abcdefghijklmnopqrstuvwxyz0")
