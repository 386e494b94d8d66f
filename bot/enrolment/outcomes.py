"""What comes of each thing that can be done here: plain facts for a page to render. Secrets never show in a repr."""

from __future__ import annotations

from dataclasses import dataclass, field

#: A code turned out right, wrong, used before, or of a clock that is off; or no code is taken any more:
#: too many wrong ones, the page expired, or it was completed already.
STATES = ("right", "wrong", "used", "clock_off", "too_many", "expired", "already")


@dataclass(frozen=True)
class EnrolmentPage:
    """
    What the page shows, once: the picture (PNG) and the key to type beside it, in groups of four.

    `until` is when the page stops taking a first code, in seconds since 1970, UTC.
    """

    account: str
    issuer: str
    until: float
    picture: bytes = field(repr=False)
    key: str = field(repr=False)


@dataclass(frozen=True)
class Outcome:
    """
    What came of a code: one of `STATES`.

    `tries_left` counts what this page still takes. `minutes` and `direction` (`ahead`, `behind`) tell how far
    the phone's clock is off. `recovery_codes` are given with `right` on the page, and never again.
    """

    state: str
    tries_left: int | None = None
    minutes: int | None = None
    direction: str | None = None
    recovery_codes: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class RecoveryOutcome:
    """What came of a recovery code: `right`, `wrong` or `too_many`; how many are left, None unless it was right."""

    state: str
    left: int | None = None
    few_left: bool = False


@dataclass(frozen=True)
class NotMe:
    """
    What "this was not me" is about, for the page that asks once more.

    `stage` is `pending` (nothing changed yet), `active` (the new one signs in), `retired` (it does not any
    more) or `stolen` (it was reported so); in each, pressing stops all further changes. `begun_at` and
    `until` are in seconds since 1970, UTC.
    """

    account: str
    organisation: str
    stage: str
    begun_at: float
    until: float


@dataclass(frozen=True)
class Stopped:
    """What was stopped: the `stage` it was in, as in `NotMe`, and whether the earlier authenticator works again."""

    account: str
    organisation: str
    stage: str
    earlier_works_again: bool
