"""Agents who sign in with their organisation: its provider runs here, and every lie about it is refused (R18)."""

from dataclasses import replace

import pytest

from bot.database.audit import audit
from bot.database.desk import agents as table
from bot.database.desk import openid_attempts
from bot.desk.agents import AGENT, SUPERVISOR, Agent, Agents
from bot.desk.openid_sign_in import ATTEMPT_HOLDS, OpenIdSignIn
from bot.desk.personnel import Personnel
from bot.desk.sessions import Sessions
from bot.errors import OpenIdRefused, OpenIdUnreachable, SettingMissing
from bot.settings import Settings
from tests.bot.desk.openid_provider import (
    CLIENT,
    SECRET,
    openid_provider,
    signed,
    signed_by_nobody,
    signed_with_our_secret,
    signed_with_what_everybody_has,
)

pytestmark = pytest.mark.slow

MARA = "mara.lind@contoso.example"


@pytest.fixture
def provider(helpdesk):
    with openid_provider(helpdesk.clock) as running:
        yield running


@pytest.fixture
def office(helpdesk, provider, tmp_path):
    secret = tmp_path / "openid-secret"
    secret.write_text(f"{SECRET}\n")
    ours = {"openid_issuer": provider.url, "openid_client_id": CLIENT, "openid_secret_file": secret}
    return replace(helpdesk.office, settings=replace(helpdesk.office.settings, **ours))


@pytest.fixture
def sign_in(office):
    return OpenIdSignIn(office)


def signs_in(sign_in, provider):
    page, state = sign_in.begin()
    return sign_in.finish(provider.signs_in(page), state, "10.0.0.1")


def refusal_of(sign_in, provider, **changes):
    page, state = sign_in.begin()
    given = {**provider.signs_in(page), **changes}
    with pytest.raises(OpenIdRefused) as refusal:
        sign_in.finish(given, state, "10.0.0.1")
    return str(refusal.value)


def test_person_with_the_role_is_an_agent(sign_in, provider, office):
    assert signs_in(sign_in, provider) == Agent(MARA, AGENT)
    assert signs_in(sign_in, provider) == Agent(MARA, AGENT)
    assert Agents(office.engine, office.keys, office.audit).all() == [Agent(MARA, AGENT)]


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["sparekey-supervisor"], SUPERVISOR),
        (["sparekey-agent", "sparekey-supervisor"], SUPERVISOR),
        (["other", "sparekey-agent"], AGENT),
        ("sparekey-agent", AGENT),
    ],
)
def test_claim_of_the_token_gives_the_role(sign_in, provider, roles, role):
    provider.person["roles"] = roles
    assert signs_in(sign_in, provider).role == role


@pytest.mark.parametrize(
    "roles", [None, [], ["other"], "sparekey-agents", {"sparekey-agent": True}, [["sparekey-agent"]], 1]
)
def test_person_without_a_role_is_unknown_here_and_refused(sign_in, provider, helpdesk, roles):
    provider.person["roles"] = roles
    assert "no role" in refusal_of(sign_in, provider)
    assert helpdesk.rows(table) == []


def test_sign_in_asks_with_state_nonce_and_a_challenge_that_only_this_side_can_answer(sign_in, provider, helpdesk):
    first, state = sign_in.begin()
    second, _ = sign_in.begin()
    one, two = provider.signs_in(first) and provider.asked[-1], provider.signs_in(second) and provider.asked[-1]
    assert one["response_type"] == "code"
    assert one["code_challenge_method"] == "S256"
    assert one["redirect_uri"].endswith("/desk/openid")
    assert {"openid"} <= set(one["scope"].split())
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name]) >= 32
        assert one[name] != two[name]
    kept = str(helpdesk.rows(openid_attempts))
    assert state not in kept
    assert one["nonce"] not in kept


