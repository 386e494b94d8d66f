"""Shows a message in the terminal instead of sending it: for the one-command set-up, where nothing can be sent."""

from __future__ import annotations

from typing import TextIO

from bot.directory.people import Contact
from bot.errors import NotDelivered
from bot.proof.messages import terminal_heading


class TerminalDelivery:
    """Writes each message to a stream, in a frame, so that nobody takes it for the assistant's own words."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, contact: Contact, text: str) -> None:
        """Show the message. Raises `NotDelivered` when the stream takes nothing any more."""
        lines = [_printable(line) for line in (terminal_heading(contact), "", *text.splitlines())]
        edge = "─" * (max(map(len, lines)) + 2)
        framed = "\n".join(f"│ {line}" for line in lines)
        try:
            self._stream.write(f"\n┌{edge}\n{framed}\n└{edge}\n\n")
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise NotDelivered("the terminal is closed") from error


def _printable(line: str) -> str:
    # A contact comes from a directory, and a terminal obeys what it is shown.
    return "".join(c if c.isprintable() else "?" for c in line)
