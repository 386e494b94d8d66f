"""Sign-in names as they are compared: the same name typed in another way is still the same name."""

from __future__ import annotations

import re
import unicodedata

import idna

#: The longest address that mail can have (RFC 5321, 4.5.3.1); whatever is longer is nobody's name.
_LONGEST = 320
_LONGEST_DOMAIN = 253
#: What comes along when a name is copied from a page and shows nowhere.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def sign_in_key(typed: str) -> str | None:
    """
    Give the one form in which a sign-in name is compared and counted; None when it can be nobody's.

    Upper and lower case, blanks around it and a dot behind it make no difference, nor does whether
    a domain is written in its own letters or in ASCII (RFC 5891; UTS 46). Never raises.
    """
    text = _without_edges(typed)
    if len(text) > _LONGEST:
        return None
    local, at, domain = unicodedata.normalize("NFKC", text).rpartition("@")
    domain_in_ascii = domain_key(domain)
    folded = unicodedata.normalize("NFKC", local.casefold())
    if not at or domain_in_ascii is None or not _is_local_part(folded):
        return None
    return f"{folded}@{domain_in_ascii}"


def is_named(name: str, *names: str | None) -> bool:
    """Tell whether a name is one of these, however it is typed; what is no sign-in name, in any case of its letters."""
    return _compared(name) in {_compared(one) for one in names if one}


def domain_key(typed: str) -> str | None:
    """Give the one form in which a domain is compared, lower case and ASCII; None when it is no domain."""
    text = _without_edges(typed)
    try:
        # A domain in ASCII is left as it is: Microsoft's tenants have names that IDNA would refuse.
        in_ascii = text if text.isascii() else idna.encode(text, uts46=True).decode("ascii")
    except UnicodeError:
        return None
    key = in_ascii.lower()
    return key if len(key) <= _LONGEST_DOMAIN and _DOMAIN.fullmatch(key) else None


def _compared(name: str) -> str:
    return sign_in_key(name) or name.strip().casefold()


def _without_edges(typed: str) -> str:
    return typed.strip().strip(_INVISIBLE).strip().rstrip(".")


def _is_local_part(text: str) -> bool:
    return bool(text) and text.isprintable() and not any(c.isspace() or c == "@" for c in text)
