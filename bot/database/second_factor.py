"""The tables of the second factor: authenticators, recovery codes, links that work once, messages that go out."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, String, Table, text

from bot.database.tables import metadata

#: Authenticators that the helpdesk owns: pending until the first code, one active, the rest retired.
authenticators = Table(
    "authenticators",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("state", String, nullable=False),  # pending, active, retired
    Column("secret", LargeBinary, nullable=False),  # encrypted; empty once it can never be used again
    Column("label", String, nullable=False),
    Column("begun_at", Float, nullable=False),
    Column("proved_at", Float),
    Column("retired_at", Float),
    Column("retired_because", String),  # replaced, stolen, not_theirs; or it never was active
    Column("replaces", String),  # the one that was active until this one was proved
    Column("last_step", Integer),  # the last time step whose code was accepted: RFC 6238, 5.2
    Index("authenticators_of_a_person", "person_id", "state"),
    # Whatever the code above gets wrong, these two never happen.
    Index("one_active_authenticator", "person_id", unique=True, sqlite_where=text("state = 'active'")),
    Index("one_pending_authenticator", "person_id", unique=True, sqlite_where=text("state = 'pending'")),
)
#: How a person stands with their second factor, whatever authenticators come and go.
standings = Table(
    "standings",
    metadata,
    Column("person_id", String, primary_key=True),
    Column("wrong_codes", Integer, nullable=False, default=0),  # in a row
    Column("wrong_recovery_codes", Integer, nullable=False, default=0),  # in a row
    Column("stopped_at", Float),  # "this was not me": no change until an agent lifts it
)
recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("authenticator_id", String, nullable=False),  # the one they were made with
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("made_at", Float, nullable=False),
    Column("used_at", Float),
    Column("voided_at", Float),
    Column("voided_by", String),  # the authenticator whose own codes took their place; none: for good
    Index("recovery_codes_of_a_person", "person_id"),
)
#: Links that work once: the page with the QR code, and "this was not me".
links = Table(
    "links",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("purpose", String, nullable=False),  # enrol, not_me
    Column("person_id", String, nullable=False),
    Column("subject", String, nullable=False),  # the authenticator that it is about
    Column("conversation_id", String),
    Column("made_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
    Column("opened_at", Float),
    Column("used_at", Float),
    Column("tries", Integer, nullable=False, default=0),  # wrong codes on this page
    Index("links_of_a_person", "person_id", "purpose"),
)
#: Messages to people that have to go out, kept until they did.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", String, nullable=False),
    Column("contact_id", String, nullable=False),
    Column("template", String, nullable=False),
    Column("content", LargeBinary, nullable=False),  # JSON, encrypted: a link in it is a secret; empty once sent
    Column("queued_at", Float, nullable=False),
    Column("due_at", Float, nullable=False),  # the next try, not before
    Column("tried_at", Float),
    Column("tries", Integer, nullable=False, default=0),
    Column("sent_at", Float),
    Column("given_up_at", Float),
    Index("outbox_by_when_it_is_due", "due_at", sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL")),
)
