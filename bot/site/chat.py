"""The chat page: the talk so far, a box to write in, and what to say when a message cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.back_office import PAGE_MARK
from bot.phone.dated import read_dated
from bot.site.bubbles import Bubble, bubble
from bot.site.rendering import Page, render
from bot.site.transcript import Button, Entry
from bot.written import mapping_in

#: Longer messages are not taken: the point would be lost in them.
LONGEST_TEXT = 1000
#: So much of a text that is too long is given back, to be shortened.
_GIVEN_BACK = 4000
#: Pressed later, these correct what was answered; all others are about the place where the talk is.
_CORRECTS = "/inform"


@dataclass(frozen=True)
class Message:
    """
    One entry as the page shows it.

    `buttons` are for now; `corrections` are the answers of an earlier question that can still be given.
    `is_the_call` when it is about the call to Microsoft, for which there is a page of its own; `is_the_end`
    when the guide ends here.
    """

    entry: Entry
    bubble: Bubble | None
    buttons: tuple[Button, ...] = ()
    corrections: tuple[Button, ...] = ()
    is_the_call: bool = False
    is_the_end: bool = False


def chat_page(
    entries: Sequence[Entry],
    form_token: str,
    own_address: str,
    notice: str | None = None,
    text: str = "",
    talk: str | None = None,
) -> Page:
    """
    Give the page of a conversation, the newest message last.

    `notice` names what to say about a message that was not taken, and `text` is what to give back of it.
    `talk` is what the forms carry where the page is in a frame, and has no cookie; None elsewhere.
    """
    status, words = _notice(notice)
    return Page(
        render(
            "chat.html",
            messages=_messages(entries, own_address),
            form_token=form_token,
            talk=talk,
            is_framed=talk is not None,
            openers=_words()["openers"],
            notice=words,
            offline=_notice("not_through")[1],
            text=text[:_GIVEN_BACK],
            longest=LONGEST_TEXT,
        ),
        status,
    )


def new_messages(entries: Sequence[Entry], own_address: str, is_framed: bool = False) -> str:
    """Give these messages alone, as the page would show them, for a script to put below the others."""
    return render("messages.html", messages=_messages(entries, own_address), is_framed=is_framed)


def widget() -> str:
    """Give the script that another site puts into its pages: a button that opens the chat in a frame."""
    return render("widget.js", words=_words()["widget"])


def notice_for_the_script(name: str) -> tuple[str, int]:
    """Give what to say about a message that was not taken, and the status of HTTP."""
    status, words = _notice(name)
    return words or "", status


def elsewhere(own_address: str) -> Page:
    """Refuse what another site sent in a visitor's name."""
    return Page(render("elsewhere.html", own_address=own_address), 403)


def _messages(entries: Sequence[Entry], own_address: str) -> list[Message]:
    last = max((place for place, entry in enumerate(entries) if entry.who == "person"), default=-1)
    return [_message(entry, own_address, is_open=place > last) for place, entry in enumerate(entries)]


def _message(entry: Entry, own_address: str, is_open: bool) -> Message:
    if entry.who == "person":
        return Message(entry, None)
    shown = bubble(entry.text.replace(PAGE_MARK, _words()["page_was_given"]), own_address)
    is_line = shown.place is not None and shown.place.word == "Line"
    is_the_call = is_line or entry.text.startswith(read_dated("sheet.yml").text("sheet.title"))
    corrections = tuple(button for button in entry.buttons if button.payload.startswith(_CORRECTS))
    is_the_end = shown.place is not None and shown.place.word == "Step" and shown.place.number == shown.place.total
    if is_open:
        return Message(entry, shown, entry.buttons, (), is_the_call, is_the_end)
    return Message(entry, shown, (), corrections, is_the_call, is_the_end)


def _notice(name: str | None) -> tuple[int, str | None]:
    if name is None:
        return 200, None
    notice = _words()["notices"][name]
    return int(notice["status"]), str(notice["text"]).format(longest=f"{LONGEST_TEXT:,}")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return mapping_in(Path(__file__).with_name("words.yml"))
