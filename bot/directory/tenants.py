"""The tenants file: which organisations are looked up in Microsoft Entra, and how the app signs in to each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.directory.entry import Entry, domains_of, read_entry
from bot.directory.people import Tenant
from bot.errors import PeopleFileWrong, TenantsFileWrong

#: Where Microsoft Graph and the sign-in of each cloud are (Graph, "National cloud deployments").
CLOUDS = {
    "global": ("https://graph.microsoft.com", "https://login.microsoftonline.com"),
    "us_government": ("https://graph.microsoft.us", "https://login.microsoftonline.us"),
    "us_defense": ("https://dod-graph.microsoft.us", "https://login.microsoftonline.us"),
    "china": ("https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
}
CREDENTIALS = ("secret", "certificate", "managed_identity", "workload_identity")
#: What an agent may be let change, each with the permission that it takes (Graph permissions, 2026-08-07).
WRITES = {
    "temporary_access_pass": ("UserAuthMethod-TAP.ReadWrite.All",),
    "re_registration": (
        "UserAuthMethod-Phone.ReadWrite.All",
        "UserAuthMethod-MicrosoftAuthApp.ReadWrite.All",
        "UserAuthMethod-SoftwareOATH.ReadWrite.All",
    ),
    "lost_authenticator": ("UserAuthMethod-MicrosoftAuthApp.ReadWrite.All",),
    "sessions": ("User.RevokeSessions.All",),
}

_KEYS = (
    *("id", "name", "kind", "domains", "has_partner", "cloud", "tenant_id", "client_id", "credential", "writes"),
    *("secret_file", "certificate_file", "token_file", "graph_url", "sign_in_url", "ca_file"),
)
_NEEDS_FILE = {"secret": "secret_file", "certificate": "certificate_file", "workload_identity": "token_file"}
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_THIS_MACHINE = re.compile(r"https?://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?")


@dataclass(frozen=True)
class EntraTenant:
    """
    A tenant and how its directory is asked.

    `file` holds the secret, the certificate with its key, or the token of a workload, as `credential`
    says; None for a managed identity, whose `client_id` may be None as well. `ca_file` are the
    authorities to trust; None: those of this machine. `writes` are the changes that agents may make.
    """

    tenant: Tenant
    tenant_id: str
    client_id: str | None
    credential: str
    file: Path | None
    graph_url: str
    sign_in_url: str
    ca_file: Path | None = None
    writes: tuple[str, ...] = ()


def read_tenants(path: Path) -> tuple[EntraTenant, ...]:
    """
    Read and check the tenants file at this path; the files that it names are not opened.

    Raises `TenantsFileWrong`, which names the file and the place, for whatever cannot be so.
    """
    try:
        top = read_entry(path)
        top.only("tenants")
        seen: set[tuple[str, str]] = set()
        tenants = tuple(_tenant(entry, seen) for entry in top.entries("tenants", "id"))
        top.require(bool(tenants), "tenants", "is missing")
    except PeopleFileWrong as error:
        raise TenantsFileWrong(*error.args) from error
    return tenants


def _tenant(entry: Entry, seen: set[tuple[str, str]]) -> EntraTenant:
    entry.only(*_KEYS)
    id_ = entry.text("id")
    entry.require(bool(_ID.fullmatch(id_)), "id", f"{id_!r} has more in it than a-z, 0-9 and . _ -")
    tenant_id = _guid(entry, "tenant_id")
    domains = tuple(domains_of(entry))
    for kind, value in (("id", id_), ("tenant_id", tenant_id), *(("domains", domain) for domain in domains)):
        entry.require((kind, value) not in seen, kind, f"{value} is there already")
        seen.add((kind, value))
    credential = entry.choice("credential", CREDENTIALS)
    graph_url, sign_in_url = _addresses(entry)
    writes = entry.texts("writes")
    for write in writes:
        entry.require_known("writes", write, WRITES)
    is_managed = credential == "managed_identity" and "client_id" not in entry.content
    return EntraTenant(
        # Who keeps the sign-in methods in Entra is always Microsoft.
        Tenant(id_, entry.text("name"), _kind(entry), domains, "microsoft", entry.flag("has_partner")),
        tenant_id=tenant_id,
        client_id=None if is_managed else _guid(entry, "client_id"),
        credential=credential,
        file=_file(entry, credential),
        graph_url=graph_url,
        sign_in_url=sign_in_url,
        ca_file=_path(entry, "ca_file") if "ca_file" in entry.content else None,
        writes=writes,
    )


def _kind(entry: Entry) -> str:
    return entry.choice("kind", ("business", "school"))


def _guid(entry: Entry, key: str) -> str:
    value = entry.text(key).lower()
    entry.require(bool(_GUID.fullmatch(value)), key, f"{value!r} is no id like 00000000-0000-0000-0000-000000000000")
    return value


def _file(entry: Entry, credential: str) -> Path | None:
    for kind, key in _NEEDS_FILE.items():
        entry.require(kind == credential or key not in entry.content, key, f"does not fit the credential {credential}")
    return _path(entry, _NEEDS_FILE[credential]) if credential in _NEEDS_FILE else None


def _path(entry: Entry, key: str) -> Path:
    """A path in the file is meant from where the file is."""
    return entry.file.parent / entry.text(key)


def _addresses(entry: Entry) -> tuple[str, str]:
    cloud = entry.choice("cloud", CLOUDS) if "cloud" in entry.content else "global"
    addresses = []
    for key, theirs in zip(("graph_url", "sign_in_url"), CLOUDS[cloud], strict=True):
        address = entry.text(key) if key in entry.content else theirs
        is_a_stand_in = bool(_THIS_MACHINE.fullmatch(address))
        entry.require(address == theirs or is_a_stand_in, key, "is neither Microsoft's nor on this machine")
        addresses.append(address)
    return addresses[0], addresses[1]
