"""The wording of what is sent: the message with a code, its subject, the frame in the terminal; see messages.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.directory.people import Contact
from bot.written import mapping_in


def code_message(code: str, purpose: str, channel: str) -> str:
    """Give the text that brings a code: what it is for, how long it works, and what to do if one did not ask for it."""
    words = _words()
    text: str = words[channel].format(code=code, what=words["what"][purpose], holds=words["holds"][channel])
    return text.strip()


def mail_subject() -> str:
    """Give the subject of every mail; it tells nothing to who sees it on a locked screen."""
    subject: str = _words()["mail"]["subject"]
    return subject


def terminal_heading(contact: Contact) -> str:
    """Say by which way, and to where, a message would go."""
    words = _words()["terminal"]
    heading: str = words["heading"].format(channel=words["channels"][contact.channel], address=contact.address)
    return heading


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return mapping_in(Path(__file__).with_name("messages.yml"))
