"""Secrets of whoever runs this, each in a file: what stands in the environment shows in lists of processes."""

from __future__ import annotations

from pathlib import Path

from bot.errors import SettingMissing, SettingUnreadable


def secret_in(path: Path | None, variable: str) -> str:
    """
    Read a secret from its file; `variable` is the setting that names it.

    Raises `SettingMissing` without a path, `SettingUnreadable` when the file cannot be read or is empty.
    """
    if path is None:
        raise SettingMissing(variable)
    try:
        secret = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingUnreadable(f"{variable}={path}") from error
    if not secret:
        raise SettingUnreadable(f"{variable}={path}")
    return secret
