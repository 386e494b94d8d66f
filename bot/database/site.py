"""The tables of the site: codes to carry on elsewhere, talks that were left, and how often it was any help."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, String, Table

#: Of their own: they came after the first version.
metadata = MetaData()

#: One a conversation at most: a newer one takes the place of the one before.
resume_codes = Table(
    "resume_codes",
    metadata,
    Column("conversation_id", String, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),  # a keyed digest of the code
    Column("expires_at", Float, nullable=False),
    Index("resume_codes_by_age", "expires_at"),
)
#: A cookie of such a talk opens nothing any more; kept as long as a cookie lives.
left_talks = Table(
    "left_talks",
    metadata,
    Column("talk", LargeBinary, primary_key=True),  # a keyed digest of the conversation's name
    Column("left_at", Float, nullable=False),
    Index("left_talks_by_age", "left_at"),
)
#: How often it was any help: by day, by way in, and nothing of who said so.
help_counts = Table(
    "help_counts",
    metadata,
    Column("day", String, primary_key=True),  # 2026-11-26
    Column("way_in", String, primary_key=True),
    Column("answer", String, primary_key=True),  # yes, partly, no
    Column("times", Integer, nullable=False),
)
