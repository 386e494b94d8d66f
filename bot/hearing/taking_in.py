"""Taking in a message: what it states or answers becomes the case and the progress of the talk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.case import ACCOUNT_TYPES, DEVICE_EVENTS, FACTS, METHODS, Case
from bot.hearing.answers import with_the_answer
from bot.hearing.message import Message
from bot.hearing.problems import with_the_problem
from bot.hearing.resets import with_the_reset
from bot.steps import secure_the_device
from bot.talk.turn import Progress

#: Who found the phone and says that they are in, or that its app misbehaves, needs no way in by an old phone.
_SAYS_WHAT_IT_DOES = frozenset({"problem_solved", "authenticator_not_working"})
#: What may be likely without being said in known words; nothing is known of it until somebody says otherwise.
_MAY_BE_LIKELY = ("is_admin", "has_other_admin", "device_event")
#: What was done to one account, and says nothing of another.
OF_ONE_ACCOUNT = ("has_been_reset", "has_been_secured")
#: What is so for the account of an organisation, and says nothing of a private one, nor the other way round.
OF_ONE_KIND = ("other_methods", "is_admin", "has_other_admin", "has_partner")


def take_in(message: Message, case: Case, progress: Progress, today: dt.date) -> tuple[Case, Progress]:
    """
    Give the case and the progress after this message.

    What was stated is taken, whatever was asked; what was not is read as an answer to the open
    question. The problem, once known, changes only to a compromise, or after the person
    confirmed it; a message that answers, or whose facts lead elsewhere, is not asked about.
    """
    message = message.read_anew()
    stated = _with_stated_facts(message, case)
    told = with_the_answer(message, case, stated, progress.requested_slot)
    told, progress = with_the_reset(message, case, told, progress, today)
    told, progress = _of_another_account(message, case, told, progress)
    return with_the_problem(message, case, told, progress, today)


def _with_stated_facts(message: Message, case: Case) -> Case:
    facts: dict[str, Any] = {}
    for fact in FACTS:
        values = [value for value in message.values(fact) if _is_possible(fact, value)]
        if values and fact not in ("problem", "other_methods"):
            facts[fact] = values[-1]
    facts |= _likely_facts(message, case, facts)
    likely = message.value("likely_account_type")
    # Students have a boss and an IT, too. Only administrators surely have an organisation's account.
    if likely in ACCOUNT_TYPES and (case.account_type is None or facts.get("is_admin")):
        facts.setdefault("account_type", likely)
    if message.value("event_of_it") in DEVICE_EVENTS and _is_about_a_phone(case, facts):
        facts["device_event"] = message.value("event_of_it")
    methods = _methods(message, case)
    if methods is None and message.value("likely_other_methods") == "none":
        methods = ()
    if methods is not None:
        facts["other_methods"] = methods
    return case.with_facts(**facts)


def _likely_facts(message: Message, case: Case, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the whole of a message makes likely, where neither this message nor an earlier one says anything."""
    unknown = (fact for fact in _MAY_BE_LIKELY if getattr(case, fact) is None and fact not in stated)
    likely = {fact: message.value(f"likely_{fact}") for fact in unknown}
    return {fact: value for fact, value in likely.items() if value is not None and _is_possible(fact, value)}


def _methods(message: Message, case: Case) -> tuple[str, ...] | None:
    """Add the methods said to work, take away those said not to; "none" with nothing behind it: nothing works."""
    works = [value for value in message.values("other_methods") if value in METHODS]
    is_found = message.value("event_of_it") == "found" and _is_about_a_phone(case, {})
    if is_found and message.intent not in _SAYS_WHAT_IT_DOES:
        works.append("old_phone")
    fails = set(message.values("lost_methods"))
    if not works and "none" in message.values("other_methods") and not message.value("answer_goes_on"):
        return ()
    known = case.other_methods or ()
    kept = tuple(method for method in (*known, *works) if method not in fails)
    return kept if works or (fails and case.other_methods is not None) else case.other_methods


def _is_about_a_phone(case: Case, facts: Mapping[str, Any]) -> bool:
    """Tell whether "it" is the phone."""
    return case.problem == "lost_authenticator" or bool(case.device_event or "device_event" in facts)


def _of_another_account(message: Message, before: Case, told: Case, progress: Progress) -> tuple[Case, Progress]:
    """Give what holds after a change to another kind of account: each is reset, and secured, by itself."""
    if before.account_type in (None, told.account_type):
        return told, progress
    kind = OF_ONE_KIND if before.is_personal != told.is_personal else ()
    known = [fact for fact in OF_ONE_ACCOUNT if getattr(before, fact)]
    known += [fact for fact in kind if getattr(before, fact) is not None]
    left: dict[str, Any] = {fact: None for fact in known if not message.values(fact)}
    if kind and before.other_methods is not None:
        left["other_methods"] = _methods(message, before.with_facts(other_methods=None))
    if kind and set(before.not_known) & set(kind):
        left["not_known"] = tuple(fact for fact in told.not_known if fact not in kind)
    if not left:
        return told, progress
    phone = secure_the_device(told)
    done = tuple(step for step in progress.done_steps if step in phone)
    return told.with_facts(**left), progress.with_(done_steps=done)


def _is_possible(fact: str, value: Any) -> bool:
    """A hand-typed payload can hold anything; a fact takes only what it can be."""
    try:
        Case(**{fact: value})
    except (ValueError, TypeError):
        return False
    return True


def details_in(message: Message) -> dict[str, str]:
    """Give what the message tells for the call to Microsoft: country, domain of the tenant, sign-in name."""
    named = {name: message.values(name) for name in ("country", "tenant_domain", "sign_in_name")}
    return {name: str(values[-1]) for name, values in named.items() if values}
