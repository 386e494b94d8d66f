"""
Talks to Sparekey for the story files: through the front door, with the real actions and wording, on a fixed day.

With the fixture `directory: demo` there is a back office behind the talk, of its own and with the demo's people; a
person's text may then hold stage directions, like `<code>` (tests/dialogues/staging.py).
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.errors import SparekeyError
from bot.runtime.agent import load_agent, prepare_this_process
from bot.runtime.replaying import OF_THE_OFFICE
from bot.settings import Settings
from story_tests.errors import TalkerError
from story_tests.rasa_talker import RasaTalker, quieten_rasa
from story_tests.talker import Breakage, Message, Opening, Options, Turn
from tests.dialogues.staging import CannotBePlayed, Stage, only_words
from tests.helpdesk import Helpdesk, behind_the_actions, on_the_day, open_helpdesk

#: The day of a story that asks for no other, so that wording with dates in it stays the same.
TODAY = dt.date(2026, 11, 24)
#: Where everybody in a story writes from.
ADDRESS = "192.0.2.7"
#: The fixture that puts a back office behind a talk. It is no slot, so that no client could set it.
_DIRECTORY, _DEMO = "directory", "demo"
_SESSION_START = "action_session_start"


def talker(options: Options) -> SparekeyTalker:
    """Load the model, light as in `make run`; raises a `TalkerError` when there is none that was trained here."""
    prepare_this_process()
    quieten_rasa()
    from story_tests.actions import WatchedActions, at_server

    folder = tempfile.TemporaryDirectory(prefix="sparekey-stories-")
    settings = Settings.from_env(os.environ)
    model = options.model or options.root / settings.model
    try:
        agent = load_agent(replace(settings, model=model, database=_database(folder, 0)))
    except SparekeyError as error:
        raise TalkerError(str(error)) from error
    inside = agent.processor.action_endpoint
    actions = WatchedActions(
        at_server(options.action_server) if options.action_server else lambda call: inside.request(json=call)
    )
    agent.processor.action_endpoint = actions
    return SparekeyTalker(agent, actions, folder, fixes_the_clock=not options.action_server)


class SparekeyTalker(RasaTalker):
    """Every talk has a person who was never here, and a database of its own."""

    takes_metadata = False
    loggers = ("rasa", "bot", "actions")

    def __init__(
        self, agent: Any, actions: Any, folder: tempfile.TemporaryDirectory[str], *, fixes_the_clock: bool
    ) -> None:
        super().__init__(agent, actions)
        self.fixes_the_clock = fixes_the_clock
        self._folder, self._talks, self._today = folder, 0, TODAY
        offers = agent.domain.responses.get("utter_look_up_button", [])
        titles = [button["title"] for one in offers for button in one.get("buttons", [])]
        self.vocabulary = replace(
            self.vocabulary,
            slots=self.vocabulary.slots | {_DIRECTORY},
            only_with=dict.fromkeys((*titles, *OF_THE_OFFICE), (_DIRECTORY, _DEMO)),
        )
        self.helpdesk: Helpdesk | None = None
        self.stage: Stage | None = None

    def begin(self, opening: Opening) -> None:
        slots = dict(opening.slots)
        directory = slots.pop(_DIRECTORY, None)
        if directory not in (None, _DEMO):
            raise TalkerError(f"a fixture says `{_DIRECTORY}: {directory}`, and there is only `{_DIRECTORY}: {_DEMO}`.")
        super().begin(replace(opening, slots=slots))
        self._today = opening.now.date() if opening.now else TODAY
        self._talks += 1
        self._open_a_database(_database(self._folder, self._talks))
        self._close_the_helpdesk()
        if directory:
            self.helpdesk = open_helpdesk(self._room(), _noon(self._today))
            self.stage = Stage(self.helpdesk)

    def say(self, text: str, metadata: Mapping[str, Any]) -> Turn:
        try:
            words = self.stage.play(text) if self.stage else only_words(text)
        except CannotBePlayed as error:
            return Turn(breakages=(Breakage("this cannot be played:", str(error)),))
        return super().say(words, metadata)

    async def send(self, person: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        from bot.runtime.front_door import FrontDoor

        if self.helpdesk is None or self.stage is None:
            with on_the_day(self._today), behind_the_actions(None):
                return await FrontDoor.of(self._agent).receive(person, text)
        office = self.helpdesk.office
        with on_the_day(self._today), behind_the_actions(self.helpdesk):
            shown = await FrontDoor.of(self._agent, office).receive(person, text, ADDRESS)
            await office.proof.settle()
        self.stage.see(shown)
        return shown

    def events(self, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Leave out the session that the store opens after a long one: it repeats every slot."""
        names = [event.get("name") for event in new]
        return new[: names.index(_SESSION_START)] if _SESSION_START in names else new

    def messages(self, events: list[dict[str, Any]], shown: list[dict[str, Any]]) -> tuple[Message, ...]:
        """Add the apologies of the front door, which Rasa does not know of."""
        said = Message.all_in(events)
        # A channel shows a text with blank lines in it as several.
        texts = {part for message in said for part in (message.text, *message.text.strip().split("\n\n"))}
        apologies = [message["text"] for message in shown if message.get("text", "") not in {"", *texts}]
        return (*said, *(Message(text, self._response_with(text), position=len(events)) for text in apologies))

    def close(self) -> None:
        super().close()
        self._close_the_helpdesk()
        self._database_store.engine.dispose()
        self._folder.cleanup()

    def _close_the_helpdesk(self) -> None:
        if self.helpdesk:
            self.helpdesk.close()
        self.helpdesk = self.stage = None

    def _room(self) -> Path:
        room = Path(self._folder.name) / f"office-{self._talks}"
        room.mkdir()
        return room

    def _open_a_database(self, file: Path) -> None:
        from bot.runtime.store import ConversationStore

        self._database_store.engine.dispose()
        self._agent.tracker_store._tracker_store = ConversationStore(self._agent.domain, db=str(file))

    @property
    def _database_store(self) -> Any:
        # Rasa wraps the store that it is given in one that catches failures.
        return self._agent.tracker_store._tracker_store

    def _response_with(self, text: str) -> str | None:
        responses = self._agent.domain.responses.items()
        return next((name for name, variants in responses if any(one.get("text") == text for one in variants)), None)


def _noon(day: dt.date) -> float:
    return dt.datetime.combine(day, dt.time(12), dt.timezone.utc).timestamp()


def _database(folder: tempfile.TemporaryDirectory[str], number: int) -> Path:
    return Path(folder.name) / f"talk-{number}.db"