TWISTS = {
    "wrong issuer": lambda claims: claims.update(iss="https://evil.example"),
    "wrong audience": lambda claims: claims.update(aud="another-app"),
    "also for others, without saying for whom": lambda claims: claims.update(aud=[CLIENT, "another-app"]),
    "for another party": lambda claims: claims.update(azp="another-app"),
    "expired": lambda claims: claims.update(exp=claims["iat"] - 61),
    "of the future": lambda claims: claims.update(iat=claims["iat"] + 3600, nbf=claims["iat"] + 3600),
    "of another sign-in": lambda claims: claims.update(nonce="of-another-sign-in"),
    "without nonce": lambda claims: claims.pop("nonce"),
    "without end": lambda claims: claims.pop("exp"),
    "without issuer": lambda claims: claims.pop("iss"),
    "without audience": lambda claims: claims.pop("aud"),
    "of nobody": lambda claims: claims.pop("sub"),
    "of nobody in particular": lambda claims: claims.update(sub=""),
    "of a list": lambda claims: claims.update(sub=["4711"]),
    "for another access token": lambda claims: claims.update(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
}


@pytest.mark.parametrize("twist", TWISTS.values(), ids=TWISTS)
def test_token_that_is_not_for_this_sign_in_is_refused(sign_in, provider, helpdesk, twist):
    provider.twist = twist
    assert "none for us" in refusal_of(sign_in, provider)
    assert helpdesk.rows(table) == []


SIGNATURES = {
    "another key": lambda claims: signed(claims, "somebody's"),
    "nobody": signed_by_nobody,
    "the public key": signed_with_what_everybody_has,
    "our secret": signed_with_our_secret,
    "nothing": lambda claims: "",
    "no token": lambda claims: "a.b.c",
    "cut off": lambda claims: signed(claims)[:-8],
}


@pytest.mark.parametrize("sign", SIGNATURES.values(), ids=SIGNATURES)
def test_token_that_the_provider_did_not_sign_is_refused(sign_in, provider, helpdesk, sign):
    provider.sign = sign
    assert "none for us" in refusal_of(sign_in, provider)
    assert helpdesk.rows(table) == []


def test_token_of_an_earlier_sign_in_is_not_taken_again(sign_in, provider):
    kept = []
    provider.sign = lambda claims: kept.append(signed(claims)) or kept[0]
    assert signs_in(sign_in, provider)
    assert "none for us" in refusal_of(sign_in, provider)


def test_answer_of_the_provider_works_once(sign_in, provider):
    page, state = sign_in.begin()
    given = provider.signs_in(page)
    assert sign_in.finish(given, state, None)
    with pytest.raises(OpenIdRefused, match="not begun here"):
        sign_in.finish(given, state, None)


def test_answer_of_the_provider_works_in_the_browser_that_began_alone(sign_in, provider):
    page, _ = sign_in.begin()
    _, anothers = sign_in.begin()
    given = provider.signs_in(page)
    for state in ("", anothers, "é", "\ud800"):
        with pytest.raises(OpenIdRefused, match="not begun here"):
            sign_in.finish(given, state, None)
    assert "not begun here" in refusal_of(sign_in, provider, state="made up")
    assert "not begun here" in refusal_of(sign_in, provider, iss="https://evil.example")


def test_code_that_was_got_elsewhere_is_not_taken(sign_in, provider):
    """RFC 7636: the code belongs to another challenge."""
    page, _ = sign_in.begin()
    anothers = provider.signs_in(page)["code"]
    assert "did not take the code" in refusal_of(sign_in, provider, code=anothers)
    assert "did not take the code" in refusal_of(sign_in, provider, code="made up")
    assert "let nobody in" in refusal_of(sign_in, provider, code="", error="access_denied")


def test_sign_in_that_takes_too_long_is_over(sign_in, provider, helpdesk):
    page, state = sign_in.begin()
    helpdesk.clock.pass_(ATTEMPT_HOLDS)
    with pytest.raises(OpenIdRefused, match="is over"):
        sign_in.finish(provider.signs_in(page), state, None)
    sign_in.begin()
    assert len(helpdesk.rows(openid_attempts)) == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "http://evil.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://169.254.169.254/"},
    ],
    ids=str,
)
def test_provider_that_leads_into_the_open_is_refused(sign_in, provider, lie):
    provider.described = lie
    with pytest.raises(OpenIdRefused):
        sign_in.begin()


def test_provider_that_cannot_be_reached_is_said_to_be_so(office):
    gone = replace(office, settings=replace(office.settings, openid_issuer="http://127.0.0.1:9"))
    with pytest.raises(OpenIdUnreachable):
        OpenIdSignIn(gone).begin()


