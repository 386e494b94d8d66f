"""From the sign-in name to the new phone with the real directory, proof, keys and audit; only the delivery is faked."""

import asyncio
import re

import pytest

from bot.audit import Audit
from bot.case import Case
from bot.database.engine import open_database
from bot.directory.embedded import EmbeddedDirectory
from bot.enrolment.enrolment import Enrolment
from bot.enrolment.outbox import send_due
from bot.errors import ChangeNotProved
from bot.keys import keys_of
from bot.proof.desk import ProofDesk
from bot.proof.rules import CHANGE_METHODS, SEE_OWN_METHODS
from tests.bot.enrolment.house import ANNA, CHAT, NOON, Delivered, settle
from tests.bot.enrolment.phone import Phone

pytestmark = pytest.mark.slow

#: Anna's new phone has her number on a new SIM, so that text messages count.
CASE = Case(problem="lost_authenticator", device_event="lost", has_new_sim=True)


class Office:
    """Everything as the server puts it together."""

    def __init__(self, path, may_change=None):
        self.engine = open_database(path)
        self.keys = keys_of(self.engine, path.with_name("key"))
        self.audit = Audit(self.engine, self.keys)
        self.delivered = Delivered()
        self.deliveries = dict.fromkeys(("email", "sms", "voice"), self.delivered)
        directory = EmbeddedDirectory(self.engine)
        self.desk = ProofDesk(self.engine, self.keys, directory, self.deliveries, self.audit, lambda: NOON, floor=0.0)
        self.enrolment = Enrolment(
            self.engine,
            self.keys,
            self.audit,
            may_change=may_change or self.proved(CHANGE_METHODS),
            may_report_stolen=self.proved(SEE_OWN_METHODS),
            stop_link=lambda token: f"https://help.example/not-me/{token}",
        )

    def proved(self, purpose):
        def may(person, conversation_id, now):
            found = asyncio.run(self.desk.person_proved(conversation_id, purpose, now, CASE))
            return found is not None and found.id == person.id

        return may

    async def settled(self, work):
        result = await work
        await self.desk.settle()
        return result

    def take_the_code_that_came(self):
        code = re.search(r"\b\d{6}\b", self.delivered.messages[-1].text)[0]
        return self.desk.take_code(CHAT, code, NOON)


@pytest.fixture
def office(path):
    return Office(path)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "sparekey.db"
    settle(open_database(path))
    return path


def test_person_proves_it_by_two_codes_and_signs_in_with_the_new_phone(office):
    """R9, R12, R13"""
    asyncio.run(office.settled(office.desk.begin(CHAT, ANNA.sign_in_name, CASE)))
    assert office.take_the_code_that_came().name == "right"
    with pytest.raises(ChangeNotProved):
        office.enrolment.begin(ANNA, CHAT, NOON)
    asyncio.run(office.settled(office.desk.begin_second(CHAT, CASE)))
    assert office.take_the_code_that_came().name == "right"
    token = office.enrolment.begin(ANNA, CHAT, NOON)
    phone = Phone().scan(office.enrolment.open_page(token, NOON).picture)
    assert office.enrolment.confirm(token, phone.code(NOON), NOON).state == "right"
    assert office.enrolment.verify_code(ANNA.id, phone.code(NOON + 30), NOON + 30).state == "right"
    assert send_due(office.enrolment.means, office.deliveries, NOON).sent == 2 * len(ANNA.contacts)
    assert office.audit.verify() == []


def test_page_is_closed_when_its_proof_is_taken_back(path):
    """R12"""
    office = Office(path, may_change=lambda *of: True)
    token = office.enrolment.begin(ANNA, CHAT, NOON)
    office.enrolment.withdraw("another conversation", NOON)
    phone = Phone().scan(office.enrolment.open_page(token, NOON).picture)
    office.enrolment.withdraw(CHAT, NOON)
    assert office.enrolment.confirm(token, phone.code(NOON), NOON).state == "expired"


def test_one_code_is_enough_to_report_a_theft_and_none_is_not(office):
    """R12"""
    with pytest.raises(ChangeNotProved):
        office.enrolment.report_stolen(ANNA, CHAT, NOON)
    asyncio.run(office.settled(office.desk.begin(CHAT, ANNA.sign_in_name, CASE)))
    assert office.take_the_code_that_came().name == "right"
    assert office.enrolment.report_stolen(ANNA, CHAT, NOON) is False


def test_audit_is_handed_out_without_a_secret(path, tmp_path):
    """R14"""
    office = Office(path, may_change=lambda *_: True)
    token = office.enrolment.begin(ANNA, CHAT, NOON)
    page = office.enrolment.open_page(token, NOON)
    phone = Phone().scan(page.picture)
    outcome = office.enrolment.confirm(token, phone.code(NOON), NOON)
    send_due(office.enrolment.means, office.deliveries, NOON)
    stops = {re.search(r"not-me/(\S+)", message.text)[1] for message in office.delivered.messages}
    office.audit.export_json_lines(tmp_path / "audit.jsonl")
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (phone.secret, page.key, token, *stops, *outcome.recovery_codes):
        assert secret.encode() not in stored
    for shown in (repr(page), repr(outcome)):
        assert phone.secret not in shown
        assert page.key not in shown
        assert outcome.recovery_codes[0] not in shown
