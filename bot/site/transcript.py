"""What was said in a conversation, as its page shows it: from what the tracker kept, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: What the tracker keeps in the place of a code.
_CODE = "/give_code"


@dataclass(frozen=True)
class Button:
    """An answer to press; `payload` is what pressing it says."""

    title: str
    payload: str


@dataclass(frozen=True)
class Entry:
    """
    One message. `who` is `person` or `sparekey`.

    `kind` of a person's is `words`, `button` (the text is its title, if that is still known) or
    `code` (which nothing keeps).
    """

    who: str
    text: str
    kind: str = "words"
    buttons: tuple[Button, ...] = ()


def entries_of(events: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Read the user's and the bot's events of a tracker."""
    return tuple(_entries(events))


def answers_in(messages: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """Read the messages that the front door gives."""
    return tuple(
        Entry("sparekey", str(message["text"]), buttons=_buttons(message.get("buttons")))
        for message in messages
        if message.get("text")
    )


def with_answers(entries: Sequence[Entry], answers: Sequence[Entry]) -> tuple[Entry, ...]:
    """Put these in the place of the answers to what was said last: as they went out, with what no tracker keeps."""
    last = max((place for place, entry in enumerate(entries) if entry.who == "person"), default=-1)
    return (*entries[: last + 1], *answers)


def _entries(events: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    titles: dict[str, str] = {}
    for event in events:
        text = event.get("text") or ""
        if event["event"] == "user":
            yield _said(text, titles)
        elif text:
            buttons = _buttons((event.get("data") or {}).get("buttons"))
            titles.update((button.payload, button.title) for button in buttons)
            yield Entry("sparekey", text, buttons=buttons)


def _said(text: str, titles: Mapping[str, str]) -> Entry:
    if text == _CODE:
        return Entry("person", "", "code")
    # The front door lets nothing else begin with a slash.
    return Entry("person", titles.get(text, ""), "button") if text.startswith("/") else Entry("person", text)


def _buttons(buttons: Iterable[Mapping[str, Any]] | None) -> tuple[Button, ...]:
    return tuple(Button(str(button["title"]), str(button["payload"])) for button in buttons or ())
