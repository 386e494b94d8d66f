"""The call sheet as a page: one for the call to Microsoft, to read from on a screen or on paper."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from bot.case import Case
from bot.phone.caller import Caller
from bot.phone.dated import read_dated
from bot.phone.dial import dial_qr_png, tel_uri
from bot.phone.dialling import number_lines
from bot.phone.follow_along import NextWords, next_words, questions, words_for
from bot.phone.numbers import number_for, united_states_number
from bot.phone.proofs import proof_line, proofs
from bot.phone.robot import family_named, script_for
from bot.phone.sheet import call_sheet, checked, other_lines, staleness_note, whatever_it_asks
from bot.phone.spelling import alphabet, spelt
from bot.plan import plan_for
from bot.questions import next_question
from bot.site.bubbles import bubble
from bot.site.rendering import Page, render
from bot.talk.turn import Progress


@dataclass(frozen=True)
class _Number:
    """A number to dial: as it is printed, its address, and when to take this one."""

    dial: str
    address: str
    use: str | None


def sheet_page(slots: Mapping[str, Any], today: dt.date, form_token: str = "", heard: str = "", line: str = "") -> Page:
    """
    Show the sheet of this conversation; say that there is none where Microsoft is not the one to call.

    `heard` is what the robot was reported to have said just now, `line` which of its questions was pressed.
    """
    if not _is_to_call(slots, today):
        return Page(render("no_sheet.html"), 404)
    caller, family = Caller.from_slots(slots), Progress.from_slots(slots).phone_family
    numbers = _numbers(caller)
    return Page(
        render(
            "sheet.html",
            words=read_dated("sheet.yml").content["sheet"],
            today=today,
            checked=checked(),
            stale=staleness_note(checked(), today),
            numbers=numbers,
            picture=base64.b64encode(dial_qr_png(numbers[0].dial)).decode("ascii"),
            dial=_dial(caller),
            robot=family_named(family),
            follow=read_dated("sheet.yml").content["follow"],
            form_token=form_token,
            next=_next(caller, family, heard, line),
            questions=list(questions(caller, family)),
            script=script_for(caller, family),
            others=other_lines(caller, family),
            whatever=whatever_it_asks(caller),
            proofs=[(proof_line(proof, caller), bool(proof.value_for(caller))) for proof in proofs()],
            spelt=[(value, spelt(value)) for value in _to_spell(caller)],
            alphabet=alphabet(),
        )
    )


def sheet_text(slots: Mapping[str, Any], today: dt.date) -> str | None:
    """Give the sheet as plain text; None where there is none."""
    if not _is_to_call(slots, today):
        return None
    return call_sheet(Caller.from_slots(slots), today, Progress.from_slots(slots).phone_family)


def _next(caller: Caller, family: str, heard: str, line: str) -> NextWords | None:
    pressed = words_for(caller, family, line) if line else None
    return pressed or (next_words(caller, family, heard) if heard.strip() else None)


def _is_to_call(slots: Mapping[str, Any], today: dt.date) -> bool:
    case = Case.from_slots(slots)
    return next_question(case, today) is None and plan_for(case, today).way_in == "data_protection"


def _numbers(caller: Caller) -> list[_Number]:
    entry = number_for(caller.country)
    if entry and entry.numbers:
        return [_Number(number.dial, tel_uri(number.dial), number.use) for number in entry.numbers]
    abroad = f"+{united_states_number().numbers[0].dial}"
    return [_Number(abroad, tel_uri(abroad), united_states_number().name)]


def _dial(caller: Caller) -> Markup:
    no_country = read_dated("sheet.yml").text("dial.no_country_on_paper")
    return bubble("\n".join(number_lines(caller, no_country)), "").body


def _to_spell(caller: Caller) -> list[str]:
    """What is the end of something longer is spelt with that."""
    known = {value for value in (caller.sign_in_name, caller.own_domain, caller.onmicrosoft_domain) if value}
    return sorted(value for value in known if not any(one != value and one.endswith(value) for one in known))
