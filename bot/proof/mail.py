"""Sends a message by e-mail over SMTP: encrypted, with a login if there is one, and never for longer than seconds."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from bot.directory.people import Contact
from bot.errors import NotDelivered
from bot.proof.messages import mail_subject

#: For each step of the talk with the server, in seconds.
TIMEOUT = 8.0
STARTTLS = "starttls"
TLS = "tls"

#: One plain address: nothing that begins a header, a second recipient or a comment (RFC 5322, 3.4).
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\\\"]+@[^\s@,;:<>()\[\]\\\"]+")


class MailDelivery:
    """
    Sends through one SMTP server.

    `security` is `starttls` (RFC 3207) or `tls` from the first byte (RFC 8314, 3.3); without either
    nothing is sent. `login` is user and password, None for a server that asks for none.
    `certificates` says whom to trust; None: whom this machine trusts.
    """

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        security: str = STARTTLS,
        login: tuple[str, str] | None = None,
        certificates: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._host = host
        self._port = port
        self._sender = _one_address(sender)
        self._security = security
        self._login = login
        self._certificates = certificates
        self._timeout = timeout

    def send(self, contact: Contact, text: str) -> None:
        """Hand the message to the server. Raises `NotDelivered` when the address is none, or the server refuses."""
        message = self._message(contact, text)
        try:
            with self._connected() as server:
                if self._login:
                    server.login(*self._login)
                server.send_message(message)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # What the server said may hold the address; its kind is enough to go by.
            raise NotDelivered(f"the mail server did not take it ({type(error).__name__})") from None

    def _message(self, contact: Contact, text: str) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = _one_address(contact.address)
        message["Subject"] = mail_subject()
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(domain=self._sender.domain)
        # Answering machines answer mail that does not say this (RFC 3834, 5).
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        return message

    def _connected(self) -> smtplib.SMTP:
        certificates = self._certificates or ssl.create_default_context()
        if self._security == TLS:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=self._timeout, context=certificates)
        server = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
        try:
            # Refused when the server does not offer it: a code never goes out in the clear.
            server.starttls(context=certificates)
        except BaseException:
            server.close()
            raise
        return server


def _one_address(address: str) -> Address:
    try:
        if not address.isprintable() or not _ADDRESS.fullmatch(address):
            raise ValueError
        local, _, domain = address.rpartition("@")
        return Address(username=local, domain=domain.encode("idna").decode("ascii"))
    except (ValueError, UnicodeError):
        raise NotDelivered("the address is no e-mail address") from None
