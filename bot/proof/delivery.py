"""How a message reaches somebody: one delivery for each channel, as the settings have it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol, TextIO

from bot.directory.people import Contact
from bot.errors import NotDelivered, SettingMissing
from bot.secret_file import secret_in
from bot.settings import Settings


class Delivery(Protocol):
    """Brings messages to the contacts of one channel."""

    def send(self, contact: Contact, text: str) -> None:
        """
        Hand the message over, which may take seconds.

        Raises `bot.errors.NotDelivered` when that failed; its line has neither the address nor the text in it.
        """


def deliveries_from(settings: Settings, terminal: TextIO | None = None) -> Mapping[str, Delivery]:
    """
    Give the delivery for each channel that can be reached; a channel that is missing gets no codes.

    With `delivery=terminal` everything is shown on `terminal` (standard output if None), and nothing
    is sent. Else e-mail goes out once its host is set, text messages once Twilio is; calls do not
    yet: an answering machine would take the code. Raises `SettingMissing` for a half of a setting,
    `SettingUnreadable` for a secret that cannot be read.
    """
    if settings.delivery == "terminal":
        from bot.proof.terminal import TerminalDelivery

        return dict.fromkeys(("email", "sms", "voice"), TerminalDelivery(terminal or sys.stdout))
    deliveries: dict[str, Delivery] = {}
    if settings.smtp_host:
        deliveries["email"] = _mail(settings, settings.smtp_host)
    if settings.twilio_account_sid:
        deliveries["sms"] = _text_messages(settings, settings.twilio_account_sid)
    return deliveries


def _mail(settings: Settings, host: str) -> Delivery:
    from bot.proof.mail import MailDelivery

    if not settings.smtp_sender:
        raise SettingMissing("SPAREKEY_SMTP_SENDER")
    login = None
    if settings.smtp_user:
        login = (settings.smtp_user, secret_in(settings.smtp_password_file, "SPAREKEY_SMTP_PASSWORD_FILE"))
    try:
        return MailDelivery(host, settings.smtp_port, settings.smtp_sender, settings.smtp_security, login)
    except NotDelivered as error:
        raise SettingMissing("SPAREKEY_SMTP_SENDER, an e-mail address,") from error


def _text_messages(settings: Settings, account_sid: str) -> Delivery:
    from bot.proof.text_message import TextMessageDelivery, twilio_client

    if not settings.twilio_number:
        raise SettingMissing("SPAREKEY_TWILIO_NUMBER")
    token = secret_in(settings.twilio_token_file, "SPAREKEY_TWILIO_TOKEN_FILE")
    return TextMessageDelivery(twilio_client(account_sid, token), settings.twilio_number)
