"""What Microsoft Graph answers to one request about an organisation: status and body, errors as Graph has them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import jsonschema
import yaml

from tests.entra.organisation import Group, Organisation, Somebody, role_id

SCHEMA = yaml.safe_load((Path(__file__).with_name("schema.yml")).read_text("utf-8"))
_VALIDATORS: dict[int, jsonschema.Draft7Validator] = {}
_ERRORS = {
    403: ("Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
    404: ("Request_ResourceNotFound", "Resource does not exist or one of its queried reference-property objects."),
    429: ("TooManyRequests", "Please retry again later."),
    500: ("generalException", "An error occurred."),
    503: ("serviceNotAvailable", "The service is not available."),
    504: ("UnknownError", "Gateway timeout."),
}


def error(status: int, code: str | None = None) -> dict[str, Any]:
    name, message = _ERRORS.get(status, ("BadRequest", "Bad request."))
    inner = {"request-id": "94fb3b52-452a-4535-a601-69e0a90e3aa2", "date": "2026-11-26T12:00:00"}
    return checked({"error": {"code": code or name, "message": message, "innerError": inner}}, SCHEMA["error"])


def checked(content: Any, schema: Mapping[str, Any]) -> Any:
    """Give this content. Raises `jsonschema.ValidationError` when it is not of the shape."""
    # Compiling a schema takes longer than a look-up may.
    if id(schema) not in _VALIDATORS:
        _VALIDATORS[id(schema)] = jsonschema.Draft7Validator(schema)
    _VALIDATORS[id(schema)].validate(content)
    return content


def shape_of(verb: str, url: str) -> Mapping[str, Any]:
    """Give the shape of this request, its query checked. Raises `AssertionError` for one that is in no shape."""
    path, _, query = url.partition("?")
    shapes = [s for s in SCHEMA["shapes"] if s["method"] == verb and re.fullmatch(s["path"], path)]
    assert len(shapes) == 1, f"{len(shapes)} shapes for {verb} {path}"
    for name, value in parse_qsl(query, keep_blank_values=True):
        pattern = shapes[0]["query"].get(name)
        assert re.fullmatch(pattern or "(?!)", value), f"{name}={value} in {verb} {path}"
    return shapes[0]


def answer(organisation: Organisation, base: str, verb: str, url: str, headers: Mapping[str, str]) -> tuple[int, Any]:
    """Give status and body of a GET; the request and the answer are checked against the schema."""
    shape = shape_of(verb, url)
    if shape["permission"] not in organisation.granted:
        return 403, error(403)
    if shape.get("is_advanced") and headers.get("ConsistencyLevel") != "eventual":
        return 400, error(400, "Request_UnsupportedQuery")
    path, _, query = url.partition("?")
    given = dict(parse_qsl(query))
    parts = [unquote(part) for part in path.split("/")[1:]]
    status, body = _GIVERS[shape["name"]](organisation, parts, given)
    if status == 200 and isinstance(body, list):
        body = _page(body, base, path, given, organisation.page)
    return (status, checked(body, shape["answer"])) if status == 200 else (status, body)


def _user(organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    one = organisation.find(parts[1])
    return (200, _selected(one.shown(), given)) if one else (404, error(404))


def _methods(organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    one = organisation.find(parts[1])
    return (200, {"value": one.methods}) if one else (404, error(404))


def _role_groups(organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    one = organisation.find(parts[1])
    return (200, [{"id": g.id} for g in organisation.groups if one in g.members]) if one else (404, error(404))


def _organization(organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    domains = [
        {"name": name, "isDefault": place == 0, "isInitial": False, "type": "Managed", "capabilities": "Email"}
        for place, name in enumerate(organisation.domains)
    ]
    return 200, {"value": [{"id": organisation.tenant_id, "verifiedDomains": domains}]}


def _roles(kind: str, organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    if kind == "eligible" and not organisation.has_licence:
        return 400, error(400, "AadPremiumLicenseRequired")
    wanted = re.fullmatch(r"(\w+) eq '(.+)'", given["$filter"])
    assert wanted
    field, value = wanted.groups()
    rows = []
    for principal_id, role, scope, who in organisation.assignments(kind):
        row = {
            "id": f"{principal_id}-{role_id(role)}",
            "principalId": principal_id,
            "roleDefinitionId": role_id(role),
            "directoryScopeId": scope,
        }
        if row[field] == value:
            expanded = {"principal": _principal(who, organisation), "roleDefinition": {"displayName": role}}
            rows.append({**row, given["$expand"]: expanded[given["$expand"]]})
    return 200, rows


def _principal(who: Somebody | Group, organisation: Organisation) -> dict[str, Any]:
    if isinstance(who, Group):
        return {"@odata.type": "#microsoft.graph.group", "id": who.id, "displayName": who.name}
    shown = who.shown()
    if not organisation.expands:
        shown = {name: value if name == "id" else None for name, value in shown.items()}
    return {"@odata.type": "#microsoft.graph.user", **shown}


def _members(organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    group = next((one for one in organisation.groups if one.id == parts[1]), None)
    return (200, [_selected(one.shown(), given) for one in group.members]) if group else (404, error(404))


def _users(organisation: Organisation, parts: list[str], given: Mapping[str, str]) -> tuple[int, Any]:
    ids = re.findall(r"'([^']+)'", given["$filter"])
    return 200, [_selected(one.shown(), given) for one in organisation.people if one.id in ids]


def _selected(shown: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    return {name: shown[name] for name in given["$select"].split(",")}


def _page(rows: list[Any], base: str, path: str, given: Mapping[str, str], size: int) -> dict[str, Any]:
    start = int(given.get("$skiptoken", 0))
    body: dict[str, Any] = {"@odata.context": f"{base}/$metadata", "value": rows[start : start + size]}
    if start + size < len(rows):
        query = "&".join(f"{name}={value}" for name, value in {**given, "$skiptoken": start + size}.items())
        body["@odata.nextLink"] = f"{base}{path}?{query}"
    return body


_GIVERS = {
    "user": _user,
    "methods": _methods,
    "role groups": _role_groups,
    "organization": _organization,
    "role assignments": functools.partial(_roles, "roles"),
    "eligible roles": functools.partial(_roles, "eligible"),
    "members of a group": _members,
    "users by id": _users,
}
