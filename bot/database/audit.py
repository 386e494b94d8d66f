"""The tables of the audit and of the key that it is written with. Times are seconds since 1970, UTC."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, String, Table, Text

from bot.database.tables import metadata

#: Which key this database was written with: one row, see bot/keys.py.
installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key_mark", LargeBinary, nullable=False),
)

#: One row a look-up, proof, refusal, change or script; see bot/audit.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("result", Text, nullable=False),
    Column("person_id", String),  # blank once erased
    Column("personal", Text),  # JSON: for whom, why, from where, and a salt; blank once erased
    Column("personal_digest", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("digest", String, nullable=False),
    Index("audit_of_a_person", "person_id"),
)
#: How long the audit is and how it ends, so that rows missing at the end are missed: one row.
audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("digest", String, nullable=False),
    Column("seal", String, nullable=False),
)

#: Rows are only added, at the end; blanking what is personal is the one change, and leaves the chain whole.
AUDIT_IS_APPEND_ONLY = (
    """CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
       WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)
       BEGIN SELECT RAISE(ABORT, 'the audit grows at its end'); END""",
    """CREATE TRIGGER audit_keeps_its_rows BEFORE DELETE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit keeps its rows'); END""",
    """CREATE TRIGGER audit_changes_no_row BEFORE UPDATE ON audit
       WHEN NEW.personal IS NOT NULL OR NEW.number <> OLD.number OR NEW.at <> OLD.at OR NEW.who <> OLD.who
         OR NEW.what <> OLD.what OR NEW.result <> OLD.result OR NEW.personal_digest <> OLD.personal_digest
         OR NEW.previous <> OLD.previous OR NEW.digest <> OLD.digest OR NEW.person_id IS NOT NULL
       BEGIN SELECT RAISE(ABORT, 'the audit changes no row'); END""",
)