@pytest.mark.parametrize("missing", ["openid_secret_file", "openid_client_id"])
def test_setting_that_is_missing_is_named(office, missing):
    with pytest.raises(SettingMissing, match=f"SPAREKEY_{missing.upper()}"):
        OpenIdSignIn(replace(office, settings=replace(office.settings, **{missing: None}))).begin()


def test_person_who_takes_the_name_of_an_agent_gets_nothing_of_theirs(sign_in, provider, office):
    signs_in(sign_in, provider)
    provider.person["sub"] = "0815"
    assert "another agent of this name" in refusal_of(sign_in, provider)
    Agents(office.engine, office.keys, office.audit).make("root", AGENT, "operator root", 0.0)
    provider.person["preferred_username"] = "Root"
    assert "another agent of this name" in refusal_of(sign_in, provider)


def test_person_stays_the_same_agent_under_another_name(sign_in, provider):
    signs_in(sign_in, provider)
    provider.person["preferred_username"] = "mara.weber@contoso.example"
    assert signs_in(sign_in, provider).name == MARA


@pytest.mark.parametrize("name", [None, "", "a\nb", "<script>", "x" * 200, 7, ["mara"]])
def test_name_that_is_none_gets_one_of_ours(sign_in, provider, name):
    provider.person["preferred_username"] = name
    assert signs_in(sign_in, provider).name.startswith(("openid-", "7"))


def test_agent_who_was_removed_here_does_not_come_back_by_the_provider(sign_in, provider, office):
    signs_in(sign_in, provider)
    Personnel(office.engine, office.keys, office.audit).remove(MARA, "operator root", office.now())
    assert "was removed" in refusal_of(sign_in, provider)


def test_role_that_is_taken_away_there_ends_the_sessions_here(sign_in, provider, office):
    sessions = Sessions(office.engine, office.keys, office.audit, provider.url)
    provider.person["roles"] = ["sparekey-supervisor"]
    token = sessions.begin(signs_in(sign_in, provider), office.now())
    provider.person["roles"] = ["sparekey-agent"]
    agent = signs_in(sign_in, provider)
    assert agent.role == AGENT
    assert sessions.agent_of(token, office.now()) is None
    token = sessions.begin(agent, office.now())
    provider.person["roles"] = []
    refusal_of(sign_in, provider)
    assert sessions.agent_of(token, office.now()) is None


def test_session_is_worth_something_for_the_way_of_signing_in_that_is_set_and_no_other(sign_in, provider, office):
    """R18: whoever sets another one has nobody at the desk who came in by the one before."""
    ours = Agents(office.engine, office.keys, office.audit).make("jonas", AGENT, "operator root", office.now())
    behind = (office.engine, office.keys, office.audit)
    with_provider, without = Sessions(*behind, provider.url), Sessions(*behind)
    another = Sessions(*behind, "https://another.example")
    for agent, valid in ((signs_in(sign_in, provider), with_provider), (Agent(ours.name, AGENT), without)):
        for sessions in (with_provider, without, another):
            token = sessions.begin(agent, office.now())
            assert (sessions.agent_of(token, office.now()) == agent) is (sessions is valid)


def test_account_of_the_provider_has_no_password_here(sign_in, provider, office):
    signs_in(sign_in, provider)
    agents = Agents(office.engine, office.keys, office.audit)
    for password in ("", " ", SECRET):
        assert agents.sign_in(MARA, password, "000000", None, office.now()) is None


def test_who_signed_in_and_who_was_refused_is_in_the_audit(sign_in, provider, helpdesk):
    """R21"""
    signs_in(sign_in, provider)
    provider.person["roles"] = []
    refusal_of(sign_in, provider)
    assert [(row["who"], row["what"], row["result"]) for row in helpdesk.rows(audit)] == [
        ("assistant", "agent_made", f"{MARA}, agent by OpenID Connect"),
        (f"agent {MARA}", "agent_signed_in", "by OpenID Connect"),
        ("person", "refused", "sign_in_by_openid: there is no role for this person"),
    ]


@pytest.mark.parametrize("issuer", ["http://login.example", "ftp://login.example", "login.example"])
def test_issuer_that_is_not_https_is_refused_at_the_start(issuer):
    with pytest.raises(ValueError, match="SPAREKEY_OPENID_ISSUER"):
        Settings.from_env({"SPAREKEY_OPENID_ISSUER": issuer})
