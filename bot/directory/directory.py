"""What every directory answers, wherever its people are kept: the demo's file, or Microsoft Entra."""

from __future__ import annotations

from typing import Protocol

from bot.directory.changes import Changes
from bot.directory.people import Person


class Directory(Protocol):
    """
    Where people are looked up. Every directory gives the same answers to the same questions.

    Raises `bot.errors.DirectoryUnavailable` when it cannot be asked just now; what it does not
    show is None, never a guess. `changes` is what agents may have changed there; None: nothing.
    """

    @property
    def changes(self) -> Changes | None:
        """For the desk alone; the chat never asks for it."""

    async def find(self, sign_in_name: str, talk: str | None = None) -> Person | None:
        """
        Give the person of this sign-in name, whatever its case; None when there is none.

        A directory that is far away may answer a `talk` (the id of a conversation or a call) as it did
        a while ago; without one it is asked anew.
        """

    async def who_can_reset(self, person: Person, talk: str | None = None) -> tuple[Person, ...] | None:
        """
        Give who else in the tenant can reset this person: by role, enabled, not themselves; None: not known.

        Where somebody has the role themselves, those who have it by a group may be left out.
        """

    def forget(self, talk: str) -> None:
        """Keep nothing of whom this talk was about: it is over, or about somebody else."""

    def close(self) -> None:
        """Let go of what it holds open, at the end of a process."""
