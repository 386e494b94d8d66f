"""Dialling a number without typing it: the `tel:` address, and a picture of it for the phone's camera."""

from __future__ import annotations

import re

from bot.qr import qr_png

_PRINTED = re.compile(r"\+?[\d\s().\-/]+")
#: "+44 (0)20 ...": the zero is dialled only without the country code.
_TRUNK_ZERO = re.compile(r"\(0\)")


def tel_uri(number: str) -> str:
    """
    Give the address (RFC 3966) that a phone dials for a number as it is printed: digits, and + in front if it has one.

    Raises `ValueError` for what is no number.
    """
    printed = number.strip()
    if not _PRINTED.fullmatch(printed) or not any(c.isdigit() for c in printed):
        raise ValueError(f"{number!r} is no phone number")
    plus = "+" if printed.startswith("+") else ""
    if plus:
        printed = _TRUNK_ZERO.sub("", printed)
    return f"tel:{plus}{''.join(c for c in printed if c in '0123456789')}"


def dial_qr_png(number: str) -> bytes:
    """Draw the number as a QR code (PNG) that a phone's camera offers to dial. Raises as `tel_uri` does."""
    return qr_png(tel_uri(number))
