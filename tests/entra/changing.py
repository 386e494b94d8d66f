"""What the Entra of the tests does when something is changed: the default method goes last, a pass is made once."""

from __future__ import annotations

from typing import Any

from tests.entra.answers import error
from tests.entra.organisation import Organisation, method

PASS = "ZK7pQ+3v"
_KINDS = {
    "phoneMethods": "#microsoft.graph.phoneAuthenticationMethod",
    "microsoftAuthenticatorMethods": "#microsoft.graph.microsoftAuthenticatorAuthenticationMethod",
    "softwareOathMethods": "#microsoft.graph.softwareOathAuthenticationMethod",
}


def changes(organisation: Organisation, verb: str, url: str, body: Any) -> tuple[int, Any]:
    """
    Make a change; give status and answer.

    The first Authenticator of somebody is their default, and is refused while there is a phone or an app besides
    (comment in MSIdentityTools, Remove-MsIdUserAuthenticationMethod, 2025-11).
    """
    parts = url.split("/")
    one = organisation.find(parts[2])
    if one is None:
        return 404, error(404)
    if parts[-1] == "revokeSignInSessions":
        return 200, {"value": True}
    if parts[-1] == "temporaryAccessPassMethods":
        made = method("temporaryAccessPass", isUsable=True, temporaryAccessPass=None)
        one.methods = [entry for entry in one.methods if entry["@odata.type"] != made["@odata.type"]] + [made]
        return 201, {**made, "temporaryAccessPass": PASS, **(body or {})}
    kind = _KINDS[parts[-2]]
    found = next((e for e in one.methods if e["id"] == parts[-1] and e["@odata.type"] == kind), None)
    if found is None:
        return 404, error(404)
    others = [e for e in one.methods if e is not found and e["@odata.type"] in _KINDS.values()]
    default = next((e for e in one.methods if "Authenticator" in e["@odata.type"]), None)
    if found is default and others:
        return 400, error(400, "invalidRequest")
    one.methods = [e for e in one.methods if e is not found]
    return 204, None
