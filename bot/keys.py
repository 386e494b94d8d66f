"""The key of this installation: one file of 32 random bytes, from which every digest, seal and token is made."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot.database.audit import installation
from bot.errors import KeyChanged, KeyLost, KeyUnusable, SealBroken

SIZE = 32
#: 192 bits: no shorter than what NIST SP 800-63B-4, 4.6 asks of a code without an identifier (112 bits).
_TOKEN_BYTES = 24

Random = Callable[[int], bytes]


class Keys:
    """
    Makes digests, seals and tokens. What was made for one purpose is worth nothing for another.

    `secret` is the content of the key file, `random` gives that many random bytes.
    """

    def __init__(self, secret: bytes, random: Random = secrets.token_bytes) -> None:
        if len(secret) != SIZE:
            raise KeyUnusable(f"it has {len(secret)} bytes instead of {SIZE}")
        self._secret = secret
        self._random = random
        self._derived: dict[str, bytes] = {}

    @classmethod
    def from_file(cls, path: Path, random: Random = secrets.token_bytes) -> Keys:
        """
        Read the key at this path; make one, readable for this user alone, if there is none.

        Raises `KeyUnusable` when the file is not ours: of another size, or readable for others.
        """
        if not path.exists():
            _make(path, random)
        return cls(_read(path), random)

    def digest(self, purpose: str, text: str) -> bytes:
        """Give 32 bytes that stand for this text; nobody without the key can make or check them (HMAC-SHA256)."""
        return hmac.digest(self._key_for(f"digest {purpose}"), text.encode("utf-8", "surrogatepass"), sha256)

    def seal(self, data: bytes, purpose: str = "data") -> bytes:
        """Make data unreadable, and every change of it noticed (Fernet: AES-128-CBC with HMAC-SHA256)."""
        return self._fernet(purpose).encrypt(data)

    def unseal(self, sealed: bytes, purpose: str = "data") -> bytes:
        """Give back what was sealed for this purpose. Raises `SealBroken` when it was changed, or the key was."""
        try:
            return self._fernet(purpose).decrypt(sealed)
        except InvalidToken as error:
            raise SealBroken(purpose) from error

    def new_token(self) -> str:
        """Give 192 random bits that can stand in a link."""
        return base64.urlsafe_b64encode(self._random(_TOKEN_BYTES)).decode("ascii")

    def _fernet(self, purpose: str) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._key_for(f"seal {purpose}")))

    def _key_for(self, purpose: str) -> bytes:
        """Derive the key of one purpose (HKDF, RFC 5869)."""
        if purpose not in self._derived:
            info = f"sparekey {purpose}".encode("utf-8", "surrogatepass")
            self._derived[purpose] = HKDF(SHA256(), SIZE, salt=None, info=info).derive(self._secret)
        return self._derived[purpose]


def keys_of(engine: Engine, path: Path, random: Random = secrets.token_bytes) -> Keys:
    """
    Give the key at this path, once it is sure that this database was written with it.

    The first call marks the database with the key, and makes the file if need be. Raises `KeyLost`
    when the database has such a mark and the file is gone, `KeyChanged` when it is another file's.
    """
    with engine.begin() as connection:
        mark = _mark_in(connection)
        if mark is not None and not path.exists():
            raise KeyLost(path)
        keys = Keys.from_file(path, random)
        if mark is None:
            connection.execute(installation.insert().values(id=1, key_mark=_mark_of(keys)))
        elif not hmac.compare_digest(mark, _mark_of(keys)):
            raise KeyChanged(path)
    return keys


def _mark_in(connection: Connection) -> bytes | None:
    mark: bytes | None = connection.execute(select(installation.c.key_mark)).scalar_one_or_none()
    return mark


def _mark_of(keys: Keys) -> bytes:
    return keys.digest("installation", "this database was written with this key")


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyUnusable(f"others on this machine may read {path}, so run `chmod 600` on it")
    return path.read_bytes()


def _make(path: Path, random: Random) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(random(SIZE))
            file.flush()
            os.fsync(file.fileno())
        # A link is made whole or not at all; another process may have been quicker, then its key holds.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
