"""What the server does between messages: notifications go out; secrets and names of no use any more go away."""

from __future__ import annotations

import asyncio
import logging

from bot.back_office import BackOffice
from bot.desk import erasing

logger = logging.getLogger(__name__)

#: Seconds between two rounds, and rounds between two tidyings.
PAUSE = 5.0
TIDY_EVERY = 720


async def run_errands(office: BackOffice) -> None:
    """Go round until the server ends; a round that fails is followed by the next."""
    rounds = 0
    while True:
        try:
            await asyncio.to_thread(office.send_due)
            if rounds % TIDY_EVERY == 0:
                await asyncio.to_thread(tidy, office)
        except Exception:
            logger.exception("a round of errands failed")
        rounds += 1
        await asyncio.sleep(PAUSE)


def tidy(office: BackOffice) -> None:
    """Erase what is of no use any more: secrets of authenticators, talks that nobody ended, what waited at the desk."""
    now = office.now()
    office.enrolment.tidy(now)
    office.proof.forget_old(now)
    erasing.forget_old(office.engine, now)
