"""How a message differs from the one that was expected, word by word and button by button."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from story_tests.expectations import Wording, same_buttons
from story_tests.talker import Message


def nearest_message(wording: Wording, messages: Iterable[Message]) -> Message | None:
    """Give the message that was probably meant: of the same response, or with the most similar text."""
    messages = list(messages)
    if wording.name:
        return next((message for message in messages if message.name == wording.name), None)
    if wording.text is None:
        return messages[0] if len(messages) == 1 else next((one for one in messages if one.buttons), None)
    close = difflib.get_close_matches(wording.text, [message.text for message in messages], n=1, cutoff=0.5)
    return next((message for message in messages if message.text in close), None)


def how_it_differs(wording: Wording, message: Message) -> list[str]:
    """Give a line for each difference between what was expected and this message; the name is not compared."""
    lines: list[str] = []
    if wording.text not in (None, message.text.strip()):
        lines += _words(str(wording.text).split(), message.text.split()) or ["only in spaces or line breaks"]
    if wording.pattern and not wording.pattern.search(message.text):
        lines.append(f'/{wording.pattern.pattern}/ is not found in "{message.text.strip()}"')
    if wording.buttons is not None and not same_buttons(wording.buttons, message.buttons):
        lines += _buttons(wording.buttons, message.buttons)
    return lines


def _words(wanted: list[str], came: list[str]) -> list[str]:
    lines = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, wanted, came, autojunk=False).get_opcodes():
        before, after = " ".join(wanted[a:b]), " ".join(came[c:d])
        if kind == "replace":
            lines.append(f'"{before}" became "{after}"')
        elif kind == "delete":
            lines.append(f'"{before}" is missing')
        elif kind == "insert":
            lines.append(f'"{after}" was added')
    return lines


def _buttons(wanted: Iterable[Mapping[str, Any]], came: Iterable[Mapping[str, Any]]) -> list[str]:
    wanted, came = list(wanted), list(came)
    lines = [f"the button {_button(one)} is missing" for one in wanted if not any(_fits(one, other) for other in came)]
    lines += [f"the button {_button(one)} was added" for one in came if not any(_fits(other, one) for other in wanted)]
    return lines or ["the buttons are the same, in another order"]


def _fits(wanted: Mapping[str, Any], came: Mapping[str, Any]) -> bool:
    return all(came.get(key) == value for key, value in wanted.items())


def _button(button: Mapping[str, Any]) -> str:
    return f"[{button.get('title')}]" + (f" ({button['payload']})" if button.get("payload") else "")
