"""What an agent says at the desk: again, big and letter by letter; and the answers that are on a key at any time."""

import re

import pytest

from tests.web.at_the_desk import AtTheDesk, hires

pytestmark = [pytest.mark.slow, pytest.mark.model]

CLARA = "clara.neumann@contoso.example"


@pytest.fixture
def mara(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "mara"))
    return agent


def on_the_key(agent, key):
    """What opens on this key, without a script as well."""
    opened = re.search(rf'<summary data-key="{key}">.*?</summary>(.*?)</details>', agent.page.html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", opened[1]).split())


def test_one_key_says_it_again_and_spells_the_address_and_the_account(mara):
    """R47"""
    path = mara.takes_a_call()
    assert "What happened:" in on_the_key(mara, "r")
    mara.posts(f"{path}/look-up", account=CLARA)
    for key in "116":
        mara.key(key)
    said = on_the_key(mara, "r")
    assert "a Alfa k Kilo a Alfa . dot m Mike s Sierra / slash M Mike y Yankee" in said
    assert "c Charlie l Lima a Alfa r Romeo a Alfa . dot" in said


def test_caller_who_asks_for_the_qr_code_is_answered_on_a_key_wherever_the_call_stands(mara):
    mara.takes_a_call()
    for key in ("", "1", "1", "6"):
        if key:
            mara.key(key)
        assert "Nobody can send you that QR code" in on_the_key(mara, "q")
        assert "I check for everybody" in on_the_key(mara, "f")
    assert "Say first" not in mara.shows


def test_call_that_begins_with_the_qr_code_is_answered_first_and_then_asked_on(mara):
    path = mara.takes_a_call()
    mara.posts(path, move="answer:problem=ask_qr_code")
    assert "Say first Nobody can send you that QR code" in mara.shows
    assert "Which account" in mara.shows
    mara.key("1")
    assert "Say first" not in mara.shows


@pytest.mark.parametrize("problem", ["out_of_scope", "admin_reset_for_user"])
def test_agent_who_gave_an_answer_is_not_asked_whether_the_caller_is_in_again(mara, problem):
    path = mara.takes_a_call()
    mara.posts(path, move=f"answer:problem={problem}")
    assert "That was the answer" in mara.shows
    assert "last step" not in mara.shows
    assert "in again" not in mara.shows


def test_only_administrator_is_told_the_number_of_their_country_and_what_of_the_proofs_is_known(mara):
    path = mara.takes_a_call()
    for move in ("problem=lost_authenticator", "account_type=business", "other_methods=none", "is_admin=yes"):
        mara.posts(path, move=f"answer:{move}")
    mara.posts(path, move="answer:has_other_admin=no-no")
    mara.posts(f"{path}/look-up", account=CLARA)
    assert "Domain of the locked tenant: contoso.example" in mara.shows
    mara.key("d")
    assert "Tell me the country" in mara.shows
    mara.posts(f"{path}/heard", words="I am in Germany")
    assert "Tell me the country" not in mara.shows
    assert "Calls from: Germany" in mara.shows


def test_agent_whose_caller_is_stuck_has_the_help_for_that_step_on_a_key(mara):
    mara.takes_a_call()
    for key in "116":
        mara.key(key)
    assert "take it off what still works" in on_the_key(mara, "b")


def test_agent_asks_about_what_is_on_file_and_sees_what_was_told_otherwise(mara):
    """R44: nobody is told that they have what they say they have not."""
    path = mara.takes_a_call()
    for move in ("problem=lost_authenticator", "account_type=business", "other_methods=none", "is_admin=yes"):
        mara.posts(path, move=f"answer:{move}")
    mara.posts(f"{path}/look-up", account="david.mensah@contoso.example")
    assert "on file: do they have it?" not in mara.shows
    mara.posts(f"{path}/check", how="seen_in_person")
    assert "An old phone with the app is on file: do they have it?" in mara.shows
    assert "You still have the old phone" not in mara.shows
    assert "Administrator No Told otherwise: Yes" in mara.shows
