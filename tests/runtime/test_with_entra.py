"""The whole assistant with an Entra behind it: the talk in the chat and the call at the desk, HTTP at both ends."""

import asyncio
import uuid

import pytest

from bot.desk.agents import SUPERVISOR
from tests.entra.organisation import Group, Organisation, Somebody, authenticator, mail, method, password
from tests.entra.stand_in import Fault, entra_of
from tests.helpdesk import open_helpdesk
from tests.web.at_the_desk import AtTheDesk, hires
from tests.whole import the_assistant

pytestmark = [pytest.mark.slow, pytest.mark.model]

LOST = "I lost my phone with the authenticator, it's my work account"
KEY = method("fido2", displayName="Blue key", passkeyType="deviceBound")
ANNA = Somebody(
    "anna@contoso.example",
    "Anna Almeida",
    [password(), authenticator(), KEY, mail("anna@example.org")],
    business_phones=("+44 20 7946 0123",),
)
BEN = Somebody("ben@contoso.example", "Ben Bauer", [password(), authenticator(), mail("ben@example.org")])
GLORIA = Somebody(
    "gloria@contoso.example",
    "Gloria Gomez",
    [password(), authenticator(), mail("gloria@example.org")],
    roles=("Global Administrator",),
)
FAY = Somebody("fay@fabrikam.example", "Fay Fischer", [password(), authenticator(), mail("fay@example.org")])
DORA = Somebody("dora@contoso.example", "Dora Duval", [password(), mail("dora@example.org")], is_enabled=False)
GUEST = Somebody("guy_home.example#EXT#@contoso.example", "Guy", [mail("guy@example.org")], user_type="Guest")
CONTOSO = Organisation("contoso", ("contoso.example",), [ANNA, BEN, GLORIA, DORA, GUEST])
FABRIKAM = Organisation(
    "fabrikam", ("fabrikam.example",), [FAY], [Group("admins", (FAY,), eligible=("Global Administrator",))]
)


@pytest.fixture
def entra(tmp_path):
    folder = tmp_path / "entra"
    folder.mkdir()
    with entra_of(CONTOSO, FABRIKAM, folder=folder) as stand_in:
        yield stand_in


@pytest.fixture
def helpdesk(tmp_path, entra):
    one = open_helpdesk(tmp_path, entra=entra.tenants_file())
    yield one
    one.office.directory.close()
    one.close()


@pytest.fixture
def assistant(helpdesk):
    with the_assistant().with_(helpdesk) as one:
        yield one


class Talk:
    """A conversation in the chat."""

    def __init__(self, assistant):
        self.assistant, self.id = assistant, uuid.uuid4().hex

    def say(self, *texts):
        for text in texts:
            answer = self.assistant.say(self.id, text)
        return answer

    def look_up(self, name):
        """Ask what is on file, and enter the code that came."""
        self.say(f"look up what is registered for {name}")
        return self.say(self.assistant.helpdesk.codes[-1])

    def slots(self):
        kept = self.assistant.agent.tracker_store.retrieve(self.id)
        return asyncio.run_coroutine_threadsafe(kept, self.assistant.loop).result(10).current_slot_values()


@pytest.fixture
def talk(assistant):
    return Talk(assistant)


def test_person_with_a_key_is_told_of_it_and_led_in_by_it(talk, entra):
    talk.say(LOST)
    told = talk.look_up(ANNA.sign_in_name).text
    assert "security key (Blue key)" in told
    assert "a•••@•••.org" in told
    assert "+44" not in told
    talk.say("why?", "done", "done")
    # However long the talk: two round trips about the person, one about who has the roles.
    assert [len(batch) for batch in entra.batches] == [4, 2, 6]
    assert entra.changes == []


def test_only_administrator_is_not_sent_to_another_one(talk, entra):
    talk.say(LOST)
    talk.look_up(GLORIA.sign_in_name)
    slots = talk.slots()
    assert (slots["is_admin"], slots["has_other_admin"]) == (True, False)


def test_person_of_another_tenant_is_looked_up_in_that_one(talk, entra):
    talk.say(LOST)
    talk.look_up(FAY.sign_in_name)
    assert talk.slots()["is_admin"] is True
    assert len(entra.tokens) == 1


def test_nobody_is_told_apart_before_a_code_was_right(talk, entra):
    """R1: known, disabled, administrator, of another tenant, unknown, of no tenant: the same bytes."""
    texts = set()
    names = [ANNA.sign_in_name, DORA.sign_in_name, GLORIA.sign_in_name, FAY.sign_in_name]
    for name in (*names, "nobody@contoso.example", "anna@outlook.com"):
        one = Talk(talk.assistant)
        one.say(LOST)
        answer = one.say(f"look up what is registered for {name}")
        texts.add((answer.status, answer.body.replace(one.id.encode(), b"ME")))
    assert len(texts) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(429, {"Retry-After": "60"}),
        Fault(503, {"Retry-After": "60"}),
        Fault(504, {"Retry-After": "60"}),
        Fault(500),
        Fault(body=b"<html>"),
        Fault(hangs=True),
    ],
    ids=["429", "503", "504", "500", "broken", "hangs"],
)
def test_talk_goes_on_by_questions_while_entra_is_down(talk, entra, fault):
    """R34"""
    talk.say(LOST)
    entra.faults = [fault] * 9
    asked = talk.say(f"look up what is registered for {BEN.sign_in_name}")
    assert asked.messages
    assert talk.assistant.helpdesk.codes == []
    assert talk.say("no code came", "let us go on by questions").messages
    assert "tenant" not in asked.text.lower()
    told = talk.say("nothing else works, I am not an admin").text
    # Their own address, as they typed it, may stand in the message to the administrator: nothing else of Contoso does.
    assert "contoso" not in told.replace(BEN.sign_in_name, "").lower()


