"""Masking what people paste and should not: passwords, codes, keys and card numbers, before anything keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

PLACEHOLDER = "[{kind} removed]"
_REMOVED = re.compile(r"\[(?:password|code|key|card number) removed\]")

#: A value given after a word: "is", ":", "=" or nothing but a space in between.
_IS = r"\s*(?:\bis\b|\bwas\b|[:=]|->)+\s*[\"'“‘«]?"
_VALUE = r"(?P<secret>[^\s\"'”’»,;]{3,128})"

#: What a person says about a password without saying the password.
_NO_SECRET = frozenset(
    """
    wrong right correct expired incorrect fine ok okay good not no still known unknown lost gone forgotten accepted
    rejected working invalid the a an my it that this in on for being always never also and but needed required saved
    stored old new same asked sent too very really so what
    """.split()
)

_PASSWORD = re.compile(
    r"\b(?:pass\s?words?|passwd|pwd|pw|passphrase"
    r"|passwort|kennwort|mot de passe|contrase[nñ]a|senha|wachtwoord|has[lł]o)\b"
    r"(?:\s+(?:for|of|to|on)(?:\s+\S+){1,3}?)?" + _IS + _VALUE,
    re.IGNORECASE,
)
_ACCESS_PASS = re.compile(r"\b(?:temporary access pass|access pass|tap)\b" + _IS + _VALUE, re.IGNORECASE)
_CODE = re.compile(
    r"(?<!error )(?<!error)(?<!status )(?<!zip )(?<!post )(?<!area )(?<!country )"
    r"\b(?:codes?|otp|totp|pin|passcode|one[- ]time (?:code|password))\b"
    r"(?:\s+(?:i got|i have|they sent me|i received|sent|from \w+))?(?:\s*(?:is|was|[:=#])+)?\s*"
    r"(?P<secret>\d(?:[ -]?\d){3,8})\b",
    re.IGNORECASE,
)
_BARE_CODE = re.compile(r"^\s*(?P<secret>\d(?:[ -]?\d){5,7})\s*$")
_RECOVERY_CODE = re.compile(r"\b(?P<secret>[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4})\b", re.IGNORECASE)
_OTPAUTH = re.compile(r"(?P<secret>otpauth(?:-migration)?://\S+)", re.IGNORECASE)
_BASE32 = re.compile(r"\b(?P<secret>(?:[A-Z2-7]{4}[ -]?){4,16})\b")
_TOKEN = re.compile(
    r"(?P<secret>\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|\b(?:sk|pk|ghp|gho|xox[abp])[-_][\w-]{16,}|\b[0-9a-f]{32,}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![\d+])(?P<secret>\d(?:[ -]?\d){12,18})(?!\d)")


def mask(text: str) -> str:
    """
    Give the text with every secret in it replaced by what kind of thing it was.

    Telephone numbers, error codes, e-mail addresses and case numbers stay: they are what the
    conversation is about.
    """
    for kind, pattern, counts in _KINDS:
        text = pattern.sub(partial(_replace, kind=kind, counts=counts), text)
    return text


def holds_a_secret(text: str) -> bool:
    """Tell whether a secret is, or was, in this text."""
    return bool(_REMOVED.search(text)) or mask(text) != text


def _replace(match: re.Match[str], kind: str, counts: Callable[[str], bool]) -> str:
    secret = match["secret"]
    if not counts(secret):
        return match[0]
    start = match.start("secret") - match.start()
    return match[0][:start] + PLACEHOLDER.format(kind=kind) + match[0][start + len(secret) :]


def _is_no_plain_word(secret: str) -> bool:
    return secret.lower().rstrip(".!?") not in _NO_SECRET and not _REMOVED.fullmatch(secret) and secret[0] != "["


def _is_no_letters_only_word(secret: str) -> bool:
    return _is_no_plain_word(secret) and not secret.isalpha()


def _is_card_number(secret: str) -> bool:
    """The check digit of ISO/IEC 7812-1 (Luhn)."""
    digits = [int(c) for c in reversed(secret) if c.isdigit()]
    doubled = (d if i % 2 == 0 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(digits))
    return sum(doubled) % 10 == 0


def _looks_like_base32(secret: str) -> bool:
    letters = secret.replace(" ", "").replace("-", "")
    return len(letters) >= 16 and any(c.isdigit() for c in letters)


def _always(secret: str) -> bool:
    return True


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("key", _OTPAUTH, _always),
    ("key", _TOKEN, _always),
    ("code", _RECOVERY_CODE, _always),
    ("card number", _CARD, _is_card_number),
    ("key", _BASE32, _looks_like_base32),
    ("password", _PASSWORD, _is_no_plain_word),
    ("code", _ACCESS_PASS, _is_no_letters_only_word),
    ("code", _CODE, _always),
    ("code", _BARE_CODE, _always),
)
