"""Where conversations are kept: SQLite through Rasa's own store, short to read, and no loss while the disk fails."""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.database.engine import make_private
from bot.talk.picked import button_meant

logger = logging.getLogger(__name__)

#: A session of more events than this is closed, and a new one opened with the same slots: every
#: event is read again at every message, so that the hundredth message would take much longer than the first.
LONGEST_SESSION = 120
_KEPT_IN_MEMORY = 500
_BUTTONS_LOOKED_BACK = 60


class ConversationStore(SQLTrackerStore):
    """
    Rasa's SQL store with some additions.

    Long sessions are split. Nothing odd ends the process. While the database fails, conversations go on from
    memory, and are written when it works again. It tells which buttons a conversation was offered, and what was said.
    A conversation can begin with what another one knew.
    """

    def __init__(self, domain: Any = None, db: str = "var/conversations.db", **kwargs: Any) -> None:
        make_private(Path(db))
        super().__init__(domain=domain, db=db, **kwargs)
        sqlalchemy.event.listen(self.engine, "connect", _write_ahead)
        self.engine.dispose()
        self._latest: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._unsaved: set[str] = set()

    @contextmanager
    def session_scope(self) -> Iterator[Any]:
        """Give a session. Rasa's own ends the whole process at a `ValueError`, which any odd text can be."""
        session = self.sessionmaker()
        try:
            yield session
        finally:
            session.close()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the last session of this conversation; from memory while the database fails."""
        if sender_id in self._unsaved:
            return self._from_memory(sender_id)
        try:
            return await super().retrieve(sender_id)
        except (SQLAlchemyError, OSError, ValueError):
            logger.exception("the database cannot be read: the conversation goes on from memory")
            self._unsaved.add(sender_id)
            return self._from_memory(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write what is new; keep it in memory, to be written later, if that fails."""
        self._remember(tracker)
        try:
            await super().save(tracker)
            self._unsaved.discard(tracker.sender_id)
            if len(tracker.events) > LONGEST_SESSION:
                self._open_new_session(tracker)
        except (SQLAlchemyError, OSError, ValueError):
            logger.exception("the database cannot be written: the conversation is kept in memory")
            self._unsaved.add(tracker.sender_id)

    async def begin_with(
        self, sender_id: str, slots: Mapping[str, Any], text: str, buttons: list[dict[str, str]]
    ) -> None:
        """Begin a conversation with what is known already, and with this as the first thing said in it."""
        tracker = DialogueStateTracker(sender_id, self.domain.slots)
        opening = BotUttered(text, {"buttons": buttons}, timestamp=time.time())
        for event in [*_start_of_session(slots)[:-1], opening, ActionExecuted(ACTION_LISTEN_NAME)]:
            tracker.update(event)
        await self.save(tracker)

    def is_unsaved(self, sender_id: str) -> bool:
        """Tell whether the last message of this conversation could not be written."""
        return sender_id in self._unsaved

    def was_offered(self, sender_id: str, payload: str) -> bool:
        """Tell whether this payload was on a button in this conversation, in the last sixty messages to it."""
        return any(payload == button.get("payload") for button in self._offered(sender_id))

    def offers(self, sender_id: str, payload: str) -> bool:
        """Tell whether this payload is on a button below the last thing that was said in this conversation."""
        return any(payload == button.get("payload") for button in _buttons_below(self.said(sender_id, 1)))

    def titled(self, sender_id: str, words: str) -> str | None:
        """Give the payload of the button meant, of those below the last thing that was said; None: of no button."""
        buttons = _buttons_below(self.said(sender_id, 1))
        place = button_meant(words, [button.get("title", "") for button in buttons])
        return None if place is None else buttons[place]["payload"]

    def _offered(self, sender_id: str) -> Iterable[dict[str, Any]]:
        try:
            messages = self._messages_to(sender_id)
        except SQLAlchemyError:
            messages = []
        if sender_id in self._latest:
            messages += [event.as_dict() for event in self._latest[sender_id].events if event.type_name == "bot"]
        return _buttons_below(messages)

    def said(self, sender_id: str, most: int) -> list[dict[str, Any]]:
        """Give the last events in which somebody said something, of both sides, the newest last."""
        try:
            events = self._last_events(sender_id, ("user", "bot"), most)[::-1]
        except SQLAlchemyError:
            events = []
        if self.is_unsaved(sender_id) and sender_id in self._latest:
            written = {event["timestamp"] for event in events}
            spoken = (one for one in self._latest[sender_id].events if one.type_name in ("user", "bot"))
            events += [event.as_dict() for event in spoken if event.timestamp not in written]
        return events[-most:]

    def _messages_to(self, sender_id: str) -> list[dict[str, Any]]:
        return self._last_events(sender_id, ("bot",), _BUTTONS_LOOKED_BACK)

    def _last_events(self, sender_id: str, kinds: tuple[str, ...], most: int) -> list[dict[str, Any]]:
        with self.session_scope() as session:
            rows = (
                session.query(self.SQLEvent.data)
                .filter(self.SQLEvent.sender_id == sender_id, self.SQLEvent.type_name.in_(kinds))
                .order_by(self.SQLEvent.id.desc())
                .limit(most)
            )
            return [json.loads(row.data) for row in rows]

    def _open_new_session(self, tracker: DialogueStateTracker) -> None:
        with self.session_scope() as session:
            for event in _start_of_session(tracker.current_slot_values()):
                row = event.as_dict()
                session.add(
                    self.SQLEvent(
                        sender_id=tracker.sender_id,
                        type_name=event.type_name,
                        timestamp=row["timestamp"],
                        action_name=row.get("name"),
                        data=json.dumps(row),
                    )
                )
            session.commit()

    def _remember(self, tracker: DialogueStateTracker) -> None:
        self._latest[tracker.sender_id] = tracker
        self._latest.move_to_end(tracker.sender_id)
        while len(self._latest) > _KEPT_IN_MEMORY:
            forgotten, _ = self._latest.popitem(last=False)
            self._unsaved.discard(forgotten)

    def _from_memory(self, sender_id: str) -> DialogueStateTracker | None:
        tracker = self._latest.get(sender_id)
        return tracker.copy() if tracker else None


def _buttons_below(messages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [button for message in messages for button in (message.get("data") or {}).get("buttons") or []]


def _write_ahead(connection: Any, record: Any) -> None:
    """Readers do not wait for the writer, and a message costs no wait for the disk; a crash loses no talk."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _start_of_session(slots: Mapping[str, Any]) -> list[Event]:
    now = time.time()
    return [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=now - 0.001),
        SessionStarted(timestamp=now),
        # An empty list is kept: it says that no other sign-in method works.
        *(SlotSet(name, value, timestamp=now) for name, value in slots.items() if value is not None),
        ActionExecuted(ACTION_LISTEN_NAME, timestamp=now),
    ]
