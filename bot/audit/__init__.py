"""The audit: who did what, for whom, why, from where, and how it ended; nobody changes it unnoticed."""

from bot.audit.book import WHAT, Audit

__all__ = ["WHAT", "Audit"]
