"""A message as words: where each stands, what it says of the secret beside it, and where a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.privacy.shapes import is_mixed
from bot.privacy.signs import UNSPACED, without_unspaced
from bot.privacy.vocabulary import LONGEST_PHRASE, Vocabulary, plain, vocabulary

#: What stands where a secret was.
REMOVED = re.compile(r"\[(?:password|code|key|card number) removed\]")

_CHUNK = re.compile(rf"{REMOVED.pattern}|(?:[^\s\[]|\[(?!(?:password|code|key|card number) removed\]))+")
_OPENING = "\"'“”„«»‘’‚‹›`´([{<"
_CLOSING = "\"'“”„«»‘’‚‹›`´)]}>.,;:：…"
_LINK = re.compile(r"(?:[:=：]{1,2}>?|-{1,2}>|→|[-–—~])")
_NAMED = re.compile(
    r"(?P<name>[^\W\d][^\W\d/'-]{0,30}(?:[/'-][^\W\d]{1,20}){0,2})(?P<link>[\"']?[:=：]{1,2}>?|-{1,2}>|→)(?P<value>.+)",
    re.DOTALL,
)
_NEXT_NAMED = re.compile(r"[;,&|](?=[^\W\d]{2,30}[:=])")
_GLUED = re.compile(r"(?P<name>[^\W\d_]{2,20}?)(?P<value>\d{4,8})")
_MAILBOX_AND_MORE = re.compile(
    r"(?P<name>[^\s@:/|;]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})(?P<link>[:;|/])(?P<value>.+)", re.DOTALL
)
ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]{0,20}://|www\.|[^\s@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+$|[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,12}(?:/|$)",
    re.IGNORECASE,
)
#: A piece of a chunk: words of a script without blanks between them, one that is known or two letters; or all else.
_HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
#: After these a full stop ends no sentence.
_ABBREVIATED = frozenset("nr no num nro tel ext st ref inc art ca z.b bzw approx n.o n.º".split())
#: "pw=x;pw=y;...": so many in one go, and no more.
MOST_PARTS = 12
#: "Hunter2! is my password" is one sentence.
_GOES_ON = re.compile(r"\s+[^\W\d_A-Z]")
_STOPS = frozenset(".!?…")


@dataclass(frozen=True)
class Word:
    """
    A word, without the quotes and brackets around it. `plain` is its plain spelling, empty for a link like ":".

    `role` is one of `vocabulary.ROLES`; "part" when the word begins a phrase, "link" for ":" and "=",
    "removed" for what stands where a secret was.
    """

    start: int
    end: int
    text: str
    plain: str
    ends_sentence: bool
    role: str | None = None

    @cached_property
    def is_mixed(self) -> bool:
        """Tell whether this looks like a password, though it may be a name; see `shapes`."""
        return is_mixed(self.text)

    @property
    def is_url(self) -> bool:
        """Tell whether this is the address of a page, written out."""
        return "://" in self.text or self.text.lower().startswith("www.")

    @cached_property
    def is_address(self) -> bool:
        """Tell whether this is the address of a page, a mailbox or a domain."""
        return bool(ADDRESS.match(self.text))


class Reading:
    """A text in plain signs (see `signs`), read word by word; `apart` keeps numbers from letters that touch them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.apart = without_unspaced(text)
        self.vocabulary: Vocabulary = vocabulary()
        self.words = _with_roles(list(_words(text, self.vocabulary)), self.vocabulary)
        self.roles = frozenset(word.role for word in self.words)

    @cached_property
    def length(self) -> int:
        """How many words there are, links not counted."""
        return sum(word.role != "link" for word in self.words)

    def is_alone_on_line(self, start: int, end: int) -> bool:
        """Tell whether there is nothing but signs beside this on its line."""
        line_end = self.text.find("\n", end)
        beside = (
            self.text[self.text.rfind("\n", 0, start) + 1 : start] + self.text[end : None if line_end < 0 else line_end]
        )
        return not any(c.isalnum() for c in beside)

    def before(self, place: int, most: int) -> Iterator[Word]:
        """Give the words before this place, the nearest first, as far as the sentence goes."""
        for word in self.words[max(place - most, 0) : place][::-1]:
            if word.ends_sentence:
                return
            yield word

    def after(self, place: int, most: int) -> Iterator[Word]:
        """Give the words after this place, as far as the sentence goes."""
        if self.words[place].ends_sentence:
            return
        for word in self.words[place + 1 : place + 1 + most]:
            yield word
            if word.ends_sentence:
                return