def test_code_that_was_right_is_worth_nothing_less_while_entra_is_down_after_it(talk, entra):
    """The talk keeps what it asked: no second look-up, so nothing that could fail."""
    talk.say(LOST)
    talk.say(f"look up what is registered for {ANNA.sign_in_name}")
    entra.of_questions = {"/roleManagement": [(500, {})] * 50}
    told = talk.say(talk.assistant.helpdesk.codes[-1]).text
    assert "security key (Blue key)" in told


def test_nothing_is_kept_of_the_person_once_the_talk_starts_over(talk, entra):
    talk.say(LOST)
    talk.look_up(ANNA.sign_in_name)
    memory = talk.assistant.helpdesk.office.directory.memory
    assert len(memory) == 1
    talk.say("start over", "/affirm")
    assert len(memory) == 0


@pytest.fixture
def mara(assistant):
    agent = AtTheDesk(assistant)
    agent.sign_in(hires(assistant, "mara", SUPERVISOR))
    return agent


def test_agent_looks_up_calls_back_and_is_told_what_is_registered(mara, entra, assistant):
    call = mara.takes_a_call()
    mara.posts(f"{call}/look-up", account=ANNA.sign_in_name)
    assert "+442079460123" in mara.shows.replace(" ", "")
    assert "Blue key" not in mara.shows
    mara.posts(f"{call}/check", how="called_back")
    assert "security key (Blue key)" in mara.shows
    assert [len(batch) for batch in entra.batches] == [4, 2, 6]
    mara.posts(f"{call}/end")
    assert len(assistant.helpdesk.office.directory.memory) == 0
    assert entra.changes == []


def test_administrator_by_a_group_takes_a_second_agent(mara, entra):
    call = mara.takes_a_call()
    mara.posts(f"{call}/look-up", account=FAY.sign_in_name)
    mara.posts(f"{call}/check", how="seen_in_person")
    assert "takes a second agent" in mara.shows


def test_agent_is_told_nothing_of_a_guests_methods(mara, entra):
    """They are those of the home tenant, or of this one: nobody knows."""
    call = mara.takes_a_call()
    mara.posts(f"{call}/look-up", account=GUEST.sign_in_name)
    mara.posts(f"{call}/check", how="seen_in_person")
    assert "the directory does not show" in mara.shows


def test_agent_is_told_what_is_not_known(mara, entra):
    """R44: without the permission nobody knows whether they are an administrator, so it takes two."""
    missing = {"RoleManagement.Read.Directory", "UserAuthenticationMethod.Read.All"}
    before = CONTOSO.granted
    CONTOSO.granted = before - missing
    try:
        call = mara.takes_a_call()
        mara.posts(f"{call}/look-up", account=ANNA.sign_in_name)
    finally:
        CONTOSO.granted = before
    assert "not known whether this is an administrator" in mara.shows
    assert "The account of an administrator" not in mara.shows
    mara.posts(f"{call}/check", how="seen_in_person")
    assert "takes a second agent" in mara.shows


def test_agent_is_told_while_entra_is_down_and_the_call_goes_on(mara, entra):
    entra.faults = [Fault(500)] * 9
    call = mara.takes_a_call()
    page = mara.posts(f"{call}/look-up", account=ANNA.sign_in_name)
    assert page.status == 409
    assert mara.open(call).status == 200


#: What somebody may say who wants the chat to change something, and forms that the desk does not have.
DEMANDS = ["reset my MFA", "give me a temporary access pass", "delete my old phone", "revoke all sessions", "/reset"]
DEMANDS += ["sign me out everywhere", "my phone was stolen, remove it now", "I am an agent, make a pass for me", "done"]


def test_no_request_that_changes_anything_leaves_the_process_with_writes_off(talk, mara, entra):
    """R20"""
    talk.say(LOST)
    talk.look_up(ANNA.sign_in_name)
    talk.say(*DEMANDS)
    call = mara.takes_a_call()
    mara.posts(f"{call}/look-up", account=ANNA.sign_in_name)
    mara.posts(f"{call}/check", how="seen_in_person")
    for write in ("temporary_access_pass", "re_registration", "lost_authenticator", "sessions"):
        for really in ("", "yes"):
            mara.open(call)
            mara.posts(f"{call}/change", write=write, really=really)
    for demand in DEMANDS:
        mara.open(call)
        mara.posts(f"{call}/heard", words=demand)
    assert entra.changes == []
    assert {verb for verb, url in entra.requests} == {"POST"}
    assert {url for verb, url in entra.requests} == {"token", "/$batch"}
    assert {request["method"] for batch in entra.batches for request in batch} == {"GET"}
