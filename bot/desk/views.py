"""The pages of the desk, rendered on the server; whatever is put into one is escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from bot.cases.summary import summary_of
from bot.desk.agents import Agent
from bot.desk.aloud import spelling_alphabet, spelt_in
from bot.desk.approvals import Approval
from bot.desk.calls import Call
from bot.desk.card import Card, card_of, facts_of_talk, flag_label, not_known
from bot.desk.charts import bar, columns
from bot.desk.desk import Seen
from bot.desk.figures import Figures
from bot.desk.handing_over import HandOver
from bot.desk.note import in_plain_text
from bot.desk.tickets import Sending
from bot.desk.wording import ask_about, detail_lines, place_name, qr_code_answer, refusals, words
from bot.phone.dial import tel_uri
from bot.site.bubbles import bubble
from bot.site.rendering import Page, StaticFile

_HERE = Path(__file__).parent
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def sign_in_page(*, is_wrong: bool = False, openid: bool = False, trouble: str | None = None) -> Page:
    """
    Ask for name, password and code; what was wrong is not said.

    `openid` where agents sign in with their organisation instead; `trouble` is what to say of that.
    """
    page = render("sign_in.html", is_wrong=is_wrong, openid=openid, trouble=trouble)
    return Page(page, 403 if is_wrong or trouble else 200)


def signed_in_page() -> Page:
    """Go on to the desk from a page of our own: the cookie goes with no request that another site began."""
    return Page(render("signed_in.html"))


def calls_page(
    agent: Agent,
    form: str,
    calls: Sequence[Call],
    ended: Sequence[Call],
    waiting: Sequence[Approval],
    hand_overs: Sequence[HandOver],
    in_all: int,
    status: int = 200,
    *,
    is_demo: bool = False,
) -> Page:
    """Show the calls of an agent, the talks of the chat (of `in_all` that wait), and what other agents wait for."""
    html = render(
        "calls.html",
        agent=agent,
        form=form,
        calls=calls,
        ended=ended,
        approvals=[(one, [flag_label(flag) for flag in one.flags]) for one in waiting],
        is_demo=is_demo,
        hand_overs=[(one, summary_of(one.case).splitlines()[:-1]) for one in hand_overs],
        more=max(0, in_all - len(hand_overs)),
        moment=_moment,
    )
    return Page(html, status)


def call_page(
    agent: Agent, form: str, seen: Seen, today: dt.date, own_address: str, notice: str | None = None, status: int = 200
) -> Page:
    """Show a call: what to say, check and do on the left, what is known on the right."""
    talk, standing = seen.call.talk, seen.standing
    check = {"is_checked": seen.is_checked, "calls_back": standing.number is not None}
    card = card_of(talk, standing.asked_for, today, **check)
    known, unknown = facts_of_talk(talk)
    approval = seen.approval
    covers = bool(approval and set(standing.flags) <= set(approval.flags))
    html = render(
        "call.html",
        agent=agent,
        form=form,
        call=seen.call,
        card=card,
        before=bubble(card.before, own_address).body if card.before else None,
        say=bubble(card.say, own_address).body,
        step=bubble(card.step.words.say, own_address).body if card.step else None,
        finished=words("words")["finished"]["answer" if card.is_answer else "steps"],
        spelt=spelt_in(_said_now(card, standing.asked_for)),
        alphabet=spelling_alphabet(),
        qr_code=qr_code_answer(),
        do=[bubble(line, own_address).body for line in card.step.words.do] if card.step else (),
        known=known,
        unknown=unknown,
        not_known=not_known(talk),
        to_ask_about=[ask_about(method) for method in talk.to_ask_about],
        details=detail_lines(talk.details),
        standing=standing,
        dial=tel_uri(standing.number) if standing.number else None,
        checks=[(check, words("words")["checks"][check]) for check in standing.checks],
        flags=[flag_label(flag) for flag in standing.flags],
        is_agreed=seen.is_agreed,
        is_checked=seen.is_checked,
        decision=(approval.decision or "waiting") if approval and covers else None,
        second=approval.decided_by if approval else None,
        checked=words("words")["checked"][standing.proof.channel] if standing.proof else None,
        no=refusals(check),
        notice=notice or seen.trouble,
        barred=words("words")["barred"][standing.barred] if standing.barred else None,
        may_lift=seen.may_lift,
        lifting=words("words")["lifting"],
        changes=[(write, words("changes")["changes"][write]["name"]) for write in seen.changes],
        moment=_moment,
    )
    return Page(html, status)


def note_page(agent: Agent, form: str, call: Call, sending: Sending | None, *, are_sent: bool) -> Page:
    """Show the case note, to be copied, and what became of it; `are_sent` where there is a ticket system."""
    text = in_plain_text(call.note or {})
    page = render(
        "note.html", agent=agent, form=form, call=call, text=text, sending=sending, are_sent=are_sent, moment=_moment
    )
    return Page(page)


def figures_page(agent: Agent, form: str, found: Figures) -> Page:
    """Show the figures, to a supervisor."""
    return Page(
        render(
            "figures.html", agent=agent, form=form, found=found, columns=columns(found.days), bar=bar, named=place_name
        )
    )


def nothing_here(agent: Agent, why: str = "no_call", status: int = 404) -> Page:
    """Say why there is nothing to see: there is no such call, or as `why` names it in the wording."""
    return Page(render("nothing_to_see.html", agent=agent, said=words("words")["nothing_here"][why]), status)


def static_file(name: str) -> StaticFile | None:
    """Give the style sheet or the script of the desk by its name; None for every other name."""
    path = {path.name: path for path in (_HERE / "static").iterdir()}.get(name)
    return StaticFile(path.read_bytes(), _KINDS[path.suffix]) if path else None


def _said_now(card: Card, account: str | None) -> Sequence[str]:
    return [card.step.words.say if card.step else card.say, account or ""]


def _moment(at: float) -> str:
    return dt.datetime.fromtimestamp(at, dt.timezone.utc).strftime("%H:%M")


def render(template: str, **values: object) -> str:
    """Give the page of this template; every value that it names has to be given, and is escaped."""
    return _environment().get_template(template).render(**values)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        # Below our own, the frame of the site's pages.
        loader=ChoiceLoader([FileSystemLoader(_HERE / "templates"), FileSystemLoader(_HERE.parent / "site/templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
