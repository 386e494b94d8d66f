"""The supervisor's page after real talks: what it says agrees with what was done, and shows nobody."""

import re
from dataclasses import replace

import pytest

from bot.desk.agents import SUPERVISOR
from tests.web.at_the_desk import AtTheDesk, hires
from tests.web.visiting import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.model]


def figures_of(supervisor):
    rows = supervisor.send("GET", "/desk/figures.csv").html.splitlines()[1:]
    return {tuple(row.split(",")[:2]): float(row.split(",")[3]) for row in rows}


def test_figures_agree_with_the_talks_that_were_had(assistant, helpdesk, tmp_path):
    settings = replace(helpdesk.office.settings, database=tmp_path / "talks.db")
    helpdesk.office = replace(helpdesk.office, settings=settings)
    with assistant.writing_to(settings.database):
        stuck = Visitor(assistant)
        stuck.say("This is Clara, I lost my phone with Microsoft Authenticator")
        stuck.press("Work")
        stuck.press("An old phone with the app on it")
        stuck.say("I am stuck")
        asks = Visitor(assistant)
        asks.say("I lost my phone with Microsoft Authenticator")
        asks.say("I want to talk to a human")
        lea = AtTheDesk(assistant)
        lea.sign_in(hires(assistant, "lea", SUPERVISOR))
        counts = figures_of(lea)
        page = lea.open("/desk/figures").html
    assert counts["chat", "talks"] == 2
    assert counts["chat", "handed over"] == 1
    assert counts["chat", "solved without hand-over"] == 0
    assert counts["ways in of the chat", "old_phone"] == 1
    assert counts["chat", "median questions"] == 2
    assert [name for group, name in counts if group == "stuck at"] == ["approve_with_old_phone"]
    assert "Sign in with the app on the old phone." in page
    assert len(re.findall(r'<svg class="columns"[^>]*aria-label="[^"]*talk', page)) == 1
    assert "clara" not in page.lower()
    assert "style=" not in page
