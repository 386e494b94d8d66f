"""The pages of re-enrolment: the picture and the first code, the recovery codes, and "this was not me"."""

from __future__ import annotations

import base64
import datetime as dt

from bot.enrolment.outcomes import EnrolmentPage, NotMe, Outcome, Stopped
from bot.errors import SparekeyError
from bot.site.rendering import Page, render


def picture_and_key(page: EnrolmentPage) -> Page:
    """Show the QR picture with the key beside it, and ask for the first code; it can be shown once."""
    picture = base64.b64encode(page.picture).decode("ascii")
    return Page(render("enrol.html", page=page, picture=picture, until=_clock(page.until), outcome=None))


def after_a_code(outcome: Outcome) -> Page:
    """Show the recovery codes when the code was right, and else what was wrong with it."""
    if outcome.state == "right":
        return Page(render("recovery_codes.html", codes=outcome.recovery_codes))
    is_open = outcome.state in ("wrong", "used", "clock_off")
    return Page(render("first_code.html", outcome=outcome, is_open=is_open), 200 if is_open else 410)


def not_available(refusal: SparekeyError) -> Page:
    """Say why a page cannot be shown, and what to do instead."""
    return Page(render("refused.html", why=type(refusal).__name__), 410)


def not_just_now() -> Page:
    """Say that it is our fault, and that the link stays good: nothing was done yet."""
    return Page(render("not_just_now.html"), 503)


def really_not_me(about: NotMe) -> Page:
    """Ask once more before anything is stopped: mail scanners open links, too."""
    return Page(render("not_me.html", about=about, begun=_day_and_clock(about.begun_at)))


def not_stopped(refusal: SparekeyError) -> Page:
    """Say why "this was not me" stops nothing here, and whom to call; this link no chat gives anew."""
    return Page(render("not_stopped.html", why=type(refusal).__name__), 410)


def stopped(what: Stopped) -> Page:
    """Say what was stopped, and what to do next."""
    return Page(render("stopped.html", what=what))


def _clock(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%H:%M UTC")


def _day_and_clock(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%Y-%m-%d, %H:%M UTC")
