"""The settings: one frozen object, built from the environment, with safe defaults. docs/settings.md lists them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A site as browsers name it: no path behind it, and nothing that ends a header.
_SITE = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?")
#: Where secrets and notes go: over https, or to this machine itself; nobody's name and password in it.
_ADDRESS = re.compile(r"(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]{1,5})?(/[^\s#@\\]*)?")


@dataclass(frozen=True)
class Settings:
    """
    Everything that can be set from outside.

    `delivery` is `terminal`, where codes are shown, or `real`: then they go out by SMTP and through
    Twilio, as far as those are set. A secret is given as the file that holds it.

    `port` is where the server listens, on this machine only. `database` is the SQLite file of the
    conversations, `own_database` that of people, proofs and the audit, `key_file` the key to it.
    `model` is the trained model, a local file. `action_deadline` is in seconds. `fixed_today` is
    None in real life; a date there is for tests that stand on one day. `directory` is the file with
    the people; None switches the directory off. `entra` is the tenants file, which takes its place: people
    are looked up in Microsoft Entra then. `public_url` is where people reach the pages, `proxies`
    how many of our own stand before us there. `messages_per_minute` is for one conversation,
    `requests_per_minute` for one address. `framed_by` are the sites that may show the chat in a frame.
    `ticket_url` takes the case notes of the desk, signed with the secret in `ticket_secret_file`.
    `openid_issuer` is the provider with which agents sign in, None for accounts of our own; the claim
    `openid_role_claim` of its token makes an agent or a supervisor.
    """

    port: int = 5005
    database: Path = Path("var/conversations.db")
    own_database: Path = Path("var/sparekey.db")
    key_file: Path = Path("var/key")
    model: Path = Path("models/sparekey.tar.gz")
    action_deadline: float = 5.0
    delivery: str = "terminal"
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    smtp_sender: str | None = None
    twilio_account_sid: str | None = None
    twilio_token_file: Path | None = None
    twilio_number: str | None = None
    public_url: str | None = None
    proxies: int = 0
    messages_per_minute: int = 40
    requests_per_minute: int = 300
    framed_by: tuple[str, ...] = ()
    ticket_url: str | None = None
    ticket_secret_file: Path | None = None
    openid_issuer: str | None = None
    openid_client_id: str | None = None
    openid_secret_file: Path | None = None
    openid_role_claim: str = "roles"
    openid_agent_role: str = "sparekey-agent"
    openid_supervisor_role: str = "sparekey-supervisor"
    fixed_today: dt.date | None = None
    directory: Path | None = Path(__file__).parent / "directory" / "demo.yml"
    entra: Path | None = None

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Settings:
        """
        Build the settings from variables that begin with SPAREKEY_.

        Raises `ValueError` that names the variable when one holds what it cannot.
        """
        readers: dict[str, Callable[[str], object]] = {
            "port": _PORT,
            "database": Path,
            "own_database": Path,
            "key_file": Path,
            "model": Path,
            "action_deadline": _number(float, 0.01, 60),
            "delivery": _one_of("terminal", "real"),
            "smtp_host": str,
            "smtp_port": _PORT,
            "smtp_security": _one_of("starttls", "tls"),
            "smtp_user": str,
            "smtp_password_file": Path,
            "smtp_sender": str,
            "twilio_account_sid": str,
            "twilio_token_file": Path,
            "twilio_number": str,
            "public_url": _where_pages_are,
            "proxies": _number(int, 0, 20),
            "messages_per_minute": _number(int, 1, 1_000_000),
            "requests_per_minute": _number(int, 1, 1_000_000),
            "framed_by": _sites,
            "ticket_url": _address,
            "ticket_secret_file": Path,
            "openid_issuer": _address,
            "openid_client_id": str,
            "openid_secret_file": Path,
            "openid_role_claim": str,
            "openid_agent_role": str,
            "openid_supervisor_role": str,
            "fixed_today": dt.date.fromisoformat,
            "directory": lambda text: None if text == "none" else Path(text),
            "entra": Path,
        }
        known: dict[str, Any] = {}
        for name, read in readers.items():
            variable = f"SPAREKEY_{name.upper()}"
            if environment.get(variable):
                try:
                    known[name] = read(environment[variable])
                except ValueError as error:
                    raise ValueError(f"{variable} cannot be {environment[variable]!r}") from error
        return cls(**known)

    @property
    def looks_people_up(self) -> bool:
        return self.directory is not None or self.entra is not None

    @property
    def is_the_demo(self) -> bool:
        return self.directory == Settings.directory and self.entra is None

    def address(self) -> str:
        """Give where people reach the pages; links in messages begin with it."""
        return self.public_url or f"http://127.0.0.1:{self.port}"

    def today(self) -> dt.date:
        """Give the day on which plans and wording stand."""
        return self.fixed_today or dt.date.today()


def _sites(text: str) -> tuple[str, ...]:
    sites = tuple(text.replace(",", " ").split())
    if not all(_SITE.fullmatch(site) for site in sites):
        raise ValueError(text)
    return sites


def is_safe_address(text: str) -> bool:
    """Tell whether secrets may go to this address: over https, or to this machine."""
    return _ADDRESS.fullmatch(text) is not None


def _address(text: str) -> str:
    if not is_safe_address(text):
        raise ValueError(text)
    return text


def _where_pages_are(text: str) -> str:
    # What is behind a question mark cannot have paths of ours behind it.
    if "?" in text:
        raise ValueError(text)
    return _address(text.rstrip("/"))


def _number(kind: type[int] | type[float], least: float, most: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = kind(text)
        # Put so that what is no number (nan) is refused as well.
        if not least <= number <= most:
            raise ValueError(f"{text!r} is not from {least} to {most}")
        return number

    return read


_PORT = _number(int, 1, 65535)


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"{text!r} is none of {', '.join(choices)}")
        return text

    return read
