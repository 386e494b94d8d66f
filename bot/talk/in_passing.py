"""What people ask in passing about the way that they walk: another app, a single phone, being online, the hours."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.plan import Plan
from bot.steps import PREVENTION
from bot.talk import guide
from bot.talk.recovery import go_on
from bot.talk.turn import Reply, Turn
from bot.talk.words import is_short, is_short_question, plain_text


@dataclass(frozen=True)
class Topic:
    """
    How it is asked about, in a question or, if `is_told`, without one, and where in a talk it can be meant.

    `is_meant` is given the guide that is walked; None while there is still something to ask.
    """

    says: re.Pattern[str]
    is_meant: Callable[[Turn, Plan | None], bool]
    is_told: bool = False


def _still_ahead(*steps: str) -> Callable[[Turn, Plan | None], bool]:
    wanted = frozenset(steps)
    return lambda turn, plan: bool(plan and wanted.intersection(plan.steps).difference(turn.progress.done_steps))


def _is_adding(turn: Turn, plan: Plan | None) -> bool:
    return plan is not None and guide.is_adding(plan, turn.progress)


def _is_asked_what_works(turn: Turn, plan: Plan | None) -> bool:
    return turn.progress.requested_slot == "other_methods"


_OTHER_APP = (
    r"(?:(?:google|another|other|different|any|third[- ]party|my own) (?:authenticat(?:or|ion)|app|one)s?\b(?! account)"
    r"|(?:authy|1password|bitwarden|aegis|keepass\w*|2fas)\b)"
)
_TAKEN = r"(?:use|using|take|do it with|works?|instead|ok|okay|fine|enough|allowed)"
_LOST = r"(?:los[et]s?|lost|breaks?|broken?|stolen|happens?|forget)"

#: Each topic by its name, in the order in which they are looked for.
TOPICS = {
    "password": Topic(
        re.compile(
            r"(?<!dont )(?<!not )(?<!cant )(?<!never )(?<!longer )"
            r"\b(?:know|remember|have|got|with|about|only|just)(?: still)? (?:my|the) (?:old |own |right )?password\b"
        ),
        _is_asked_what_works,
        is_told=True,
    ),
    "another_app": Topic(
        re.compile(
            rf"^(?=.*\b{_OTHER_APP})(?=.*\b{_TAKEN}\b)"
            r"|\b(?:have to|need to|must|should)\b(?: \w+){0,2}? (?:be|use|take) (?:the )?(?:microsofts?|ms)\b"
            r"|\bmust it be (?:the )?(?:microsofts?|ms)\b"
        ),
        _still_ahead("add_sign_in_method", "add_way_to_sign_in"),
    ),
    "same_phone": Topic(
        re.compile(
            r"\b(?:no|without(?: a)?|(?:dont|do not) (?:have|own)(?: a| any)?|need (?:a|any|another)) "
            r"(?:computer|laptop|pc|(?:second|other|2nd) (?:device|phone|screen))\b"
            r"|\b(?:only|just) (?:have |got |use )?(?:this|my|the|one|a)(?: one)? phone\b|\bphone only\b"
            r"|\b(?:the )?same (?:phone|device|screen)\b|\bon one (?:phone|device)\b"
            r"|\bon the phone (?:that |which )?i (?:want|need|have|am|should)\b"
        ),
        _is_adding,
        is_told=True,
    ),
    "online": Topic(
        re.compile(r"\b(?:wi[- ]?fi|internet|mobile data|data (?:plan|connection|volume)|offline|online)\b"),
        _still_ahead("get_the_app", "scan_the_qr_code", "try_it_out"),
    ),
    "call_hours": Topic(
        re.compile(
            r"\b(?:on (?:a )?(?:sun|satur)days?|weekends?|(?:at|by) night|24/7|around the clock|opening hours"
            r"|(?:public )?holidays?)\b|\b(?:what|which|their|office|the) hours\b"
            r"|\b(?:when|what time) (?:can|do|should|could) (?:i|we) (?:call|ring|phone)\b"
            r"|\b(?:is|are)(?: \w+){1,3} (?:open|there) (?:now|today|tonight|already|still)\b|\bcall (?:now|tonight)\b"
            r"|\b(?:what|which) languages?\b|\b(?:speaks?|call(?: them)? in|talk(?: to them)? in) "
            r"(?:english|german|french|spanish|portuguese|italian|dutch|polish|turkish|japanese|chinese|hindi|arabic)\b"
        ),
        _still_ahead(guide.CALL_STEP),
    ),
    "next_time": Topic(
        re.compile(
            rf"\b{_LOST}(?: \w+){{0,4}}? (?:again|too|as well|next time)\b|\bnext time\b"
            r"|\bnever(?: \w+){0,3}? again\b"
        ),
        _still_ahead(*PREVENTION),
    ),
}


def topic_in(turn: Turn, plan: Plan | None) -> str | None:
    """Name what is asked in passing at this place of the talk; None for everything else, and for a long message."""
    if not is_short(turn.text):
        return None
    said, asks = plain_text(turn.text), is_short_question(turn.text)
    fitting = (name for name, topic in TOPICS.items() if topic.says.search(said) and topic.is_meant(turn, plan))
    return next((name for name in fitting if asks or TOPICS[name].is_told), None)


def answer_in_passing(turn: Turn, topic: str) -> Reply:
    """Answer it, then say again where the person stands; nothing that the question sounded like is taken up."""
    return go_on(replace(turn, progress=turn.progress.with_(aside=topic, new_problem=None)))
