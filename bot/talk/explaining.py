"""Explaining: why something is asked or to be done, and what a word of the field means."""

from __future__ import annotations

from bot.case import Case
from bot.questions import QUESTIONS
from bot.talk import guide
from bot.talk.recovery import go_on, open_plan, unless_answered
from bot.talk.turn import Reply, Say, Turn, understood

#: The words of the field that people ask about.
TERMS = (
    "authenticator",
    "security_info",
    "temporary_access_pass",
    "passkey",
    "security_key",
    "recovery_code",
    "number_matching",
    "tenant",
    "administrator",
    "emergency_account",
    "partner",
    "data_protection",
    "windows_hello",
    "entra",
    "passwordless",
    "multifactor",
    "sign_in_name",
    "revoke_sessions",
)


@unless_answered
def explain(turn: Turn) -> Reply:
    """Say why this is asked, or why this step is needed."""
    plan = open_plan(turn)
    if plan is not None:
        return guide.explain_step(turn, plan)
    reply = go_on(turn)
    return reply.after(*why_it_is_asked(reply))


@unless_answered
def explain_term(turn: Turn) -> Reply:
    """Say what a word of the field means, then go on where the talk was."""
    name = f"utter_meaning_{turn.term}" if turn.term in TERMS else "utter_meaning_unknown"
    if turn.case == Case():
        return understood(turn, Say(name))
    return go_on(turn).after(Say(name))


def why_it_is_asked(reply: Reply) -> tuple[Say, ...]:
    """Give why the question of this reply is asked; nothing when it asks none."""
    question = reply.progress.requested_slot
    return (Say(f"utter_why_{question}"),) if question in QUESTIONS else ()
