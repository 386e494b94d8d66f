"""The whole room with nothing faked but the clock: the demo's people, the audit, a mail server on this machine."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from bot.audit import Audit
from bot.case import Case
from bot.database.engine import open_database
from bot.directory.open import open_directory
from bot.errors import AuditBroken
from bot.keys import keys_of
from bot.proof.codes import Outcome
from bot.proof.desk import ProofDesk
from bot.proof.mail import MailDelivery
from bot.proof.rules import CHANGE_METHODS, SEE_OWN_METHODS
from bot.proof.second import Sending
from bot.settings import Settings
from tests.bot.proof.fakes import FakeClock, RecordingDelivery, Visitor, code_of
from tests.bot.proof.mail_server import PASSWORD, USER, mail_server

pytestmark = pytest.mark.slow

AMARA = "amara.diallo@contoso.example"
DAVID = "david.mensah@contoso.example"
BROKEN = Case(device_event="broken")


@pytest.fixture
def whole(tmp_path):
    """A desk with all that belongs to it."""
    clock = FakeClock()
    engine = open_database(tmp_path / "sparekey.db", patience=200)
    keys = keys_of(engine, tmp_path / "key")
    directory = open_directory(Settings(), engine, clock())
    audit = Audit(engine, keys)
    with mail_server(tmp_path) as (inbox, port, certificates):
        mail = MailDelivery("127.0.0.1", port, "sparekey@contoso.example", "starttls", (USER, PASSWORD), certificates)
        texts = RecordingDelivery()
        desk = ProofDesk(engine, keys, directory, {"email": mail, "sms": texts}, audit, clock, floor=0.0)
        visitor = Visitor(desk, clock)
        yield visitor, inbox, texts, audit, tmp_path / "sparekey.db"
        visitor.close()
    engine.dispose()


def last_mail(inbox):
    return inbox.messages[-1].get_content()


def test_person_of_the_demo_proves_it_by_mail_and_then_by_text_message(whole):
    """R10, R12, R21"""
    visitor, inbox, texts, audit, _ = whole
    visitor.begin("c1", DAVID.upper(), BROKEN, "192.0.2.7")
    assert visitor.enter("c1", code_of(last_mail(inbox))) is Outcome.right
    assert visitor.proved("c1", SEE_OWN_METHODS).name == "David Mensah"
    assert visitor.proved("c1", CHANGE_METHODS) is None
    second = visitor.begin_second("c1", BROKEN)
    assert second.sending is Sending.sent
    assert visitor.enter("c1", texts.last_code) is Outcome.right
    assert visitor.proved("c1", CHANGE_METHODS).name == "David Mensah"
    assert audit.verify() == []


def test_administrator_of_the_demo_sees_and_changes_nothing(whole):
    """R17"""
    visitor, inbox, _, audit, _ = whole
    visitor.begin("c1", AMARA, BROKEN)
    assert visitor.enter("c1", code_of(last_mail(inbox))) is Outcome.right
    assert visitor.proved("c1", SEE_OWN_METHODS).is_admin
    assert visitor.begin_second("c1", BROKEN).sending is Sending.refused
    assert visitor.proved("c1", CHANGE_METHODS) is None
    assert audit.verify() == []


def test_mail_server_that_stops_loses_nothing(whole):
    visitor, inbox, texts, _, _ = whole
    inbox.is_full = True
    visitor.begin("c1", DAVID, BROKEN)
    visitor.another_contact("c1", BROKEN)
    assert visitor.enter("c1", texts.last_code) is Outcome.right


def test_no_code_is_in_the_database_or_the_audit_after_all_of_it(whole):
    """R14"""
    visitor, inbox, texts, _, path = whole
    visitor.begin("c1", DAVID, BROKEN)
    visitor.enter("c1", code_of(last_mail(inbox)))
    visitor.begin_second("c1", BROKEN)
    visitor.enter("c1", texts.last_code)
    codes = [code_of(last_mail(inbox)), texts.last_code]
    kept = b"".join(file.read_bytes() for file in path.parent.glob("sparekey.db*"))
    assert not any(code.encode() in kept for code in codes)


def test_locked_database_proves_nothing_and_the_code_stays_good(whole):
    """R35: no false "verified"."""
    visitor, inbox, _, _, path = whole
    visitor.begin("c1", DAVID, BROKEN)
    code = code_of(last_mail(inbox))
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError):
            visitor.enter("c1", code)
        assert visitor.proved("c1", SEE_OWN_METHODS) is None
        other.execute("ROLLBACK")
    other.close()
    assert visitor.enter("c1", code) is Outcome.right


def test_audit_that_was_tampered_with_proves_nothing(whole):
    """R21: what cannot be recorded does not happen."""
    visitor, inbox, _, _, path = whole
    visitor.begin("c1", DAVID, BROKEN)
    with sqlite3.connect(path) as intruder:
        intruder.execute("DROP TRIGGER audit_changes_no_row")
        intruder.execute("UPDATE audit SET digest = 'x' WHERE number = (SELECT max(number) FROM audit)")
    intruder.close()
    with pytest.raises(AuditBroken):
        visitor.enter("c1", code_of(last_mail(inbox)))
    assert visitor.proved("c1", SEE_OWN_METHODS) is None
