"""What people worry about on the way in, cost, safety, mails and this talk: answered without losing the place."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.case import Case
from bot.talk.recovery import go_on, unless_answered
from bot.talk.turn import Reply, Say, Turn, understood
from bot.talk.words import is_short_question, plain_text

_WHO = (
    r"(?:who|anyone|anybody|someone|somebody|people|you|they|he|she|it|admins?|administrators?|boss|manager|partner"
    r"|helpdesk|microsoft)"
)
_MINE = (
    r"(?:e ?mails?|mails?|mailbox|inbox|files?|photos?|pictures|documents?|data|contacts|onedrive|calendar|everything"
    r"|stuff)"
)
_THIS_TALK = (
    r"(?:(?:this|the|our|my) (?:chat|conversation|talk)|what i (?:write|type|say|tell|told)"
    r"|my (?:messages|answers|words))"
)
_KEPT = r"(?:saved|stored|kept|recorded|logged|private|confidential|anonymous|shared)"

#: Each worry by its name, in the order in which they are looked for: what a question has to say to be about it.
WORRIES = {
    "chat_kept": re.compile(
        rf"\b{_WHO}\b(?: \w+){{0,3}}? (?:reads?|reading|sees?|saves?|saving|stores?|storing|keeps?|keeping|records?"
        rf"|recording|shares?|sharing)\b(?: \w+){{0,2}}? {_THIS_TALK}\b"
        rf"|\b(?:is|are) (?:this|it|{_THIS_TALK})(?: \w+){{0,3}}? {_KEPT}\b|\byou (?:recording|saving|storing) this\b"
        rf"|\bwhat happens (?:to|with) {_THIS_TALK}\b"
    ),
    "mails_seen": re.compile(
        rf"\b{_WHO}\b(?: \w+){{0,4}}? (?:sees?|reads?|reading|look (?:at|into|through)|access(?: to)?|view|open"
        rf"|get (?:at|into))\b(?: \w+){{0,3}}? {_MINE}\b"
    ),
    "mails_gone": re.compile(
        rf"\b(?:lose|lost|losing|deletes?|deleted|erased?|keep|still have)\b(?: \w+){{0,4}}? {_MINE}\b"
        rf"|\b{_MINE}\b(?:,? (?:is|are) (?:it|they))?(?: \w+){{0,4}}? "
        r"(?:gone|lost|deleted|erased|wiped|safe|there|disappear\w*|vanish\w*|kept)\b"
    ),
    "cost": re.compile(
        r"\b(?:costs?|price|fees?|money|charges?|expensive)\b"
        r"(?! (?:to|of|for) (?!the reset|getting|this|that|it|using|charge))"
        r"|\bhow much (?:is|are|does|do|will|would) (?:it|this|that|you|the reset)\b"
        r"|\b(?:be|get|am i|are we) charged\b"
        r"|\b(?:pay|paying) (?:for|anything|something|money|you|them|microsoft)\b|\b(?:to|must i|do i) pay\b"
        r"|\b(?:is|are|really|completely|totally|all|for|it|this|that|app|service) free\b|\bfree\?"
    ),
    "safety": re.compile(
        r"\b(?:is|are|isnt|arent)\b(?!.*\baccount\b)(?: \w+){0,4}? "
        r"(?:safe|secure|legit|legitimate|scam|fake|dangerous|risky|phishing|trustworthy|fraud|risk|for real)\b"
        r"|\bcan i (?:really )?trust\b"
    ),
}
#: Which worry it is, once it is known to be one: a word will do then, and what fits none is about safety.
_WORDS_OF_A_WORRY = {
    "cost": re.compile(
        r"\b(?:cost\w*|price\w*|fees?|money|charg\w+|expensive|pay\w*|paid|bill\w*|invoice\w*|free|cheap|credit|euros?"
        r"|dollars?|pounds?|fortune|set me back)\b"
    ),
    "mails_seen": re.compile(
        r"\b(?:sees?|seen|reads?|reading|look(?:s|ing)? (?:at|into|in|through)|view\w*|watch\w*|spy\w*|access|private"
        r"|visible|get(?:s)? to know|find out|shown)\b"
    ),
    "mails_gone": re.compile(
        rf"\b(?:{_MINE}|chats?|appointments?|settings|saved passwords?|work)\b|\b(?:lo+s\w+|gone|delet\w+|eras\w+"
        r"|wip\w+|vanish\w*|disappear\w*|broken?|overwrit\w+|nothing left)\b"
    ),
}


def worry_in(text: str) -> str | None:
    """Name the worry that a question is about; None for another question, and for what is no question."""
    if not is_short_question(text):
        return None
    plain = plain_text(text)
    return next((name for name, pattern in WORRIES.items() if pattern.search(plain)), None)


def worry_of(text: str) -> str:
    """Name the worry of a message that is known to be one."""
    plain = plain_text(text)
    return worry_in(text) or next((name for name, says in _WORDS_OF_A_WORRY.items() if says.search(plain)), "safety")


@unless_answered
def answer_worry(turn: Turn) -> Reply:
    """Say what is true of it, then go on where the talk was; nothing that the question sounded like is taken up."""
    worry = worry_of(turn.text)
    turn = replace(turn, case=_as_it_was(turn), progress=turn.progress.with_(aside=None, new_problem=None))
    say = Say(f"utter_worry_{worry}")
    return understood(turn, say) if turn.case == Case() else go_on(turn).after(say)


def _as_it_was(turn: Turn) -> Case:
    """Who opens with a worry has named no problem by it."""
    is_new = "problem" in turn.told and turn.case.problem == "out_of_scope"
    return turn.case.with_facts(problem=None) if is_new else turn.case
