"""A real mail server for the tests, with a certificate and a login of its own, on this machine only."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "sparekey", "a password for the test"


class Inbox:
    """Takes every mail, unless it is full."""

    def __init__(self):
        self.envelopes = []
        self.is_full = False

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name is aiosmtpd's
        if self.is_full:
            return f"452 {envelope.rcpt_tos[0]} has no room for {envelope.content[-40:]!r}".replace("\n", " ")
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def messages(self):
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.envelopes]


@contextmanager
def mail_server(folder, *, starttls=True, login=True, tls=False):
    """Run a server; give its inbox, its port, and whom to trust to reach it."""
    certificate, key = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    inbox = Inbox()
    settings = {"hostname": "127.0.0.1", "port": free_port()}
    if tls:
        settings["ssl_context"] = context
    elif starttls:
        settings |= {"tls_context": context, "require_starttls": True}
    if login:
        settings |= {"authenticator": check_login, "auth_required": True, "auth_require_tls": not tls}
    controller = Controller(inbox, **settings)
    controller.start()
    try:
        yield inbox, controller.port, ssl.create_default_context(cafile=str(certificate))
    finally:
        controller.stop()


def check_login(server, session, envelope, mechanism, data):
    # "Not handled" lets the server answer by itself.
    return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)


def make_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server for the tests")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
