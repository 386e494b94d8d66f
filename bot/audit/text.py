"""What people typed, as it may stand in the audit: on one line, with everything unseen made visible, not too long."""

from __future__ import annotations

from bot.privacy import mask

#: In characters, before what is unseen is spelt out.
LONGEST = 300


def visible(text: str, longest: int = LONGEST) -> str:
    """
    Give the text with line ends, terminal codes, direction marks, NUL and the like as escapes (R22).

    A backslash is doubled, so that nobody can type what looks like an escape. Source: OWASP
    Logging Cheat Sheet, "Event collection".
    """
    shortened = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in shortened)


def without_secrets(text: str) -> str:
    """Give the text made visible, and without the secrets that people paste (R14)."""
    return visible(mask(text))
