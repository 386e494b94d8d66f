"""Whoever talks in the terminal presses a button by its number, and types whatever else they like."""

import asyncio
import io

from bot.runtime.chat import converse


class RecordingDoor:
    """Offers two buttons with everything that it says."""

    def __init__(self):
        self.said = []

    async def receive(self, person, text):
        self.said.append(text)
        return [{"text": "?", "buttons": [{"title": t, "payload": f"/{t.lower()}"} for t in ("Affirm", "Deny")]}]


def test_number_of_a_button_presses_it_and_what_only_looks_like_one_is_words(monkeypatch):
    door = RecordingDoor()
    monkeypatch.setattr("sys.stdin", io.StringIO("hello\n2\n²\n3\n0\n"))
    asyncio.run(converse(door, "anna"))
    assert door.said == ["hello", "/deny", "²", "3", "0"]


def test_an_empty_line_says_nothing_and_the_buttons_stay(monkeypatch):
    door = RecordingDoor()
    monkeypatch.setattr("sys.stdin", io.StringIO("hello\n\n  \n2\n"))
    asyncio.run(converse(door, "anna"))
    assert door.said == ["hello", "/deny"]
