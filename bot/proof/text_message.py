"""Sends a message as a text message, through Twilio's own library."""

from __future__ import annotations

import re
from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot.directory.people import Contact
from bot.errors import NotDelivered

#: In seconds.
TIMEOUT = 8.0

#: ITU-T E.164: up to 15 digits with the country in front. An extension behind an x cannot get a text message.
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")


def twilio_client(account_sid: str, token: str) -> Client:
    """Give a client of Twilio's that waits no longer than seconds."""
    return Client(account_sid, token, http_client=TwilioHttpClient(timeout=TIMEOUT))


class TextMessageDelivery:
    """Sends from one number. `client` is Twilio's, or one that is like it."""

    def __init__(self, client: Any, number: str) -> None:
        self._client = client
        self._number = number

    def send(self, contact: Contact, text: str) -> None:
        """Hand the message to Twilio. Raises `NotDelivered` when the number is none, or Twilio refuses."""
        number = re.sub(r"[\s().-]", "", contact.address)
        if not _NUMBER.fullmatch(number):
            raise NotDelivered("the number is no telephone number with its country")
        try:
            self._client.messages.create(to=number, from_=self._number, body=text)
        except (TwilioException, OSError) as error:
            # Twilio's line quotes the number.
            reason = getattr(error, "code", None) or type(error).__name__
            raise NotDelivered(f"Twilio did not take it ({reason})") from None
