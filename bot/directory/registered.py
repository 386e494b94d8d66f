"""Reads out of the people file what is registered for a person: how they are reached, and how they sign in."""

from __future__ import annotations

import datetime as dt
import re

from bot.case import METHODS
from bot.directory.entry import Entry
from bot.directory.names import sign_in_key
from bot.directory.people import Contact, RegisteredMethod

CHANNELS = ("sms", "voice", "email")

#: International numbers as every network takes them: ITU-T E.164, up to 15 digits behind the plus.
NUMBER = re.compile(r"\+[1-9][0-9]{7,14}")
ADDRESS_OR_NUMBER = re.compile(r"@|[0-9](?:[ ().-]?[0-9]){4}")
_A_DAY = 24 * 3600.0


def contacts_in(person: Entry, now: float) -> tuple[Contact, ...]:
    """Read where codes can reach a person; raises `PeopleFileWrong` for what is no number or address."""
    seen: set[tuple[str, str]] = set()
    contacts: list[Contact] = []
    for number, entry in enumerate(person.entries("contacts"), 1):
        entry.only("channel", "address", "changed")
        channel = entry.choice("channel", CHANNELS)
        address = _mail_address(entry, person) if channel == "email" else number_in(entry, "address")
        entry.require((channel, address.lower()) not in seen, "address", "is there already for this channel")
        seen.add((channel, address.lower()))
        contacts.append(Contact(str(number), channel, address, _changed_at(entry, now)))
    return tuple(contacts)


def methods_in(person: Entry) -> tuple[RegisteredMethod, ...]:
    """Read how a person signs in; raises `PeopleFileWrong` for a method that does not exist."""
    methods: list[RegisteredMethod] = []
    for entry in person.entries("methods"):
        entry.only("method", "label")
        label = entry.text("label")
        # Labels are shown as they stand; numbers and addresses only masked.
        entry.require(not ADDRESS_OR_NUMBER.search(label), "label", "holds a number or an address, and is shown")
        methods.append(RegisteredMethod(entry.choice("method", ("authenticator", *METHODS)), label))
    return tuple(methods)


def number_in(entry: Entry, key: str) -> str:
    """Read a telephone number; give it without the blanks and brackets that people write."""
    number = re.sub(r"[ ().-]", "", entry.text(key))
    entry.require(bool(NUMBER.fullmatch(number)), key, "is no international number like +44 7700 900123")
    return number


def _mail_address(entry: Entry, person: Entry) -> str:
    address = entry.text("address")
    key = sign_in_key(address) or ""
    entry.require("." in key.rpartition("@")[2], "address", f"{address!r} is no e-mail address")
    # A code sent there would wait behind the very lock that it should open.
    is_locked = key == sign_in_key(person.text("sign_in_name"))
    entry.require(not is_locked, "address", "is the mailbox of the account itself, which they cannot open")
    return address


def _changed_at(entry: Entry, now: float) -> float | None:
    value = entry.content.get("changed")
    if value is None:
        return None
    if value == "yesterday":
        return now - _A_DAY
    entry.require(isinstance(value, dt.date), "changed", f"{value!r} is neither a day like 2026-11-23 nor yesterday")
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)).timestamp()
