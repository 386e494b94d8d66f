"""The talks of the chat in numbers: how each went, read from what Rasa keeps; no word of anybody, and no name."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

_SOLVED, _FINISHED = "action_problem_solved", "utter_guide_finished"
#: What is said at every hand-over, whether it was asked for or nothing was understood: with a desk, and without one.
_HANDED_OVER = ("utter_human_at_the_desk", "utter_human")
_SLOTS = ("asked", "presented", "stuck_at")
#: Of a message nothing is read but when it came, and of what the assistant says its name alone.
_SAID = "json_extract(data, '$.metadata.utter_action')"
_EVENTS = f"""
SELECT sender_id, type_name, timestamp,
    CASE type_name WHEN 'bot' THEN {_SAID} ELSE action_name END, CASE type_name WHEN 'slot' THEN data END
FROM events WHERE timestamp > ? AND (
    type_name = 'user'
    OR (type_name = 'slot' AND action_name IN ('{"', '".join(_SLOTS)}'))
    OR (type_name = 'action' AND action_name = '{_SOLVED}')
    OR (type_name = 'bot' AND {_SAID} IN ('{"', '".join((_FINISHED, *_HANDED_OVER))}'))
) ORDER BY id
"""


@dataclass
class ChatTalk:
    """
    How one talk went. Times are seconds since 1970, UTC.

    `asked` counts the questions, `presented` is the way in or answer that it came to, None if to none; `stuck_at`
    are the steps at which help was asked for. It is solved when the guide was walked to its end, or the person said so.
    """

    begun_at: float
    ended_at: float
    asked: int = 0
    presented: str | None = None
    stuck_at: set[str] = field(default_factory=set)
    is_solved: bool = False
    is_handed_over: bool = False


def talks_since(database: Path, since: float) -> list[ChatTalk] | None:
    """Give the talks in which somebody wrote since then; None when they cannot be read just now."""
    if not database.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", timeout=2, uri=True)) as connection:
            return _talks(connection.execute(_EVENTS, (since,)))
    except (sqlite3.Error, ValueError):
        logger.exception("the talks of the chat cannot be counted")
        return None


def _talks(rows: Iterable[tuple[str, str, float, str | None, str | None]]) -> list[ChatTalk]:
    talks: dict[str, ChatTalk] = {}
    wrote: set[str] = set()
    for who, kind, at, name, data in rows:
        talk = talks.setdefault(who, ChatTalk(at, at))
        if kind == "user":
            talk.begun_at = talk.begun_at if who in wrote else at
            talk.ended_at = at
            wrote.add(who)
        elif kind == "slot" and data:
            _take(talk, name, json.loads(data).get("value"))
        elif name in _HANDED_OVER:
            talk.is_handed_over = True
        else:
            talk.is_solved = True
    return [talk for who, talk in talks.items() if who in wrote]


def _take(talk: ChatTalk, slot: str | None, value: Any) -> None:
    if slot == "asked":
        talk.asked = len(value or ())
    elif slot == "presented":
        talk.presented = value
        # It leads to a person: the desk sees the case.
        talk.is_handed_over |= value == "way_in_helpdesk"
    elif value:
        talk.stuck_at.add(str(value))
