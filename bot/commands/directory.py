"""`directory check`: what works in Microsoft Entra, tenant by tenant, and what is missing; it changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from bot.commands import Misused
from bot.directory.credentials import credential_of
from bot.directory.graph import GraphDirectory
from bot.directory.graph_check import OK, UNCLEAR, WRONG, Finding, check_words, findings
from bot.directory.graph_connection import GraphConnection
from bot.directory.tenants import EntraTenant, read_tenants
from bot.errors import DirectoryUnavailable, SettingMissing
from bot.settings import Settings

_SECONDS = 30.0


def run(arguments: Sequence[str], settings: Settings) -> int:
    if not arguments or arguments[0] != "check" or len(arguments) > 2:
        raise Misused
    if settings.entra is None:
        raise SettingMissing("SPAREKEY_ENTRA")
    tenants = read_tenants(settings.entra)
    is_right = True
    for tenant in tenants:
        print(f"{tenant.tenant.id} ({tenant.tenant.name}, {tenant.tenant_id})")
        is_right &= _tell(asyncio.run(_check(tenant)))
    if len(arguments) == 2:
        print(arguments[1])
        is_right &= _tell(asyncio.run(_look_up(tenants, arguments[1])))
    return 0 if is_right else 1


async def _check(tenant: EntraTenant) -> list[Finding]:
    credential = credential_of(tenant)
    way = GraphConnection(tenant, credential)
    try:
        return await asyncio.wait_for(findings(tenant, way, credential), _SECONDS)
    except asyncio.TimeoutError:
        return [Finding(WRONG, check_words()["sign_in"][WRONG].format(trouble="no answer in time"))]
    finally:
        await way.close()


async def _look_up(tenants: Sequence[EntraTenant], name: str) -> list[Finding]:
    """Look somebody up as a talk would, and tell how much there is, not what."""
    words, known = check_words()["person"], check_words()["known"]
    directory = GraphDirectory(tenants, patience=_SECONDS)
    try:
        person = await directory.find(name, "check")
        if person is None:
            domains = [domain for tenant in tenants for domain in tenant.tenant.domains]
            is_ours = name.rpartition("@")[2].lower() in domains
            return [Finding(WRONG, words["nobody" if is_ours else "elsewhere"].format(name=name))]
        resetters = await directory.who_can_reset(person, "check")
        about = {
            "name": person.sign_in_name,
            "methods": known["not_known"] if person.methods is None else len(person.methods),
            "contacts": len(person.contacts),
            "roles": known["not_known"] if person.roles is None else len(person.roles),
            "resetters": known["not_known"] if resetters is None else known[bool(resetters)],
        }
        return [Finding(OK, words[OK].format(**about))]
    except DirectoryUnavailable as trouble:
        return [Finding(WRONG, str(trouble))]
    finally:
        await asyncio.to_thread(directory.close)


def _tell(found: Iterable[Finding]) -> bool:
    """Print these; give whether nothing is wrong."""
    states = check_words()["states"]
    is_right = True
    for finding in found:
        print(f"  {states[finding.state]:<6} {finding.line}")
        is_right &= finding.state in (OK, UNCLEAR)
    return is_right
