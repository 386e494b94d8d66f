"""The tables: what is kept. Times are seconds since 1970, UTC. Those of the second factor: second_factor.py."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

#: People and what they registered, for an organisation whose second factor the helpdesk owns.
tenants = Table(
    "tenants",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),  # business, school, personal
    Column("domains", Text, nullable=False),  # JSON list, lower case, ASCII
    Column("second_factor", String, nullable=False),  # microsoft, helpdesk
    Column("has_partner", Boolean),
)
people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("tenant_id", ForeignKey("tenants.id"), nullable=False),
    Column("sign_in_name", String, nullable=False),  # as it is written
    Column("sign_in_key", String, nullable=False, unique=True),  # as it is compared: bot/directory/names.py
    Column("name", String, nullable=False),
    Column("roles", Text, nullable=False),  # JSON list
    Column("is_enabled", Boolean, nullable=False),
    Column("call_back_number", String),  # the number on file, for an agent who verifies by calling back
)
contacts = Table(
    "contacts",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("place", Integer, nullable=False, default=0),  # in the order of the file
    Column("channel", String, nullable=False),  # sms, voice, email
    Column("address", String, nullable=False),
    Column("changed_at", Float),
    Index("contacts_of_a_person", "person_id"),
)
methods = Table(
    "methods",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("method", String, nullable=False),  # a sign-in method of bot.case.METHODS, or authenticator
    Column("label", String, nullable=False),
    Index("methods_of_a_person", "person_id"),
)
#: Which files were loaded, so that each is read again only when it changed.
loaded_files = Table(
    "loaded_files",
    metadata,
    Column("what", String, primary_key=True),  # people
    Column("checksum", String, nullable=False),
    Column("loaded_at", Float, nullable=False),
)

#: What a conversation may count on, known to the server alone.
conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("address", String),
    Column("account", String, nullable=False),  # a keyed digest of the sign-in name as it was typed
    Column("sign_in_name", String),  # as typed, until the person is found
    Column("person_id", String),  # nobody: not found, or not looked up
    Column("begun_at", Float, nullable=False),
    Column("expects_code_until", Float),
    Column("last_outcome", String),  # of the last code that was entered
    Index("conversations_by_age", "begun_at"),
)
#: A code without a person is one that nobody can know: an unknown sign-in name is treated like a known one.
codes = Table(
    "codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String, nullable=False),
    Column("account", String),  # whose failures a wrong try counts to; nobody's: a look-up that was refused
    Column("person_id", String),
    Column("purpose", String, nullable=False),
    Column("contact_id", String),
    Column("channel", String),
    Column("digest", LargeBinary, nullable=False),
    Column("issued_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("state", String, nullable=False),  # open, used, replaced, used_up, expired, not_delivered
    Index("codes_of_a_conversation", "conversation_id", "state"),
)
#: Wrong tries in a row against an account, whatever the code: NIST SP 800-63B-4, 3.2.2.
failures = Table(
    "failures",
    metadata,
    Column("account", String, primary_key=True),  # a keyed digest of the sign-in name
    Column("in_a_row", Integer, nullable=False),
    Column("last_at", Float, nullable=False),
)
proofs = Table(
    "proofs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", String, nullable=False),
    Column("person_id", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("kind", String, nullable=False),  # code, agent
    Column("channel", String, nullable=False),  # sms, voice, email, or how an agent checked
    Column("contact_id", String),
    Column("by", String),  # the agent
    Column("proved_at", Float, nullable=False),
    Column("until", Float, nullable=False),
    Index("proofs_of_a_conversation", "conversation_id"),
)
throttles = Table(
    "throttles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String, nullable=False),  # look_up, code_sent, code_tried, ...
    Column("subject", String, nullable=False),  # a keyed digest: of a sign-in name, a conversation or an address
    Column("at", Float, nullable=False),
    Index("throttles_of_a_subject", "what", "subject", "at"),
    Index("throttles_by_age", "at"),
)
