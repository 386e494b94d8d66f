"""An authenticator's secret and its codes (TOTP, RFC 6238): made, shown, and checked against a clock that is given."""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import pyotp

#: 160 bits, as RFC 4226 (section 4, R6) recommends.
SECRET_BYTES = 20
#: Seconds that a code is shown; RFC 6238, 5.2 recommends 30.
STEP = 30
#: A code of one step before or after is accepted: the phone's clock drifts, and typing takes time (RFC 6238, 5.2).
WINDOW = 1
#: So far is looked, and no further, to tell a clock that is off from a wrong code: ten minutes.
LOOKED_AT = 10 * 60 // STEP

_DIGITS = 6


@dataclass(frozen=True)
class Check:
    """
    What a code turned out to be: `right`, `wrong`, `used` or `clock_off`.

    `step` is the time step of a right code, to be kept as the last one. `steps` tells by how many
    steps the phone's clock is off, positive when it is ahead. Both are None otherwise.
    """

    state: str
    step: int | None = None
    steps: int | None = None


def new_secret(random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Make a secret of 160 bits, in the base 32 that authenticator apps take: 32 letters and digits, no padding."""
    return base64.b32encode(random(SECRET_BYTES)).decode("ascii")


def provisioning_uri(secret: str, account: str, issuer: str) -> str:
    """
    Give the address that an authenticator app reads from the QR code (Key URI Format of Google Authenticator).

    Whatever stands in account and issuer is percent-encoded, so that the one colon is the one between them.
    """
    issued_by = quote(issuer, safe="")
    return f"otpauth://totp/{issued_by}:{quote(account, safe='')}?secret={quote(secret, safe='')}&issuer={issued_by}"


def grouped(secret: str) -> str:
    """Give the secret in groups of four, for typing it where no camera reads it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_at(now: float) -> int:
    """Give the time step of this moment: how often 30 seconds passed since 1970, UTC."""
    return int(now // STEP)


def code_at(secret: str, step: int) -> str:
    """Give the six digits that the authenticator shows during this step."""
    # The counter, not pyotp's own clock: that one goes through local time, and is an hour wrong
    # while the clocks are set back.
    return pyotp.HOTP(secret, digits=_DIGITS).at(step)


def check(secret: str, code: str, now: float, last_step: int | None) -> Check:
    """
    Tell what this code is at this moment.

    `last_step` is the step of the last code accepted, None when there was none: a code of that step
    or an earlier one was `used` (RFC 6238, 5.2: it must not be accepted a second time). A code that would
    have been right up to ten minutes before or after is `clock_off`, which is told and never accepted.
    """
    digits = _digits_of(code)
    here = step_at(now)
    off_by = [steps for steps in _NEAREST_FIRST if here + steps >= 0 and _is_code_of(secret, here + steps, digits)]
    in_window = [here + steps for steps in off_by if abs(steps) <= WINDOW]
    if in_window:
        # The latest, so that the same six digits are not right once more at the next step.
        step = max(in_window)
        return Check("right", step=step) if last_step is None or step > last_step else Check("used")
    return Check("clock_off", steps=off_by[0]) if off_by else Check("wrong")


_NEAREST_FIRST = sorted(range(-LOOKED_AT, LOOKED_AT + 1), key=abs)


def _is_code_of(secret: str, step: int, digits: str) -> bool:
    return hmac.compare_digest(code_at(secret, step), digits)


def _digits_of(code: str) -> str:
    """People type "123 456", and phones in some scripts give other digits; what is no code stays none."""
    typed = "".join(c for c in code if not c.isspace() and c != "-")
    if len(typed) != _DIGITS or not all(c.isdecimal() for c in typed):
        return ""
    return "".join(str(unicodedata.decimal(c)) for c in typed)
