"""Secrets that show by themselves what they are, whatever is said of them: a pattern and a check for each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.privacy.reading import REMOVED, Reading
from bot.privacy.secret import Secret
from bot.privacy.shapes import vowels

#: What ends an address in a sentence is not part of it.
_ADDRESS = r"[^\s\"'“”»<>\[\])]+(?<![.,;:!?])"
_VALUE = r"[^\s&;\"'<>\[\])]{4,}"


def patterns_to_remove(reading: Reading) -> Iterator[Secret]:
    """Find what matches one of the kinds below and passes its check."""
    for kind, pattern, counts in _KINDS:
        for match in pattern.finditer(reading.apart):
            if counts(match["secret"]):
                yield Secret(match.start("secret"), match.end("secret"), kind)


def _always(secret: str) -> bool:
    return True


def _is_new(secret: str) -> bool:
    return not REMOVED.match(secret)


def _has_a_digit(secret: str) -> bool:
    """A long name of a page is no code."""
    return any(c.isdigit() for c in secret)


def _has_letters_and_digits(secret: str) -> bool:
    """Groups of letters alone are words, and groups of digits alone a number."""
    return any(c.isdigit() for c in secret) and any(c.isalpha() for c in secret)


def _has_mixed_groups(secret: str) -> bool:
    groups = re.split("[ -]", secret)
    if any(_has_letters_and_digits(group) for group in groups):
        return True
    return any(c.isalpha() for c in secret) and vowels(secret) < (0.35 if secret.isupper() else 0.2)


def _is_no_base32(secret: str) -> bool:
    return _has_mixed_groups(secret) and bool(re.search("[0189]", secret))


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    # Key URI Format of Google Authenticator, its export of many accounts at once; what Microsoft Authenticator scans.
    (
        "key",
        re.compile(rf"(?P<secret>(?:otpauth(?:-migration)?|phonefactor)(?::|%3A)/?{_ADDRESS})", re.IGNORECASE),
        _always,
    ),
    # Our own links: to a page of re-enrolment, to stop one, and to a call at the desk (Keys.new_token).
    ("key", re.compile(r"/(?:enrol|not-me|desk/call)/(?P<secret>[\w=-]{16,})"), _always),
    # RFC 7468; pasted without its end as well.
    (
        "key",
        re.compile(
            r"(?P<secret>-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:.(?!-----END))*.?"
            r"(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?)",
            re.DOTALL,
        ),
        _always,
    ),
    # A JSON Web Token (RFC 7519).
    ("key", re.compile(r"(?<![\w-])(?P<secret>eyJ[\w-]{8,}(?:\.[\w-]*){1,4}(?<![.]))"), _always),
    # What GitHub, GitLab, Slack, Stripe, OpenAI, npm, Amazon, Google, SendGrid and Microsoft Entra put into their keys.
    (
        "key",
        re.compile(
            r"(?<![\w-])(?P<secret>(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|[spr]k[-_]|npm_|hf_|SG\.)[\w.-]{16,}(?<![.])"
            r"|A[KS]IA[A-Z0-9]{12,}|AIza[\w-]{30,}|[\w~.-]{3}\dQ~[\w~.-]{20,}(?<![.]))"
        ),
        _always,
    ),
    ("key", re.compile(r"\bBearer\s+(?P<secret>[\w~+/=.-]{16,}(?<![.]))", re.IGNORECASE), _always),
    ("password", re.compile(r"://[^\s:@/]{1,100}:(?P<secret>[^\s@/]{3,100})@"), _is_new),
    ("password", re.compile(rf"[?&;](?:password|passwd|pwd|pass)=(?P<secret>{_VALUE})", re.IGNORECASE), _is_new),
    (
        "key",
        re.compile(
            rf"(?:[?&;]|\b)(?:(?:access_|refresh_|id_)?token|sig|(?:client_|api_)?(?:secret|key)|sharedaccesskey|accountkey)"
            rf"=(?P<secret>{_VALUE})",
            re.IGNORECASE,
        ),
        _is_new,
    ),
    # In links that confirm something; Microsoft's page for errors names them in the same way.
    (
        "code",
        re.compile(
            rf"(?<!/error)[?&;#](?:code|otp|otc|pin|passcode|verification_?code)=(?P<secret>{_VALUE})", re.IGNORECASE
        ),
        _is_new,
    ),
    (
        "code",
        re.compile(
            r"/(?:verify|verification|confirm|confirmation|activate|activation|code|otp|reset|magic)/"
            r"(?P<secret>\d{4,8}|[\w=-]{16,})(?![\w=-])",
            re.IGNORECASE,
        ),
        _has_a_digit,
    ),
    # Microsoft's recovery code and keys to products: five groups of five. With six, what our talks are carried on by.
    ("code", re.compile(r"(?<![\w-])(?P<secret>(?:[A-Z0-9]{5}-){4,5}[A-Z0-9]{5})(?![\w-])", re.IGNORECASE), _always),
    (
        "code",
        re.compile(r"(?<![\w-])(?P<secret>(?:[A-Z0-9]{5} ){4}[A-Z0-9]{5})(?![\w-])"),
        _has_mixed_groups,
    ),
    # Our own recovery codes: three groups of six (bot.enrolment.recovery).
    (
        "code",
        re.compile(r"(?<![\w-])(?P<secret>(?:[A-Z0-9]{6}-){2}[A-Z0-9]{6}|(?:[a-z0-9]{6}-){2}[a-z0-9]{6})(?![\w-])"),
        _has_mixed_groups,
    ),
    ("code", re.compile(r"(?<![\w-])(?P<secret>(?:[A-Z0-9]{6} ){2}[A-Z0-9]{6})(?![\w-])"), _has_mixed_groups),
    # Apple's recovery key, and others of four or more groups of four.
    ("code", re.compile(r"(?<![\w-])(?P<secret>(?:[A-Z0-9]{4}-){3,7}[A-Z0-9]{2,4})(?![\w-])"), _is_no_base32),
)
