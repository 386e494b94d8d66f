"""One turn of a talk, going in and coming out: what is known, what is said, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from bot.case import Case
from bot.phone.caller import Caller

#: How often in a row the talk may get no further before the menu, and then a human, is offered.
OFFER_THE_MENU_AT = 2
#: The topic of a question about what is asked or to be done just now.
THIS_STEP = "this_step"


@dataclass(frozen=True)
class Progress:
    """
    How far the talk has come. A field is a slot of the same name; the plan is never among them.

    `requested_slot` names the open question, `asked` the questions so far, `presented` the way in
    or answer that was said last, `done_steps` what the person has done. `new_problem` waits for
    the person's yes; `aside` is a topic to answer before the talk goes on.
    """

    requested_slot: str | None = None
    asked: tuple[str, ...] = ()
    presented: str | None = None
    done_steps: tuple[str, ...] = ()
    stuck_at: str | None = None
    phone_family: str = "speaking"
    phone_line: int | None = None
    phone_tries: int = 0
    misunderstandings: int = 0
    new_problem: str | None = None
    aside: str | None = None

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Progress:
        """Read the progress out of a conversation's slots; an empty slot means the start."""
        known = {f.name: slots[f.name] for f in fields(cls) if slots.get(f.name) is not None}
        for name, value in known.items():
            if isinstance(value, list):
                known[name] = tuple(value)
        return cls(**known)

    def with_(self, **changes: Any) -> Progress:
        """Give the same progress with these changes."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Known:
    """
    What the server knows of this conversation, whatever is typed in it.

    `outcome` is what became of the last code that was entered. `facts` and `methods` (masked) are
    what the directory states of the person, once they proved who they are; None before that.
    `second_code` is what became of a second code, `contact` where it went, masked. `enrolment` is
    `changed` once the new authenticator is in use.
    """

    can_look_up: bool = False
    outcome: str | None = None
    facts: Mapping[str, Any] | None = None
    methods: tuple[str, ...] = ()
    may_change: bool = False
    second_code: str | None = None
    contact: str | None = None
    enrolment: str | None = None


@dataclass(frozen=True)
class Turn:
    """What a reply is worked out from: the case, the progress, the details for the call, the day, the words."""

    case: Case
    progress: Progress
    today: dt.date
    caller: Caller = field(default_factory=Caller)
    text: str = ""
    #: What the message is about as a whole; None where nobody said anything.
    intent: str | None = None
    #: The word of the field that this message names, for who asks what it means.
    term: str | None = None
    #: The step of a guide that this message tells of as done.
    did: str | None = None
    #: The facts and details that this message changed, even if its intent was not clear.
    told: frozenset[str] = frozenset()
    #: Whether it told again what was known, and nothing else.
    says_again: bool = False
    #: The problems that this message may mean, the likeliest first.
    readings: tuple[str, ...] = ()
    known: Known = Known()

    @property
    def answered(self) -> bool:
        """Tell whether this message answered the open question, if only by "don't know"."""
        return bool({self.progress.requested_slot, "not_known"} & self.told)


@dataclass(frozen=True)
class Say:
    """
    One thing to say: the name of the response, what goes into its placeholders, whose buttons go below.

    `only` names the intents of those buttons that are wanted, in this order; empty means all of them.
    `more_buttons` names a response whose buttons come after those.
    """

    response: str
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: str | None = None
    only: tuple[str, ...] = ()
    more_buttons: str | None = None


@dataclass(frozen=True)
class Reply:
    """
    What to say, in order, and the case and progress afterwards.

    `orders` names what the server is to do before it is said (bot/back_office.py). `goes_on` means
    that the talk goes on in the same turn, once the case is kept: texts are chosen by what is kept.
    """

    says: tuple[Say, ...]
    case: Case
    progress: Progress
    orders: tuple[str, ...] = ()
    goes_on: bool = False

    def after(self, *says: Say) -> Reply:
        """Give the same reply with these said before it."""
        return replace(self, says=(*says, *self.says))


def understood(turn: Turn, *says: Say, case: Case | None = None, **progress: Any) -> Reply:
    """Reply to a message that was understood: the count of misunderstandings begins anew."""
    changes = {"misunderstandings": 0, "new_problem": None, "aside": None, **progress}
    return Reply(says, case or turn.case, turn.progress.with_(**changes))
