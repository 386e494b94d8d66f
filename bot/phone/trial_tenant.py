"""The other road than the phone: a request from a temporary trial tenant, about the locked one."""

from __future__ import annotations

import datetime as dt

from bot.phone.caller import Caller
from bot.phone.dated import Dated, read_dated, staleness_note

_FILE = "trial_tenant.yml"
_ANSWERS = {True: "yes", False: "no", None: "unknown"}


def other_road(caller: Caller, today: dt.date) -> str:
    """Give the whole other road: steps, cautions, the ready text for the request, the reminder to cancel the trial."""
    data = trial_data()
    parts = (
        data.text("road.opening"),
        "\n".join([data.text("road.steps_title"), *_numbered(data.content["road"]["steps"])]),
        "\n".join([data.text("road.cautions_title"), *(f"- {line}" for line in data.content["road"]["cautions"])]),
        data.text("road.ticket_title"),
        ticket_text(caller),
        data.text("road.reminder"),
        data.text("road.checked").format(checked=data.checked),
        staleness_note(data.checked, today),
    )
    return "\n\n".join(part for part in parts if part)


def ticket_text(caller: Caller) -> str:
    """Give the text of the request about the locked tenant; what is not known of the caller stands in brackets."""
    data = trial_data()
    kind = caller.account_type if caller.account_type in ("business", "school") else "unknown"
    return data.text("ticket.text").format(
        domain=_domains(caller) or data.text("ticket.domain"),
        sign_in_name=caller.sign_in_name or data.text("ticket.sign_in_name"),
        kind=data.text(f"ticket.kind.{kind}"),
        administrator=data.text(f"ticket.administrator.{_ANSWERS[caller.has_other_admin]}"),
        error=data.text("ticket.error"),
        contact=data.text("ticket.contact"),
    )


def trial_data() -> Dated:
    """Give the road as dated data: its sources and the day on which it was checked."""
    return read_dated(_FILE)


def _domains(caller: Caller) -> str:
    return ", ".join(domain for domain in (caller.own_domain, caller.onmicrosoft_domain) if domain)


def _numbered(lines: list[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]
