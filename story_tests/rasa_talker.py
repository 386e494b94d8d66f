"""Talks to any Rasa 3.6 project: its newest model, its real actions in this process, conversations in memory."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import sys
import uuid
import warnings
from collections.abc import Mapping
from typing import Any

from story_tests.errors import NoModel
from story_tests.logged import exceptions_logged_by, last_line
from story_tests.talker import Breakage, Message, Opening, Options, Turn, Vocabulary

#: What is drawn by lot (which variation of a response is said) comes out the same in every talk.
SEED = 7


def talker(options: Options) -> RasaTalker:
    """Load the project's model; Rasa is imported only now."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    if str(options.root) not in sys.path:
        sys.path.insert(0, str(options.root))
    with warnings.catch_warnings(record=True):  # Rasa's libraries warn about one another
        from rasa.core.agent import Agent

        from story_tests.actions import WatchedActions, at_server, in_process

        quieten_rasa()
        actions = WatchedActions(at_server(options.action_server) if options.action_server else in_process("actions"))
        return RasaTalker(Agent.load(_model(options), action_endpoint=actions), actions)


class RasaTalker:
    """Talks to an agent of Rasa's, whose action endpoint is `actions` (a `WatchedActions`)."""

    fixes_the_clock = False
    takes_metadata = True
    #: Whose logged exceptions count as breakages.
    loggers: tuple[str, ...] = ("rasa",)

    def __init__(self, agent: Any, actions: Any) -> None:
        self._agent, self._actions = agent, actions
        self._loop = asyncio.new_event_loop()
        self._person, self._opening, self._is_fresh, self._told = "", Opening(), True, 0
        self.vocabulary = vocabulary_of(agent.domain)

    def begin(self, opening: Opening) -> None:
        seed_everything()
        self._person, self._opening, self._is_fresh, self._told = uuid.uuid4().hex, opening, True, 0
        self._actions.stubs = opening.stubs

    def say(self, text: str, metadata: Mapping[str, Any]) -> Turn:
        return self._loop.run_until_complete(self._say(text, metadata))

    def close(self) -> None:
        self._loop.close()

    async def send(self, person: str, text: str, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Pass one message on and give what a channel would show; this is where another entrance is put in."""
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, person, input_channel="rest", metadata=dict(metadata) or None)
        await self._agent.handle_message(message)
        shown: list[dict[str, Any]] = channel.messages
        return shown

    def events(self, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give those of the events of a turn that stories look at; this is for an assistant that adds its own."""
        return new

    def messages(self, events: list[dict[str, Any]], shown: list[dict[str, Any]]) -> tuple[Message, ...]:
        """Give what the bot said: by the events here, `shown` is for an assistant that adds to them."""
        return tuple(Message.all_in(events))

    async def _say(self, text: str, metadata: Mapping[str, Any]) -> Turn:
        from rasa.utils.endpoints import ClientResponseError

        self._actions.forget()
        opened: list[dict[str, Any]] = []
        shown: list[dict[str, Any]] = []
        # An action's failure has been kept where it was called; Rasa logs it as its own once more.
        with exceptions_logged_by(*self.loggers, but=(ClientResponseError,)) as broken:
            try:
                opened = await self._open(metadata) if self._is_fresh else []
                shown = await self.send(self._person, text, metadata)
            except Exception as error:
                broken.append(Breakage("Rasa broke:", last_line(error)))
        new, slots = await self._what_is_new()
        events = [*opened, *self.events(new)]
        return Turn(
            events=tuple(events),
            messages=self.messages(events, shown),
            slots=slots,
            ran=tuple(self._actions.ran),
            breakages=(*self._actions.breakages, *broken),
        )

    async def _open(self, metadata: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Begin the session and set the fixtures' slots; give the session's own events, which the person sees first."""
        from rasa.core.channels.channel import CollectingOutputChannel
        from rasa.shared.core.events import SlotSet

        self._is_fresh = False
        processor = self._agent.processor
        channel = CollectingOutputChannel()
        tracker = await processor.fetch_tracker_with_initial_session(self._person, channel, dict(metadata) or None)
        events = [event.as_dict() for event in tracker.events]
        slots = [SlotSet(name, value) for name, value in self._opening.slots.items()]
        tracker.update_with_events(slots, self._agent.domain)
        await processor.save_tracker(tracker)
        self._told = len(tracker.events)
        return events

    async def _what_is_new(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        tracker = await self._agent.tracker_store.retrieve_full_tracker(self._person)
        if tracker is None:
            return [], {}
        new = list(tracker.events)[self._told :]
        self._told = len(tracker.events)
        return [event.as_dict() for event in new], tracker.current_slot_values()


def vocabulary_of(domain: Any) -> Vocabulary:
    """Give the names that a domain of Rasa's holds; intents and actions without those that Rasa adds to every one."""
    written = domain.as_dict()
    intents = (next(iter(intent)) if isinstance(intent, dict) else intent for intent in written.get("intents", []))
    return Vocabulary(
        intents=frozenset(intents),
        responses=frozenset(domain.responses),
        actions=frozenset([*written.get("actions", []), *domain.form_names]) - frozenset(domain.responses),
        slots=frozenset(slot.name for slot in domain.slots),
        known_actions=frozenset(domain.action_names_or_texts),
    )


def _model(options: Options) -> str:
    from rasa.model import get_latest_model

    folder = options.root / "models"
    if options.model:
        if not options.model.exists():
            raise NoModel(options.model)
        return str(options.model)
    newest = get_latest_model(str(folder))
    if not newest:
        raise NoModel(folder)
    return str(newest)


def quieten_rasa() -> None:
    """Keep the debug lines of Rasa's second logger, which prints unless told otherwise, out of the report."""
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def seed_everything() -> None:
    """Begin the random numbers of Python and of NumPy, which chooses between a response's variations, anew."""
    import numpy

    random.seed(SEED)
    numpy.random.seed(SEED)
