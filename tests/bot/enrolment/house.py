"""A helpdesk with its people, for the tests: who proved what, what was delivered, and what is in the database."""

import json
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.pool import NullPool

from bot.audit import Audit
from bot.authenticator import new_secret
from bot.database import second_factor as tables
from bot.database.audit import audit
from bot.database.engine import open_database
from bot.database.tables import contacts, people, tenants
from bot.directory.people import Contact, Person, Tenant
from bot.enrolment.enrolment import Enrolment
from bot.enrolment.outbox import send_due
from bot.errors import NotDelivered
from bot.keys import Keys
from tests.bot.enrolment.phone import Phone
from tests.databases import without_waiting

#: 2026-11-24 12:00 UTC.
NOON = 1795521600.0
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0

CONTOSO = Tenant("contoso", "Contoso", "business", ("contoso.example",), "helpdesk")
FABRIKAM = Tenant("fabrikam", "Fabrikam", "business", ("fabrikam.example",), "microsoft")

#: The chat in which Anna proved who she is.
CHAT = "chat-of-anna"


def person(name, tenant=CONTOSO, roles=(), is_enabled=True):
    ways = (("email", f"{name}@home.example"), ("sms", f"+1555{len(name):07d}"), ("voice", f"+1556{len(name):07d}"))
    return Person(
        id=name,
        sign_in_name=f"{name}@{tenant.domains[0]}",
        name=name.title(),
        tenant=tenant,
        roles=roles,
        is_enabled=is_enabled,
        contacts=tuple(Contact(f"{name}-{channel}", channel, address) for channel, address in ways),
        methods=(),
    )


ANNA = person("anna")
BEN = person("ben")
CEM_THE_ADMINISTRATOR = person("cem", roles=("User Administrator",))
DEE_WHO_LEFT = person("dee", is_enabled=False)
EVE_AT_MICROSOFT = person("eve", tenant=FABRIKAM)
EVERYBODY = (ANNA, BEN, CEM_THE_ADMINISTRATOR, DEE_WHO_LEFT, EVE_AT_MICROSOFT)


def settle(engine):
    """Put everybody on file."""
    with engine.begin() as connection:
        for tenant in (CONTOSO, FABRIKAM):
            connection.execute(
                tenants.insert().values(
                    id=tenant.id, name=tenant.name, kind=tenant.kind, domains="[]", second_factor=tenant.second_factor
                )
            )
        for one in EVERYBODY:
            connection.execute(
                people.insert().values(
                    id=one.id,
                    tenant_id=one.tenant.id,
                    sign_in_name=one.sign_in_name,
                    sign_in_key=one.sign_in_name,
                    name=one.name,
                    roles=json.dumps(one.roles),
                    is_enabled=one.is_enabled,
                )
            )
            for place, contact in enumerate(one.contacts):
                connection.execute(
                    contacts.insert().values(
                        id=contact.id,
                        person_id=one.id,
                        place=place,
                        channel=contact.channel,
                        address=contact.address,
                    )
                )


@dataclass
class Message:
    """One that arrived."""

    contact: str
    address: str
    text: str


class Delivered:
    """A delivery that records; while `refuses` is true, it takes nothing."""

    def __init__(self):
        self.messages = []
        self.refused = 0
        self.refuses = False

    def send(self, contact, text):
        if self.refuses:
            self.refused += 1
            raise NotDelivered("the mail server did not take it (OSError)")
        self.messages.append(Message(contact.id, contact.address, text))


class House:
    """One helpdesk, on the database at this path; a second one at the same path is the same after a restart."""

    def __init__(self, path, patience=2000, waits_for_the_disk=False, connections=NullPool):
        self.path = path
        self.engine = open_database(path, patience=patience, connections=connections)
        if not waits_for_the_disk:
            without_waiting(self.engine)
        self.keys = Keys(b"\x01" * 32)
        self.audit = Audit(self.engine, self.keys)
        self.delivered = Delivered()
        self.proved = {(one.id, CHAT) for one in EVERYBODY}
        self.asked = []
        self.secrets = []
        self.enrolment = Enrolment(
            self.engine,
            self.keys,
            self.audit,
            may_change=self.may_change,
            may_report_stolen=self.may_change,
            stop_link=lambda token: f"https://help.example/not-me/{token}",
            make_secret=self.make_secret,
        )

    def may_change(self, someone, conversation_id, now):
        self.asked.append((someone.id, conversation_id, now))
        return (someone.id, conversation_id) in self.proved

    def make_secret(self):
        self.secrets.append(new_secret())
        return self.secrets[-1]

    def enrol(self, someone=ANNA, now=NOON, chat=CHAT, phone=None):
        """Somebody goes all the way; give the phone and what came of the first code."""
        phone = phone or Phone()
        token = self.enrolment.begin(someone, chat, now)
        phone.scan(self.enrolment.open_page(token, now).picture)
        outcome = self.enrolment.confirm(token, phone.code(now), now)
        assert outcome.state == "right"
        return phone, outcome

    def signs_in(self, phone, now, someone=ANNA):
        return self.enrolment.verify_code(someone.id, phone.code(now), now).state

    def post(self, now):
        """Send what is due, by every channel; give the messages that arrived just now."""
        before = len(self.delivered.messages)
        send_due(self.enrolment.means, dict.fromkeys(("email", "sms", "voice"), self.delivered), now)
        return self.delivered.messages[before:]

    def stop_tokens(self, now):
        """Give the tokens of the "this was not me" links that arrive now, each once, in their order."""
        found = [re.search(r"https://help\.example/not-me/(\S+)", message.text) for message in self.post(now)]
        return list(dict.fromkeys(match[1] for match in found if match))

    def rows(self, table):
        with self.engine.begin() as connection:
            return connection.execute(select(table)).mappings().all()

    def authenticators(self, state, someone=ANNA):
        return [
            row for row in self.rows(tables.authenticators) if (row["state"], row["person_id"]) == (state, someone.id)
        ]

    def told(self):
        """Give what the audit says: what happened, and how it ended."""
        return [(row["what"], row["result"]) for row in self.rows(audit)]
