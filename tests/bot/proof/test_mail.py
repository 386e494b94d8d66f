"""Mail, against a real server in this very run: encrypted, with a login, and nothing slips into a header."""

import socket

import pytest

from bot.directory.people import Contact
from bot.errors import NotDelivered
from bot.proof.mail import TLS, MailDelivery
from bot.proof.messages import code_message
from tests.bot.proof.mail_server import PASSWORD, USER, free_port, mail_server

SENDER = "sparekey@contoso.example"
ANNA = Contact("1", "email", "anna@home.example")
TEXT = code_message("482913", "see_own_methods", "email")


def delivery(port, certificates=None, login=(USER, PASSWORD), **others):
    return MailDelivery("127.0.0.1", port, SENDER, login=login, certificates=certificates, timeout=3.0, **others)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with mail_server(tmp_path_factory.mktemp("mail")) as running:
        yield running


@pytest.fixture
def inbox(server):
    inbox, _, _ = server
    inbox.envelopes.clear()
    inbox.is_full = False
    return inbox


@pytest.fixture
def mail(server, inbox):
    _, port, certificates = server
    return delivery(port, certificates)


def test_person_gets_the_code_by_mail_over_starttls_with_a_login(mail, inbox):
    mail.send(ANNA, TEXT)
    [message] = inbox.messages
    assert inbox.envelopes[0].rcpt_tos == ["anna@home.example"]
    assert message["From"] == SENDER
    assert message["To"] == "anna@home.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert message["Message-ID"].endswith("@contoso.example>")
    assert message.get_content().split() == TEXT.split()
    assert "482913" not in message["Subject"]


def test_person_gets_the_code_over_tls_from_the_first_byte(tmp_path):
    with mail_server(tmp_path, tls=True) as (inbox, port, certificates):
        delivery(port, certificates, security=TLS).send(ANNA, TEXT)
    assert len(inbox.messages) == 1


def test_text_in_other_letters_arrives_as_it_was(mail, inbox):
    mail.send(ANNA, "Zażółć gęślą jaźń 482913 – 你好")
    assert inbox.messages[0].get_content().strip() == "Zażółć gęślą jaźń 482913 – 你好"


def test_address_of_a_domain_in_other_letters_is_reached(mail, inbox):
    mail.send(Contact("1", "email", "olga@möbel.example"), TEXT)
    assert inbox.envelopes[0].rcpt_tos == ["olga@xn--mbel-5qa.example"]


@pytest.mark.parametrize(
    "address",
    [
        "anna@home.example\r\nBcc: eve@evil.example",
        "anna@home.example\nX: 1",
        "anna@home.example, eve@evil.example",
        "anna@home.example;eve@evil.example",
        "Anna <eve@evil.example>",
        "anna@home.example (eve@evil.example)",
        "anna@eve@evil.example",
        "anna",
        "@home.example",
        "anna@",
        "",
        "anna@home.example\0",
        "anna@home\u2028.example",
    ],
)
def test_address_that_is_more_than_one_address_is_refused(mail, inbox, address):
    """Header injection."""
    with pytest.raises(NotDelivered, match="no e-mail address"):
        mail.send(Contact("1", "email", address), TEXT)
    assert inbox.envelopes == []


@pytest.mark.parametrize("sender", ["a@b.example\r\nBcc: eve@evil.example", "Sparekey", ""])
def test_sender_in_the_settings_that_is_no_address_is_refused_at_once(sender):
    with pytest.raises(NotDelivered):
        MailDelivery("127.0.0.1", 25, sender)


def test_text_that_looks_like_headers_stays_text(mail, inbox):
    mail.send(ANNA, "Bcc: eve@evil.example\r\n\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n482913")
    assert inbox.envelopes[0].rcpt_tos == ["anna@home.example"]
    assert inbox.messages[0]["Bcc"] is None
    assert len(inbox.envelopes) == 1


def test_server_that_refuses_is_a_state_of_the_world_that_names_neither_address_nor_code(mail, inbox):
    """R14"""
    inbox.is_full = True
    with pytest.raises(NotDelivered) as refused:
        mail.send(ANNA, TEXT)
    assert "anna" not in str(refused.value)
    assert "482913" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_wrong_password_delivers_nothing(server, inbox):
    _, port, certificates = server
    with pytest.raises(NotDelivered, match="SMTPAuthenticationError"):
        delivery(port, certificates, login=(USER, "wrong")).send(ANNA, TEXT)
    assert inbox.envelopes == []


def test_server_whose_certificate_nobody_trusts_gets_nothing(server, inbox):
    _, port, _ = server
    with pytest.raises(NotDelivered, match="SSL"):
        delivery(port).send(ANNA, TEXT)
    assert inbox.envelopes == []


def test_server_that_offers_no_encryption_gets_nothing(tmp_path):
    with mail_server(tmp_path, starttls=False, login=False) as (inbox, port, certificates):
        in_the_clear = delivery(port, certificates, login=None)
        with pytest.raises(NotDelivered):
            in_the_clear.send(ANNA, TEXT)
    assert inbox.envelopes == []


def test_server_that_is_down_is_a_state_of_the_world():
    with pytest.raises(NotDelivered):
        delivery(free_port()).send(ANNA, TEXT)


def test_server_that_says_nothing_is_waited_for_no_longer_than_seconds():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent_one = MailDelivery("127.0.0.1", silent.getsockname()[1], SENDER, timeout=0.2)
        with pytest.raises(NotDelivered, match="did not take it"):
            silent_one.send(ANNA, TEXT)
