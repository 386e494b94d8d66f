"""How the app signs in to a tenant: by `azure-identity`, as the tenants file says; what is refused gets a reason."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from bot.directory.tenants import EntraTenant
from bot.errors import DirectoryUnreachable, EntraExtraMissing, SignInRefused
from bot.written import mapping_in

_WORDS = Path(__file__).with_name("sign_in_refusals.yml")
#: How Microsoft numbers what it refuses.
_CODE = re.compile(r"AADSTS[0-9]+")


class Credential(Protocol):
    """Gives tokens for one tenant."""

    async def token(self, anew: bool = False) -> str:
        """
        Give a token that is good; `anew`: the last one was refused, though it looks good.

        Raises `SignInRefused` with the reason for the operator, `DirectoryUnreachable`.
        """

    async def close(self) -> None:
        """Let go of what it holds."""


class AzureCredential:
    """A credential of `azure-identity`; the files are read when it is first used, and again after a refusal."""

    def __init__(self, tenant: EntraTenant) -> None:
        self._tenant = tenant
        self._azure: Any = None
        # Nobody lets go of it while somebody else waits for its token.
        self._lock = asyncio.Lock()

    async def token(self, anew: bool = False) -> str:
        # Heavy, and not needed where nobody is looked up in Entra.
        from azure.core.exceptions import AzureError, ClientAuthenticationError

        async with self._lock:
            if anew:
                await self.close()
            try:
                if self._azure is None:
                    self._azure = _azure_credential(self._tenant)
                given = await self._azure.get_token(f"{self._tenant.graph_url}/.default")
            except ClientAuthenticationError as error:
                # The next try reads the file again: a secret that was changed works without a new start.
                await self.close()
                raise SignInRefused(self._tenant.tenant.id, reason_of(str(error))) from error
            except AzureError as error:
                raise DirectoryUnreachable(self._tenant.tenant.id, type(error).__name__) from error
            return str(given.token)

    async def close(self) -> None:
        if self._azure is not None:
            azure, self._azure = self._azure, None
            await azure.close()


def reason_of(message: str) -> str:
    """Give in words what a refusal of Microsoft's means, by its AADSTS number; never the message itself."""
    words = _reasons()
    found = _CODE.search(message)
    code = found.group() if found else None
    return f"{code}: {words['reasons'].get(code, words['unknown'])}" if code else str(words["no_code"])


def credential_of(tenant: EntraTenant) -> Credential:
    """Give the credential of this tenant. Raises `EntraExtraMissing` where `azure-identity` is not installed."""
    try:
        import azure.identity.aio  # noqa: F401
    except ImportError as error:
        raise EntraExtraMissing(tenant.tenant.id) from error
    return AzureCredential(tenant)


def _azure_credential(tenant: EntraTenant) -> Any:
    from azure.identity import aio

    # Whoever asks bounds the time, and asks again.
    options: dict[str, Any] = {"retry_total": 0, "connection_verify": str(tenant.ca_file) if tenant.ca_file else True}
    if tenant.credential == "managed_identity":
        return aio.ManagedIdentityCredential(client_id=tenant.client_id, **options)
    about = {"tenant_id": tenant.tenant_id, "client_id": tenant.client_id, "authority": tenant.sign_in_url}
    # The tenant is written down, and its cloud known: there is nothing to discover.
    options["disable_instance_discovery"] = True
    makers: dict[str, Callable[[], Any]] = {
        "secret": lambda: aio.ClientSecretCredential(client_secret=_text_in(tenant), **about, **options),
        "certificate": lambda: aio.CertificateCredential(certificate_data=_bytes_in(tenant), **about, **options),
        "workload_identity": lambda: aio.WorkloadIdentityCredential(
            token_file_path=str(tenant.file), **about, **options
        ),
    }
    try:
        return makers[tenant.credential]()
    except ValueError as error:
        raise SignInRefused(tenant.tenant.id, _reasons()["unusable_file"]) from error


def _text_in(tenant: EntraTenant) -> str:
    text = _bytes_in(tenant).decode("utf-8", "replace").strip()
    if not text:
        raise SignInRefused(tenant.tenant.id, _reasons()["unusable_file"])
    return text


def _bytes_in(tenant: EntraTenant) -> bytes:
    try:
        return tenant.file.read_bytes() if tenant.file else b""
    except OSError as error:
        raise SignInRefused(tenant.tenant.id, _reasons()["unreadable_file"]) from error


@lru_cache(maxsize=1)
def _reasons() -> dict[str, Any]:
    return mapping_in(_WORDS)
