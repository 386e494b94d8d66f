"""Case notes for a ticket system: sent when a call ends, and again when an agent says so; what became of each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from bot.back_office import BackOffice
from bot.database.desk import desk_deliveries
from bot.database.engine import reading
from bot.desk.agents import Agent
from bot.desk.calls import Call
from bot.desk.note import in_plain_text
from bot.desk.webhook import Webhook
from bot.errors import SparekeyError
from bot.secret_file import secret_in


@dataclass(frozen=True)
class Sending:
    """What became of a note: when it was last tried, and what went wrong; `trouble` is None once it was taken."""

    at: float
    trouble: str | None


class Tickets:
    """Sends notes where the settings say; nowhere, if they say nothing."""

    def __init__(self, office: BackOffice) -> None:
        self._office = office

    @property
    def are_sent(self) -> bool:
        """Tell whether there is a ticket system."""
        return self._office.settings.ticket_url is not None

    def last(self, call: Call) -> Sending | None:
        """Give what became of the note of a call; None when it was not tried yet."""
        found = select(desk_deliveries).where(desk_deliveries.c.call_id == call.id)
        with reading(self._office.engine) as connection:
            row = connection.execute(found).one_or_none()
        return Sending(row.at, row.trouble) if row else None

    async def send(self, agent: Agent, call: Call) -> None:
        """Send the note of a call that is ended. One that was taken is not sent again; trouble is kept, not raised."""
        if not self.are_sent or call.note is None:
            return
        last = await asyncio.to_thread(self.last, call)
        if last and last.trouble is None:
            return
        name = await asyncio.to_thread(self._name, call)
        try:
            await self._webhook().send(name, {"delivery": name, "note": call.note, "text": in_plain_text(call.note)})
            trouble = None
        except SparekeyError as error:
            trouble = str(error)
        await asyncio.to_thread(self._keep, agent, call, name, trouble)

    def _webhook(self) -> Webhook:
        settings = self._office.settings
        secret = secret_in(settings.ticket_secret_file, "SPAREKEY_TICKET_SECRET_FILE")
        return Webhook(settings.ticket_url or "", secret, now=self._office.now)

    def _name(self, call: Call) -> str:
        """A call has one name outside, which leads to nothing here."""
        return self._office.keys.digest("case note", call.id).hex()[:32]

    def _keep(self, agent: Agent, call: Call, name: str, trouble: str | None) -> None:
        row = {"call_id": call.id, "name": name, "at": self._office.now(), "trouble": trouble}
        with self._office.engine.begin() as connection:
            connection.execute(
                insert(desk_deliveries).values(row).on_conflict_do_update(["call_id"], set_={**row, "call_id": call.id})
            )
            self._office.audit.write(
                connection,
                now=self._office.now(),
                who=f"agent {agent.name}",
                what="desk_note",
                result=f"call {call.number}: {trouble or 'taken by the ticket system'}",
            )
