"""Masking what people paste and should not: passwords, codes, keys and card numbers, before anything keeps them."""

from __future__ import annotations

from bot.privacy.masking import holds_a_secret, mask

__all__ = ["holds_a_secret", "mask"]
