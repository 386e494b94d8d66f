"""Reads what Microsoft Graph tells of somebody's sign-in methods: what each lets do here, and where codes can go."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.directory.people import Contact, RegisteredMethod
from bot.directory.registered import ADDRESS_OR_NUMBER, NUMBER
from bot.written import mapping_in

_FILE = Path(__file__).with_name("graph_methods.yml")
_PREFIX = "#microsoft.graph."
_LONGEST_NAME = 60
_CHANNELS = {"mobile": "sms", "alternateMobile": "voice", "office": "voice"}


def methods_of(entries: Iterable[Mapping[str, Any]]) -> tuple[RegisteredMethod, ...]:
    """
    Give the sign-in methods in an answer of `GET /users/{id}/authentication/methods`; passwords are none.

    A type that is not known, or that has lost its name, is `other`: it is never taken for nothing.
    """
    return tuple(method for entry in entries for method in _methods(entry))


def contacts_of(entries: Iterable[Mapping[str, Any]]) -> tuple[Contact, ...]:
    """
    Give where codes can reach somebody: their registered numbers and e-mail address, the mobile first.

    A number that Graph shows masked is none, nor one that no network takes.
    """
    found: dict[tuple[str, str], Contact] = {}
    for entry in entries:
        contact = _contact(entry)
        if contact:
            found.setdefault((contact.channel, contact.address.lower()), contact)
    return tuple(found.values())


def number_of(text: object) -> str | None:
    """Give a telephone number without the blanks that people write; None for what no network takes."""
    number = re.sub(r"[ ().-]", "", text) if isinstance(text, str) else ""
    return number if NUMBER.fullmatch(number) else None


def _methods(entry: Mapping[str, Any]) -> Iterator[RegisteredMethod]:
    words = _words()
    kind = kind_of(entry)
    if kind == "phoneAuthenticationMethod":
        known = words["phones"].get(str(entry.get("phoneType")), [words["unknown"]])
    elif kind == "temporaryAccessPassAuthenticationMethod" and entry.get("isUsable") is not True:
        known = []
    elif kind == "fido2AuthenticationMethod":
        known = [_passkey(entry)]
    else:
        known = [words["methods"].get(kind, words["unknown"])]
    for one in known:
        if one["method"] != "none":
            yield RegisteredMethod(one["method"], _label(one["label"], entry))


def _passkey(entry: Mapping[str, Any]) -> dict[str, str]:
    words = _words()
    if str(entry.get("aaGuid")).lower() in words["authenticator_models"]:
        kind = words["passkeys"]["in_authenticator"]
    elif entry.get("passkeyType") == "synced":
        kind = words["passkeys"]["synced"]
    else:
        kind = words["methods"]["fido2AuthenticationMethod"]
    return dict(kind)


def _label(label: str, entry: Mapping[str, Any]) -> str:
    """Labels are shown as they stand: a name that holds a number or an address stays out."""
    name = entry.get("displayName")
    fits = isinstance(name, str) and name.isprintable() and 0 < len(name.strip()) <= _LONGEST_NAME
    return label if not fits or ADDRESS_OR_NUMBER.search(str(name)) else f"{label} ({str(name).strip()})"


def _contact(entry: Mapping[str, Any]) -> Contact | None:
    kind, id_, changed_at = kind_of(entry), str(entry.get("id")), _moment(entry.get("createdDateTime"))
    if kind == "phoneAuthenticationMethod":
        channel, number = _CHANNELS.get(str(entry.get("phoneType"))), number_of(entry.get("phoneNumber"))
        return Contact(id_, channel, number, changed_at) if channel and number else None
    address = entry.get("emailAddress")
    if kind == "emailAuthenticationMethod" and isinstance(address, str) and ADDRESS.fullmatch(address):
        return Contact(id_, "email", address, changed_at)
    return None


ADDRESS = re.compile(r"[^\s@*]+@[^\s@*]+\.[^\s@*]+")


def kind_of(entry: Mapping[str, Any]) -> str:
    """Give the type of a sign-in method as Graph names it, without what stands before every name; empty for none."""
    return str(entry.get("@odata.type") or "").removeprefix(_PREFIX)


def _moment(text: object) -> float | None:
    """Give a moment like 2026-11-20T06:44:09Z in seconds since 1970; None when there is none to be read."""
    try:
        moment = dt.datetime.strptime(str(text)[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return None
    return moment.replace(tzinfo=dt.timezone.utc).timestamp()


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return mapping_in(_FILE)
