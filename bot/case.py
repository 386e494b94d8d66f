"""A case: the facts of one lockout, as far as the person has told them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

PROBLEMS = (
    "lost_authenticator",
    "authenticator_not_working",
    "lost_other_method",
    "ask_qr_code",
    "frontline_qr",
    "admin_reset_for_user",
    "contact_data_protection",
    "account_compromised",
    "out_of_scope",
)
#: Whoever has one of these and is taken for another comes to harm, or is sent to the wrong company.
DANGEROUS_PROBLEMS = ("account_compromised", "out_of_scope")
ACCOUNT_TYPES = ("business", "school", "personal")
METHODS = (
    "old_phone",
    "other_device",
    "sms",
    "voice",
    "email",
    "fido_key",
    "passkey",
    "windows_hello",
    "recovery_codes",
    "temporary_access_pass",
)
DEVICE_EVENTS = ("lost", "stolen", "broken", "new_phone", "reset_or_deleted")

#: Microsoft stops delivering text messages and calls for work and school accounts on this day
#: (Entra, "Passkeys by default and retirement of Microsoft-provided SMS and voice", 2026-07-29).
SMS_AND_VOICE_END = dt.date(2027, 2, 1)

#: What a sign-in method is good for (Entra, "Combined registration"): an e-mail address resets a
#: password at work or school but never lets in; recovery codes exist for personal accounts only.
PERSONAL_ONLY_METHODS = frozenset({"email", "recovery_codes"})
#: These are given out by an organisation only.
WORK_ONLY_METHODS = frozenset({"temporary_access_pass"})
PHONE_METHODS = frozenset({"sms", "voice"})


@dataclass(frozen=True)
class Case:
    """
    The facts of one lockout. A field is a fact, its name is the slot's name.

    `None` means not known yet. `other_methods` lists what still works on the locked account;
    empty means that nothing does. `not_known` lists the facts that were asked and that the
    person does not know: they are never asked again. Facts about administrators are about the
    person who writes. What follows from the facts is a property, never a field.

    `has_own_second_factor` (the organisation's helpdesk keeps the sign-in methods, not Microsoft) and
    `can_enrol_here` come from the directory, and grant nothing: what may be changed is asked of bot/proof.
    """

    problem: str | None = None
    account_type: str | None = None
    other_methods: tuple[str, ...] | None = None
    is_admin: bool | None = None
    has_other_admin: bool | None = None
    has_partner: bool | None = None
    device_event: str | None = None
    is_compromised: bool | None = None
    has_been_secured: bool | None = None
    has_tried_fixes: bool | None = None
    has_been_reset: bool | None = None
    has_new_sim: bool | None = None
    has_own_second_factor: bool | None = None
    can_enrol_here: bool | None = None
    not_known: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            _require(getattr(self, name) in (None, *allowed), name, getattr(self, name))
        for name in _FLAGS:
            _require(getattr(self, name) is None or isinstance(getattr(self, name), bool), name, getattr(self, name))
        if self.other_methods is not None:
            for method in self.other_methods:
                _require(method in METHODS, "other_methods", method)
            object.__setattr__(self, "other_methods", tuple(m for m in METHODS if m in self.other_methods))
        object.__setattr__(self, "not_known", tuple(f for f in FACTS if f in self.not_known))

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Case:
        """
        Read the facts out of a conversation's slots; slots that are no facts are left alone.

        Raises `ValueError` for a value that the fact cannot have: a flag that holds the word
        "no" would be true, and nobody would notice.
        """
        known = {f.name: slots[f.name] for f in fields(cls) if slots.get(f.name) is not None}
        for name in ("other_methods", "not_known"):
            if name in known:
                _require(isinstance(known[name], list | tuple), name, known[name])
                known[name] = tuple(known[name])
        return cls(**known)

    def with_facts(self, **facts: Any) -> Case:
        """Give the same case with these facts instead."""
        return replace(self, **facts)

    def is_open(self, fact: str) -> bool:
        """Tell whether this fact is unknown and was not yet answered with "don't know"."""
        return getattr(self, fact) is None and fact not in self.not_known

    @property
    def is_personal(self) -> bool:
        return self.account_type == "personal"

    @property
    def is_work_or_school(self) -> bool:
        """Only organisations have administrators: who is one, and says no more, has an organisation's account."""
        return self.account_type in ("business", "school") or (self.account_type is None and self.is_admin is True)

    @property
    def is_under_attack(self) -> bool:
        """Somebody else got in, and nothing was done about it yet."""
        reported = self.is_compromised is True or self.problem == "account_compromised"
        return reported and not self.has_been_secured

    @property
    def has_somebody_who_resets(self) -> bool:
        """
        Somebody else in the organisation can reset the sign-in methods of the person.

        Who is no administrator has one somewhere (at a school: its IT), unless they say that
        nobody is left. An administrator has one only when they say so; who asks for the Data
        Protection team by name speaks as an administrator until they say otherwise.
        """
        if self.has_other_admin is not None:
            return self.has_other_admin
        speaks_as_administrator = self.problem == "contact_data_protection" and self.is_admin is None
        return self.is_work_or_school and not self.is_admin and not speaks_as_administrator

    def methods_that_let_in(self, today: dt.date) -> tuple[str, ...]:
        """Give those of the working methods that can really sign in to this kind of account today."""
        methods = frozenset(self.other_methods or ())
        if self.is_personal:
            methods -= WORK_ONLY_METHODS
        else:
            methods -= PERSONAL_ONLY_METHODS
            if today >= SMS_AND_VOICE_END:
                methods -= PHONE_METHODS
        return tuple(m for m in METHODS if m in methods)


FACTS = tuple(f.name for f in fields(Case) if f.name != "not_known")

_CHOICES = {"problem": PROBLEMS, "account_type": ACCOUNT_TYPES, "device_event": DEVICE_EVENTS}
_FLAGS = tuple(f for f in FACTS if f.startswith(("is_", "has_", "can_")))


def _require(holds: bool, fact: str, value: object) -> None:
    if not holds:
        raise ValueError(f"{fact} cannot be {value!r}")
