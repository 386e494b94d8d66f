"""The tables of the agents' desk: accounts, sessions, calls, approvals. Times are seconds since 1970, UTC."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from bot.database.tables import metadata

agents = Table(
    "agents",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),  # agent, supervisor
    Column("password", String, nullable=False),  # as argon2 writes it
    Column("totp", LargeBinary, nullable=False),  # the key of the second factor, sealed
    Column("last_step", Integer),  # of the last code that was accepted: none is accepted twice
    Column("made_at", Float, nullable=False),
    Column("made_by", String, nullable=False),
)
agent_recovery_codes = Table(
    "agent_recovery_codes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent", ForeignKey("agents.name"), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("used_at", Float),
    Index("recovery_codes_of_an_agent", "agent"),
)
agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token", LargeBinary, primary_key=True),  # a keyed digest of what the browser holds
    Column("agent", ForeignKey("agents.name"), nullable=False),
    Column("begun_at", Float, nullable=False),
    Column("used_at", Float, nullable=False),
)
desk_calls = Table(
    "desk_calls",
    metadata,
    Column("id", String, primary_key=True),  # also the conversation that a proof belongs to
    Column("number", Integer, nullable=False, unique=True),  # as agents call it
    Column("agent", ForeignKey("agents.name"), nullable=False),
    Column("state", String, nullable=False),  # open, closed
    Column("begun_at", Float, nullable=False),
    Column("ended_at", Float),
    Column("talk", Text, nullable=False),  # JSON: the facts and how far it has come
    Column("before", Text, nullable=False),  # JSON list of talks: what undo goes back to
    Column("note", Text),  # JSON: the case note, once it is ended
    Index("desk_calls_of_an_agent", "agent", "state"),
)
#: A second agent says yes or no where one is not enough.
desk_approvals = Table(
    "desk_approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("call_id", ForeignKey("desk_calls.id"), nullable=False),
    Column("person_id", String, nullable=False),
    Column("asked_by", ForeignKey("agents.name"), nullable=False),
    Column("asked_at", Float, nullable=False),
    Column("flags", String, nullable=False),  # which red flags it is about, with commas
    Column("decision", String),  # approved, refused
    Column("decided_by", ForeignKey("agents.name")),
    Column("decided_at", Float),
    Index("desk_approvals_of_a_call", "call_id"),
)

#: Talks of the chat that wait for an agent.
desk_hand_overs = Table(
    "desk_hand_overs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("talk", LargeBinary, nullable=False, unique=True),  # a keyed digest of the conversation's name
    Column("at", Float, nullable=False),
    Column("sign_in_name", String),  # as it was typed there
    Column("case", Text, nullable=False),  # JSON
)

#: Case notes on their way to a ticket system: one row a call, of the last attempt.
desk_deliveries = Table(
    "desk_deliveries",
    metadata,
    Column("call_id", ForeignKey("desk_calls.id"), primary_key=True),
    Column("name", String, nullable=False),  # the same at every attempt, so that the other side knows it again
    Column("at", Float, nullable=False),
    Column("trouble", String),  # nothing: it was taken
)
#: Who is an agent no more. Names stay in the audit, so none is given to somebody else.
removed_agents = Table(
    "removed_agents",
    metadata,
    Column("agent", ForeignKey("agents.name"), primary_key=True),
    Column("at", Float, nullable=False),
    Column("by", String, nullable=False),
)

#: Sign-ins by OpenID Connect that are on their way; each is taken once.
openid_attempts = Table(
    "openid_attempts",
    metadata,
    Column("state", LargeBinary, primary_key=True),  # a keyed digest of it
    Column("kept", LargeBinary, nullable=False),  # nonce and verifier, sealed
    Column("begun_at", Float, nullable=False),
)
#: Which agent is who at the provider.
openid_agents = Table(
    "openid_agents",
    metadata,
    Column("agent", ForeignKey("agents.name"), primary_key=True),
    Column("issuer", String, nullable=False),
    Column("subject", String, nullable=False),
    Index("openid_agents_by_subject", "issuer", "subject", unique=True),
)

#: What came with the desk, and what came later, version by version.
TABLES = (agents, agent_recovery_codes, agent_sessions, desk_calls, desk_approvals)
LATER = (desk_hand_overs,)
WITH_DELIVERIES = (desk_deliveries, removed_agents)
WITH_OPENID = (openid_attempts, openid_agents)
