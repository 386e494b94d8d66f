"""Somebody who has the database file, any SQL they like, and not the key."""

from __future__ import annotations

import sqlite3

COLUMNS = ("at", "who", "what", "result", "person_id", "personal", "personal_digest", "previous", "digest")
HEAD = ("count", "digest", "seal")


class Intruder:
    """Writes to the audit with the triggers dropped."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.sql = connection
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")

    def everything(self):
        return [self.sql.execute(f"SELECT * FROM {table}").fetchall() for table in ("audit", "audit_head")]

    def row(self, number):
        return self.sql.execute(f"SELECT {', '.join(COLUMNS)} FROM audit WHERE number = ?", (number,)).fetchone()

    def set(self, number, **values):
        for column, value in values.items():
            self.sql.execute(f"UPDATE audit SET {column} = ? WHERE number = ?", (value, number))

    def set_head(self, **values):
        for column, value in values.items():
            self.sql.execute(f"UPDATE audit_head SET {column} = ?", (value,))

    def remove(self, number):
        self.sql.execute("DELETE FROM audit WHERE number = ?", (number,))

    def insert(self, number, values):
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        self.sql.execute(f"INSERT INTO audit (number, {', '.join(COLUMNS)}) VALUES ({marks})", (number, *values))

    def move(self, number, to):
        self.sql.execute("UPDATE audit SET number = ? WHERE number = ?", (to, number))

    def swap(self, one, other):
        self.move(one, -1)
        self.move(other, one)
        self.move(-1, other)
