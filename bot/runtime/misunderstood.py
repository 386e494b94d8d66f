"""For `python -m bot misunderstood`: the messages of real talks that fell back, or were corrected right after."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.case import FACTS
from bot.errors import NoConversations
from bot.privacy import mask
from bot.runtime.replaying import PEOPLE_ON_FILE, as_remarks, case_of, is_with_the_office, why_never_again
from story_tests.record import Kept, Recorded, as_dated_file, said_elsewhere
from story_tests.talker import Message

FELL_BACK, CORRECTED = "fell back", "corrected"

#: Where these are said, the message was not clear.
_SAID_IN_DOUBT = frozenset({"utter_not_understood", "utter_not_understood_at_all", "utter_menu", "utter_which_problem"})
_ASKS_WHETHER = "utter_ask_new_problem_"
_APOLOGY = "utter_trouble_no_answer"
#: A fact that changes within so many messages was not what the person had meant.
_SOON = 2
_LONGEST_NAME = 60
_REVIEW = """\
# Real talks: look through them for what is personal. Each ends with a message that was not understood;
# say what should have come instead of what came, and in the name who it is about.
"""


@dataclass(frozen=True)
class Exchange:
    """One message as it is kept, which is masked, and Rasa's events until the next one."""

    said: str
    events: tuple[Mapping[str, Any], ...]

    @property
    def is_typed(self) -> bool:
        return not (self.is_an_opening or self.said.startswith("/") or not self.said.strip())

    @property
    def is_an_opening(self) -> bool:
        """Tell whether nobody said anything yet: the words with which a talk goes on that began elsewhere."""
        return bool(self.events[0]["event"] == "bot")

    @property
    def day(self) -> dt.date:
        return dt.date.fromtimestamp(self.events[0]["timestamp"])

    @property
    def intent(self) -> str | None:
        name = (self.events[0].get("parse_data") or {}).get("intent", {}).get("name")
        return str(name) if name else None

    @property
    def responses(self) -> list[str]:
        return [message.name for message in Message.all_in(self.events) if message.name]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that it told."""
        slots = {str(event["name"]): event["value"] for event in self.events if event["event"] == "slot"}
        return {name: value for name, value in slots.items() if name in FACTS and value is not None}


@dataclass(frozen=True)
class Misunderstood:
    """A message, its number in the list, how it was misunderstood, how often, and the first talk up to it."""

    number: int
    text: str
    how: str
    count: int
    talk: tuple[Exchange, ...]


def misunderstood_in(database: Path) -> list[Misunderstood]:
    """Give what was misunderstood in the conversations of this database, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Misunderstood] = {}
    for talk in _talks(database):
        for place, how in _places(talk):
            text = mask(talk[place].said)
            key = (" ".join(text.casefold().split()), how)
            counts[key] += 1
            first.setdefault(key, Misunderstood(0, text, how, 0, tuple(talk[: place + 1])))
    found = [replace(one, count=counts[key]) for key, one in first.items()]
    found.sort(key=lambda one: (-one.count, one.how, one.text.casefold()))
    return [replace(one, number=number) for number, one in enumerate(found, 1)]


def as_lines(found: Iterable[Misunderstood]) -> Iterator[str]:
    """List it, each with its number."""
    for one in found:
        yield f"{one.number:>4}. {one.count:>3} x  {one.how:<9}  {' '.join(one.text.split())}"


def as_stories(found: Iterable[Misunderstood], day: dt.date | None = None) -> str:
    """
    Give a story file with a case for each: the talk as it went, up to the message that was misunderstood.

    `day` is where all of them stand; None means for each the day on which it took place. A remark
    says what in a talk does not come so again.
    """
    return _REVIEW + as_dated_file(_kept(one, day) for one in found)


def _kept(one: Misunderstood, day: dt.date | None) -> Kept:
    turns = [_recorded(exchange) for exchange in one.talk if not exchange.is_an_opening]
    case = case_of(_name(one), turns)
    reasons = list(why_never_again(turns, case))
    if one.talk[0].is_an_opening:
        reasons.append("it was carried on from elsewhere: tell first what was known there")
    return Kept(
        case,
        day or one.talk[0].day,
        PEOPLE_ON_FILE if is_with_the_office(turns) else {},
        as_remarks(reasons),
    )


def _name(one: Misunderstood) -> str:
    return f"{one.number} {one.how}: {' '.join(one.text.split())[:_LONGEST_NAME].replace('::', ':')}"


def _recorded(exchange: Exchange) -> Recorded:
    """Give the turn; to one that ended in silence the front door apologised, which Rasa does not know of."""
    apology = [] if exchange.responses else [said_elsewhere(_APOLOGY)]
    return Recorded(mask(exchange.said), [*exchange.events, *apology])


def _places(talk: Sequence[Exchange]) -> Iterator[tuple[int, str]]:
    for place, exchange in enumerate(talk):
        if not exchange.is_typed:
            continue
        if exchange.intent == "nlu_fallback" or _SAID_IN_DOUBT.intersection(exchange.responses):
            yield place, FELL_BACK
        elif _is_corrected(exchange, talk[place + 1 : place + 1 + _SOON]):
            yield place, CORRECTED


def _is_corrected(exchange: Exchange, later: Sequence[Exchange]) -> bool:
    """Tell whether the person took it back, said no to how it was read, or told the same fact otherwise."""
    if not later:
        return False
    if later[0].intent == "go_back_a_step":
        return True
    if later[0].intent == "deny" and any(name.startswith(_ASKS_WHETHER) for name in exchange.responses):
        return True
    told = exchange.facts
    return any(
        fact in told and told[fact] != value and not _adds_to(told[fact], value)
        for other in later
        for fact, value in other.facts.items()
    )


def _adds_to(before: Any, after: Any) -> bool:
    """Tell whether a list only grew: who has a second method did not take the first one back."""
    return isinstance(before, list) and isinstance(after, list) and bool(before) and set(before) <= set(after)


def _talks(database: Path) -> Iterator[list[Exchange]]:
    """Give the talks one by one; who starts over begins a new one. Raises `NoConversations`."""
    for _, of_one in itertools.groupby(_rows(database), key=lambda row: row[0]):
        yield from _cut_where_it_starts_over(_exchanges(json.loads(data) for _, data in of_one))


def _rows(database: Path) -> Iterator[tuple[str, str]]:
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            yield from connection.execute("SELECT sender_id, data FROM events ORDER BY sender_id, id")
    except sqlite3.Error as error:
        raise NoConversations(database) from error


def _exchanges(events: Iterable[Mapping[str, Any]]) -> Iterator[Exchange]:
    said: list[Mapping[str, Any]] = []
    for event in events:
        is_new_session = event["event"] == "action" and event.get("name") == "action_session_start"
        if said and (event["event"] == "user" or is_new_session):
            yield Exchange(str(said[0].get("text") or ""), tuple(said))
            said = []
        # A session opens with every slot that is known: that is no news.
        if said or event["event"] in ("user", "bot"):
            said.append(event)
    if said:
        yield Exchange(str(said[0].get("text") or ""), tuple(said))


def _cut_where_it_starts_over(exchanges: Iterable[Exchange]) -> Iterator[list[Exchange]]:
    talk: list[Exchange] = []
    for exchange in exchanges:
        if exchange.intent == "start_over":
            yield talk
            talk = []
        talk.append(exchange)
    yield talk
