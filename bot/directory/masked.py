"""Contacts with most of it hidden: enough to know one's own again, too little to learn another's (R4)."""

from __future__ import annotations

import re
import unicodedata

from bot.directory.people import Contact

_HIDDEN = "•••"
#: A number of fewer digits is an extension or a mistake; two of them would be too much of it.
_FEWEST_DIGITS = 7
_LAST_LABEL = re.compile(r"[^\W_][\w-]*")


def masked(contact: Contact) -> str:
    """
    Give the contact as it is shown to whom it belongs: `+•• ••• ••42` or `a•••@•••.com`.

    A number keeps its last two digits; its country stays hidden too. An e-mail address keeps its
    first letter and the last label of its domain. The mask is as long for a short one as for a
    long one, and what is no proper number or address is hidden whole. Never raises.
    """
    if contact.channel == "email":
        return _masked_address(contact.address)
    return _masked_number(contact.address)


def _masked_number(number: str) -> str:
    # Microsoft writes an extension behind an x: "+1 4255550100x1234".
    digits = re.sub(r"[^0-9]", "", re.split(r"[xX;]", number)[0])
    return f"+•• ••• ••{digits[-2:]}" if len(digits) >= _FEWEST_DIGITS else "+•• ••• ••••"


def _masked_address(address: str) -> str:
    local, at, domain = unicodedata.normalize("NFC", address.strip()).rpartition("@")
    first = local[:1] if local[:1].isalnum() else ""
    return f"{first}{_HIDDEN}@{_HIDDEN}{_last_label(domain)}" if at else _HIDDEN


def _last_label(domain: str) -> str:
    """Give `.com`; nothing for a domain of one label, which would be shown whole, or for a bare IP address."""
    before, dot, label = domain.rstrip(".").rpartition(".")
    return f".{label}" if before and dot and _LAST_LABEL.fullmatch(label) and not label.isdecimal() else ""
