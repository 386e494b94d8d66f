"""The desk where agents sign in with their organisation: the whole way round, by the pages."""

from dataclasses import replace

import pytest

from bot.desk.agents import SUPERVISOR
from tests.bot.desk.openid_provider import CLIENT, SECRET, openid_provider
from tests.web.at_the_desk import AtTheDesk, hires
from tests.web.browser import expect

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture
def provider(helpdesk, tmp_path):
    secret = tmp_path / "openid-secret"
    secret.write_text(SECRET)
    with openid_provider(helpdesk.clock) as running:
        ours = {"openid_issuer": running.url, "openid_client_id": CLIENT, "openid_secret_file": secret}
        helpdesk.office = replace(helpdesk.office, settings=replace(helpdesk.office.settings, **ours))
        yield running


@pytest.fixture
def somebody(assistant):
    return AtTheDesk(assistant)


def goes_to_the_provider(somebody):
    assert 'href="/desk/openid/begin"' in somebody.calls().html
    reply = somebody.send("GET", "/desk/openid/begin")
    assert reply.status == 303
    assert {"HttpOnly", "SameSite=Lax", "Path=/desk/openid"} <= set(reply.headers["set-cookie"].split("; "))
    return reply.headers["location"]


def comes_back_with(somebody, **given):
    return somebody.open("/desk/openid?" + "&".join(f"{name}={value}" for name, value in given.items()))


def test_agent_signs_in_with_the_organisation_and_takes_a_call(somebody, provider):
    given = provider.signs_in(goes_to_the_provider(somebody))
    reply = comes_back_with(somebody, **given)
    assert "You are signed in" in reply.html
    assert {"HttpOnly", "SameSite=Strict", "Path=/desk"} <= set(reply.headers["set-cookie"].split("; "))
    somebody.takes_a_call()
    assert "mara.lind@contoso.example" in somebody.shows
    assert "What happened:" in somebody.shows


def test_agent_comes_back_from_another_site_in_a_browser_and_is_at_the_desk(browse, assistant, helpdesk, provider):
    """The cookie of the desk goes with no request that another site began: a page of ours goes on from there."""
    provider.url = provider.url.replace("127.0.0.1", "localhost")
    settings = replace(helpdesk.office.settings, openid_issuer=provider.url, port=assistant.port)
    helpdesk.office = replace(helpdesk.office, settings=settings)
    page = browse("/desk")
    page.get_by_role("link", name="Sign in with your organisation").click()
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
    expect(page.get_by_text("mara.lind@contoso.example")).to_be_visible()
    assert page.url.endswith("/desk")


def test_supervisor_of_the_organisation_sees_the_figures(somebody, provider):
    provider.person["roles"] = ["sparekey-supervisor"]
    comes_back_with(somebody, **provider.signs_in(goes_to_the_provider(somebody)))
    assert somebody.open("/desk/figures").status == 200


def test_person_without_a_role_gets_no_page_of_the_desk(somebody, provider):
    """R18"""
    provider.person["roles"] = ["staff"]
    reply = comes_back_with(somebody, **provider.signs_in(goes_to_the_provider(somebody)))
    assert reply.status == 403
    assert "That did not work" in reply.html
    assert "Sign in with your organisation" in somebody.calls().html


def test_sign_in_that_another_browser_began_is_none_here(assistant, somebody, provider):
    """R30: nobody is signed in as somebody else by a link."""
    given = provider.signs_in(goes_to_the_provider(somebody))
    another = AtTheDesk(assistant)
    assert comes_back_with(another, **given).status == 403
    assert "Sign in with your organisation" in another.calls().html
    assert comes_back_with(somebody, **given).status == 403


def test_password_of_ours_opens_nothing_where_the_organisation_signs_people_in(somebody, provider, assistant):
    """R18"""
    made = hires(assistant, "root", SUPERVISOR)
    assert somebody.sign_in(made).status == 403
    assert "Sign in with your organisation" in somebody.calls().html


def test_provider_that_cannot_be_reached_is_said_plainly(somebody, provider, helpdesk):
    settings = replace(helpdesk.office.settings, openid_issuer="http://127.0.0.1:9")
    helpdesk.office = replace(helpdesk.office, settings=settings)
    reply = somebody.open("/desk/openid/begin")
    assert reply.status == 403
    assert "cannot be reached just now" in reply.html


def test_pages_of_the_provider_are_not_there_without_one(somebody):
    for path in ("/desk/openid", "/desk/openid/begin"):
        assert somebody.open(path).status == 404
