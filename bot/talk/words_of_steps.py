"""Which step a message tells of as done in so many words, and whether it ends by asking for the next."""

from __future__ import annotations

import re

from bot.talk.words import plain_text

#: What makes it no plain report: a question, a condition, or what went wrong.
_NO_REPORT = re.compile(
    r"\?|\b(?:but|if|when|once|not|never|how|what|where|which|cant|can|cannot|could|wont|will|should|must|does|doesnt"
    r"|dont|didnt|isnt|asks?|asking|wants?|says?|error|stuck|again|still|back|wrong|fail\w*)\b"
)
_CLAUSE = re.compile(r"[.,;:!]+|\b(?:and|so)\b")
_I = (
    r"(?:(?:ok(?:ay)?|yes|great|good|now|well|hi|already|just) )*"
    r"(?:i|we|ive|weve)(?: have| just| already| now)*"
)
_NOW = r"(?: (?:now|already|just now|today|for (?:me|that)|myself|too|thanks|thank you))*"

_ON_THE_PAGE = re.compile(
    r"(?:(?:ok(?:ay)?|yes|great|good|now|well|finally) )*"
    r"(?:(?:im|i am|we are|were)(?: now| finally| already)? (?:on|in|at|inside)|i (?:have )?opened|i see|got (?:in)?to)"
    rf" (?:the |my |that )?security(?: ?info(?:rmation)?(?: page| site)?| page| site){_NOW}"
)
_CHANGED_PASSWORD = re.compile(rf"{_I} changed (?:the|my|its|our|that)(?: \w+)? password{_NOW}")
_REPORTED = re.compile(rf"{_I} reported (?:it|this|that|the break ?in)(?: to (?:\w+ ){{0,2}}\w+)??{_NOW}")
_MARKED = re.compile(
    rf"{_I} (?:pressed|clicked|chose|tapped|hit|selected)(?: on)? "
    rf"[\"“]?(?:this|it|that) (?:wasnt|was not) me[\"”]?{_NOW}"
)
_NEXT = re.compile(
    r"(?:(?:ok(?:ay)?|so|and|yes|right|well|now|then|please) )*"
    r"(?:next(?: (?:one|step))?|done|all done|go on|continue|carry on|move on)"
    r"(?: please| now| then| thanks| thank you)?"
)


def step_told_in(text: str, at_work: bool) -> str | None:
    """
    Name the step that a message tells of as done, by its name at work or school; None for any other message.

    At work a break-in is told to people: what is pressed on a page of Microsoft's does not settle that.
    """
    plain = _plain(text)
    if _NO_REPORT.search(_without_the_button(plain)):
        return None
    clauses = [clause.strip() for clause in _CLAUSE.split(plain)]
    says = {"open_security_info": [_ON_THE_PAGE], "change_the_password": [_CHANGED_PASSWORD]}
    says["report_the_break_in"] = [_REPORTED] if at_work else [_REPORTED, _MARKED]
    tells = (step for step, ways in says.items() if any(way.fullmatch(one) for way in ways for one in clauses))
    return next(tells, None)


def ends_with_next(text: str) -> bool:
    """Tell whether the last sentence of several is nothing but "next", "done" or "go on"."""
    sentences = [one.strip() for one in re.split(r"[.!?;]+", _plain(text).replace(",", "")) if one.strip()]
    return len(sentences) > 1 and bool(_NEXT.fullmatch(sentences[-1]))


def _plain(text: str) -> str:
    """A new line ends a sentence, too."""
    return plain_text(text.replace("\n", ". "))


def _without_the_button(plain: str) -> str:
    return plain.replace("was not me", "wasnt me")