def _words(text: str, known: Vocabulary) -> Iterator[Word]:
    for chunk in _CHUNK.finditer(text):
        written, start = chunk[0], chunk.start()
        if REMOVED.fullmatch(written):
            # What stood there may have ended a sentence.
            yield Word(start, chunk.end(), written, "", True, "removed")
        elif _LINK.fullmatch(written):
            yield Word(start, chunk.end(), written, "", False, "link")
        elif _HAS_UNSPACED.search(written):
            for piece in known.pieces.finditer(text, start, chunk.end()):
                yield from _words_of(text, *piece.span(), known)
        else:
            yield from _words_of(text, *chunk.span(), known)


def _words_of(text: str, start: int, end: int, known: Vocabulary) -> Iterator[Word]:
    written = text[start:end]
    if written.isalpha() or written.isdigit():
        yield _word(text, start, end, False, known)
    else:
        yield from _parts(text, start, end, known)


def _parts(text: str, start: int, end: int, known: Vocabulary, most: int = MOST_PARTS) -> Iterator[Word]:
    """Take a chunk apart: quotes and brackets, "pw=", "user:", "anna@contoso.com:"."""
    core = text[start:end].lstrip(_OPENING)
    begin = end - len(core)
    core = core.rstrip(_CLOSING)
    stop = begin + len(core)
    if not core:
        return
    named = (_MAILBOX_AND_MORE.fullmatch(core) or _named(core, known)) if most else None
    if named:
        yield _word(text, begin, begin + named.end("name"), False, known)
        value = begin + named.start("value")
        if begin + named.end("name") < value:
            yield Word(begin + named.end("name"), value, text[begin + named.end("name") : value], "", False, "link")
        following = _NEXT_NAMED.search(text, value, end)
        if following:
            yield from _parts(text, value, following.start(), known, 0)
            value = following.end()
        yield from _parts(text, value, end, known, most - 1)
        return
    tail = text[stop:end]
    stops = len(core) > 1 and (_ends_sentence(core, tail) or (core[-1] in "!?" and not _GOES_ON.match(text, end)))
    yield _word(text, begin, stop, stops, known)
    if ":" in tail or "：" in tail:
        yield Word(stop, end, tail, "", False, "link")


def _ends_sentence(core: str, tail: str) -> bool:
    return bool(_STOPS & set(tail)) and core.lower() not in _ABBREVIATED


def _named(core: str, known: Vocabulary) -> re.Match[str] | None:
    """`pw=x` names its value; `C:x` and a password with a colon in it do not."""
    match = _NAMED.fullmatch(core)
    if match:
        name = plain(match["name"])
        is_cue = known.role(name) or known.role(re.split("[_-]", name)[-1])
        return match if is_cue or known.has("account", name) or known.has("link", name) else None
    match = _GLUED.fullmatch(core)
    return match if match and known.role(plain(match["name"])) == "code" else None


def _word(text: str, start: int, end: int, ends_sentence: bool, known: Vocabulary) -> Word:
    spelt = plain(text[start:end]).strip("!?*_~")
    return Word(start, end, text[start:end], known.slips.get(spelt, spelt), ends_sentence)


def _with_roles(words: list[Word], known: Vocabulary) -> list[Word]:
    """Give each word its role; the longest phrase that ends at it holds."""
    roles = [word.role for word in words]
    spelt = [word.plain for word in words]
    for place, word in enumerate(words):
        if word.role or not word.plain:
            continue
        last = word.plain
        most = LONGEST_PHRASE if last in known.ends else 1
        for length in range(min(most, place + 1), 0, -1):
            role = known.role(" ".join(spelt[place + 1 - length : place + 1]))
            if role:
                roles[place + 1 - length : place] = ["part"] * (length - 1)
                roles[place] = role
                break
    return [_with_role(word, role) for word, role in zip(words, roles, strict=True)]


def _with_role(word: Word, role: str | None) -> Word:
    if role == word.role:
        return word
    return Word(word.start, word.end, word.text, word.plain, word.ends_sentence, role)
