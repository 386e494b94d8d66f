"""The ways a message can go, as the settings have them: the terminal, text messages, and their wording."""

import io
from types import SimpleNamespace

import pytest
from twilio.base.exceptions import TwilioRestException

from bot.directory.people import Contact
from bot.errors import NotDelivered, SettingMissing, SettingUnreadable
from bot.proof.delivery import deliveries_from
from bot.proof.mail import MailDelivery
from bot.proof.messages import code_message
from bot.proof.rules import CHANNELS, PURPOSES
from bot.proof.terminal import TerminalDelivery
from bot.proof.text_message import TextMessageDelivery, twilio_client
from bot.settings import Settings

SMS = Contact("1", "sms", "+1 (425) 555-0142")
TEXT = code_message("482913", "see_own_methods", "sms")


class FakeTwilio:
    """Takes messages as Twilio's client does, or refuses as Twilio does."""

    def __init__(self, refusal=None):
        self.sent = []
        self.refusal = refusal
        self.messages = SimpleNamespace(create=self.create)

    def create(self, **message):
        if self.refusal:
            raise self.refusal
        self.sent.append(message)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_message_says_what_the_code_is_for_how_long_it_works_and_what_if_nobody_asked(purpose, channel):
    text = code_message("482913", purpose, channel)
    assert "482913" in text
    assert ("see how you can still sign in" if purpose == "see_own_methods" else "change how you sign in") in text
    assert ("1 hour" if channel == "email" else "10 minutes") in text
    assert "Nobody from support asks for it by phone" in text
    assert "If you did not ask for this, ignore it" in text
    assert "{" not in text
    assert "http" not in text


@pytest.mark.parametrize("purpose", PURPOSES)
def test_text_message_is_one_message_in_plain_letters(purpose):
    text = code_message("482913", purpose, "sms")
    assert len(text) <= 160
    assert text.isascii()


def test_text_message_goes_from_our_number_to_theirs():
    twilio = FakeTwilio()
    TextMessageDelivery(twilio, "+14255550100").send(SMS, TEXT)
    assert twilio.sent == [{"to": "+14255550142", "from_": "+14255550100", "body": TEXT}]


@pytest.mark.parametrize("number", ["", "0171 234567", "+", "+1", "+1 4255550100x1234", "+1425555014\n2,+44", "anna"])
def test_number_without_its_country_is_refused(number):
    twilio = FakeTwilio()
    with pytest.raises(NotDelivered, match="no telephone number"):
        TextMessageDelivery(twilio, "+14255550100").send(Contact("1", "sms", number), TEXT)
    assert twilio.sent == []


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (TwilioRestException(400, "/Messages", "The number +14255550142 is invalid", 21211), "21211"),
        (ConnectionError("no route for 482913"), "ConnectionError"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_twilio_that_refuses_is_a_state_of_the_world_that_names_neither_number_nor_code(refusal, reason):
    """R14"""
    with pytest.raises(NotDelivered, match=reason) as refused:
        TextMessageDelivery(FakeTwilio(refusal), "+14255550100").send(SMS, TEXT)
    assert "555" not in str(refused.value)
    assert "482913" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_client_of_twilio_waits_no_longer_than_seconds():
    client = twilio_client("AC0123", "token")
    assert client.http_client.timeout == 8.0
    assert hasattr(client.messages, "create")


def test_terminal_shows_the_message_in_a_frame_with_where_it_would_go():
    stream = io.StringIO()
    TerminalDelivery(stream).send(SMS, TEXT)
    shown = stream.getvalue()
    assert "A message that would go out by text message to +1 (425) 555-0142:" in shown
    assert TEXT in shown
    assert shown.strip().startswith("┌")
    assert shown.strip().splitlines()[-1].startswith("└")


def test_terminal_obeys_nothing_that_stands_in_a_contact():
    """R22"""
    stream = io.StringIO()
    TerminalDelivery(stream).send(Contact("1", "email", "a@b\x1b[2J\r\nfake"), "482913\x1b]0;x\x07")
    assert not set(stream.getvalue()) & set("\x1b\r\x07")


def test_terminal_that_was_closed_is_a_state_of_the_world():
    stream = io.StringIO()
    stream.close()
    with pytest.raises(NotDelivered):
        TerminalDelivery(stream).send(SMS, TEXT)


def test_without_settings_every_message_shows_in_the_terminal():
    stream = io.StringIO()
    deliveries = deliveries_from(Settings(), stream)
    assert set(deliveries) == set(CHANNELS)
    for channel in CHANNELS:
        deliveries[channel].send(Contact("1", channel, "x"), f"for {channel}")
        assert f"for {channel}" in stream.getvalue()


@pytest.fixture
def secret(tmp_path):
    file = tmp_path / "secret"
    file.write_text("  hush\n", "utf-8")
    return file


def real(**given):
    names = {f"SPAREKEY_{name.upper()}": str(value) for name, value in {"delivery": "real", **given}.items()}
    return Settings.from_env(names)


def test_real_delivery_is_what_the_settings_name_and_calls_are_not_made_yet(secret):
    assert deliveries_from(real()) == {}
    mail = {"smtp_host": "mail.example", "smtp_sender": "a@b.example", "smtp_user": "u", "smtp_password_file": secret}
    assert {k: type(v) for k, v in deliveries_from(real(**mail)).items()} == {"email": MailDelivery}
    text = {"twilio_account_sid": "AC0", "twilio_token_file": secret, "twilio_number": "+14255550100"}
    deliveries = deliveries_from(real(**mail, **text))
    assert {k: type(v) for k, v in deliveries.items()} == {"email": MailDelivery, "sms": TextMessageDelivery}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"smtp_host": "h"}, "SPAREKEY_SMTP_SENDER"),
        ({"smtp_host": "h", "smtp_sender": "Sparekey"}, "SPAREKEY_SMTP_SENDER, an e-mail address"),
        ({"smtp_host": "h", "smtp_sender": "a@b.example", "smtp_user": "u"}, "SPAREKEY_SMTP_PASSWORD_FILE"),
        ({"twilio_account_sid": "AC0"}, "SPAREKEY_TWILIO_NUMBER"),
        ({"twilio_account_sid": "AC0", "twilio_number": "+14255550100"}, "SPAREKEY_TWILIO_TOKEN_FILE"),
    ],
)
def test_half_a_setting_says_which_half_is_missing(given, missing):
    with pytest.raises(SettingMissing, match=missing):
        deliveries_from(real(**given))


@pytest.mark.parametrize("content", [None, "", "\n", b"\xff\xfe"])
def test_secret_that_cannot_be_read_says_so_without_saying_it(tmp_path, content):
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingUnreadable, match="SPAREKEY_TWILIO_TOKEN_FILE"):
        deliveries_from(real(twilio_account_sid="AC0", twilio_number="+14255550100", twilio_token_file=file))


@pytest.mark.parametrize("given", [{"delivery": "pigeon"}, {"smtp_security": "none"}, {"smtp_port": "twenty"}])
def test_setting_that_cannot_be_is_named(given):
    [name] = given
    with pytest.raises(ValueError, match=f"SPAREKEY_{name.upper()}"):
        real(**given)
