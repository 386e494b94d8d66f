"""What of a talk goes along when somebody carries on elsewhere: what was told and how far it came, and no proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from bot.case import Case
from bot.phone.caller import Caller
from bot.talk.look_up import SECOND_PROOF
from bot.talk.turn import Progress

#: What opens a page here, for as long as the proof holds. What else the directory told grants nothing, and leads
#: the right way only if it goes along as a whole.
_STAYS = frozenset({"can_enrol_here"})
#: Done only where it was proved.
_PROVED_STEPS = frozenset({SECOND_PROOF, "open_the_enrolment_page"})
_TRAVELS = frozenset(f.name for kind in (Case, Progress, Caller) for f in fields(kind)) - _STAYS


def what_travels(slots: Mapping[str, Any]) -> dict[str, Any]:
    """Give the slots with which the talk begins on the other device."""
    told = {name: value for name, value in slots.items() if name in _TRAVELS and value is not None}
    if "done_steps" in told:
        told["done_steps"] = [step for step in told["done_steps"] if step not in _PROVED_STEPS]
    return told
