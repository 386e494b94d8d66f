"""The page of a call while it takes a second agent: before the check, after it, and after a no."""

import re

import pytest

from tests.web.at_the_desk import AtTheDesk, hires

pytestmark = [pytest.mark.slow, pytest.mark.model]

CLARA = "clara.neumann@contoso.example"


@pytest.fixture
def otto(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "otto"))
    return agent


@pytest.fixture
def mara(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "mara"))
    return agent


def decides(agent, decision):
    agent.assistant.helpdesk.clock.pass_(1)
    agent.calls()
    number = re.search(r"/desk/approvals/(\d+)", agent.page.html)[1]
    agent.posts(f"/desk/approvals/{number}", decision=decision)
    agent.assistant.helpdesk.clock.pass_(1)


def test_agent_is_told_who_said_no_and_cannot_take_the_flag_back(otto, mara):
    """R19"""
    path = otto.takes_a_call()
    otto.posts(f"{path}/look-up", account=CLARA)
    otto.posts(path, move="both:yes")
    otto.key("a")
    decides(mara, "refused")
    otto.open(path)
    assert "mara said no in call 1. Do nothing about this account" in otto.shows
    assert re.search(r'value="both:no" aria-pressed="true" disabled', otto.page.html)
    otto.posts(path, move="both:no")
    assert "Wants password and second factor reset in one go" in otto.shows
    assert otto.posts(f"{path}/check", how="called_back").status == 409
    otto.open(path)
    otto.key("a")
    assert "said no in call 1: ask them why" in re.sub(" +", " ", mara.calls() and mara.shows)


def test_what_comes_up_after_the_check_is_asked_about_and_the_clicks_wait(otto, mara):
    """R19"""
    path = otto.takes_a_call()
    for key in "1192":
        otto.key(key)
    otto.posts(f"{path}/look-up", account=CLARA)
    otto.key("w")
    assert "Role:" in otto.shows
    otto.posts(path, move="pressing:yes")
    assert "Role:" not in otto.shows
    assert "It does not count before a second agent agrees" in otto.shows
    assert "First a second agent has to agree" in otto.shows
    assert "•••" not in otto.page.html
    otto.key("a")
    assert 'id="step" data-live' in otto.page.html
    decides(mara, "approved")
    otto.open(path)
    assert "Role:" in otto.shows
    assert "It holds until" in otto.shows
