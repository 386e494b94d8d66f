"""The archive of a backup: a .tar.gz of known files with their checksums, and nothing else is ever taken out of one."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from bot.errors import BackupUnusable

#: The files of a backup; only the conversations may be missing, while nobody has talked yet.
KEY, OWN, CONVERSATIONS = "key", "sparekey.db", "conversations.db"
_NAMES = (KEY, OWN, CONVERSATIONS)
_NEEDED = (KEY, OWN)

_MANIFEST = "manifest.json"
_FORMAT = 1
_LONGEST_MANIFEST = 64 * 1024


def pack(folder: Path, target: Path, made_at: float) -> None:
    """Put the files of this folder into an archive for this user alone; `made_at` is in seconds since 1970, UTC."""
    names = [name for name in _NAMES if (folder / name).exists()]
    checksums = {name: _checksum(folder / name) for name in names}
    manifest = json.dumps({"format": _FORMAT, "made_at": made_at, "sha256": checksums}).encode()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz") as archive:
            archive.addfile(_member(_MANIFEST, len(manifest), made_at), io.BytesIO(manifest))
            for name in names:
                with (folder / name).open("rb") as content:
                    archive.addfile(_member(name, (folder / name).stat().st_size, made_at), content)
        file.flush()
        os.fsync(file.fileno())


def unpack(source: Path, folder: Path) -> float:
    """
    Take the files out into this folder; give when the backup was made.

    Raises `BackupUnusable` for an archive that cannot be read, that was changed, or that holds
    anything but the files of a backup: a path that leads elsewhere, a link, a second of a name.
    """
    try:
        with tarfile.open(source, "r:gz") as archive:
            made_at, checksums = _manifest_of(archive)
            while member := archive.next():
                _require(member.isreg() and member.name in checksums, f"it holds {member.name!a}")
                _require(not (folder / member.name).exists(), f"it holds {member.name} twice")
                _take_out(archive, member, folder / member.name)
    except (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise BackupUnusable(f"{source} is no whole backup ({_in_one_line(error)}).") from error
    for name, checksum in checksums.items():
        _require((folder / name).exists() and _checksum(folder / name) == checksum, f"{name} is not what was backed up")
    return made_at


def _manifest_of(archive: tarfile.TarFile) -> tuple[float, Mapping[str, str]]:
    """Read the first member: when the backup was made, and the checksums of the files that follow."""
    member = archive.next()
    content = archive.extractfile(member) if member and member.name == _MANIFEST and member.isreg() else None
    if content is None:
        raise ValueError("it does not begin with its list of contents")
    manifest = json.loads(content.read(_LONGEST_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise ValueError(f"it is of format {manifest['format']!a}")
    checksums = dict(manifest["sha256"])
    _require(set(_NEEDED) <= set(checksums) <= set(_NAMES), f"it holds {', '.join(map(ascii, checksums))}")
    return float(manifest["made_at"]), checksums


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    content = archive.extractfile(member)
    if content is None:
        raise ValueError(f"{member.name!a} is empty")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(content, file)


def _member(name: str, size: int, made_at: float) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, int(made_at), 0o600
    return member


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while some := file.read(1024 * 1024):
            digest.update(some)
    return digest.hexdigest()


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BackupUnusable(f"{otherwise}.")


def _in_one_line(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
