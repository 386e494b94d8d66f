"""The pages of a change: what would be sent, shown before it is; and what became of it."""

from __future__ import annotations

from bot.desk.agents import Agent
from bot.desk.calls import Call
from bot.desk.views import render
from bot.desk.wording import words
from bot.directory.changes import Made, Plan
from bot.site.rendering import Page


def plan_page(agent: Agent, form: str, call: Call, plan: Plan, chosen: str | None) -> Page:
    """Show the calls of a change before it is made, or what has to be chosen first."""
    told = words("changes")
    about = {"name": told["changes"][plan.write]["name"], "does": told["changes"][plan.write]["does"]}
    return Page(
        render(
            "change.html", agent=agent, form=form, call=call, plan=plan, chosen=chosen, told=told, made=None, **about
        )
    )


def made_page(agent: Agent, form: str, call: Call, made: Made) -> Page:
    """Show what became of a change; a pass that was made is in this page alone."""
    told = words("changes")
    change = told["changes"][made.plan.write]
    stopped = told["stopped"].format(
        why=(made.why_not or "").rstrip("."), made=len(made.made), all=len(made.plan.calls)
    )
    page = render(
        "change.html",
        agent=agent,
        form=form,
        call=call,
        plan=made.plan,
        chosen=None,
        told=told,
        made=made,
        outcome=stopped if made.why_not else told["done"],
        name=change["name"],
        does=change["does"],
    )
    return Page(page, 502 if made.why_not else 200)
