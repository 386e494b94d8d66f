"""The tenants file: which organisations there are; each mistake is told with its place, before anything starts."""

from pathlib import Path

import pytest
import yaml

from bot.directory.tenants import CLOUDS, read_tenants
from bot.errors import TenantsFileWrong

CONTOSO = {
    "id": "contoso",
    "name": "Contoso",
    "kind": "business",
    "domains": ["contoso.example", "Möbel-Contoso.example"],
    "tenant_id": "11111111-1111-1111-1111-111111111111",
    "client_id": "22222222-2222-2222-2222-222222222222",
    "credential": "secret",
    "secret_file": "contoso.secret",
}
FABRIKAM = {
    **{key: value for key, value in CONTOSO.items() if key != "secret_file"},
    "id": "fabrikam",
    "domains": ["fabrikam.example"],
    "tenant_id": "33333333-3333-3333-3333-333333333333",
    "credential": "certificate",
    "certificate_file": "/etc/sparekey/fabrikam.pem",
    "cloud": "us_government",
    "has_partner": True,
    "writes": ["temporary_access_pass"],
}


@pytest.fixture
def read(tmp_path):
    def write_and_read(*tenants):
        path = tmp_path / "tenants.yml"
        path.write_text(yaml.safe_dump({"tenants": list(tenants)}), "utf-8")
        return read_tenants(path)

    return write_and_read


def test_tenants_are_read_with_their_domains_and_clouds(read, tmp_path):
    contoso, fabrikam = read(CONTOSO, FABRIKAM)
    assert contoso.tenant.domains == ("contoso.example", "xn--mbel-contoso-4ib.example")
    assert (contoso.graph_url, contoso.sign_in_url) == CLOUDS["global"]
    assert (contoso.file, contoso.writes, contoso.tenant.has_partner) == (tmp_path / "contoso.secret", (), None)
    assert (fabrikam.graph_url, fabrikam.sign_in_url) == CLOUDS["us_government"]
    assert (fabrikam.file, fabrikam.writes) == (Path("/etc/sparekey/fabrikam.pem"), ("temporary_access_pass",))
    assert fabrikam.tenant.second_factor == "microsoft"


def test_managed_identity_needs_no_file_and_no_client_id(read):
    bare = {key: value for key, value in CONTOSO.items() if key not in ("secret_file", "client_id")}
    (tenant,) = read({**bare, "credential": "managed_identity"})
    assert (tenant.client_id, tenant.file) == (None, None)


MISTAKES = {
    "no tenants": ([], "tenants: is missing"),
    "twice": ([CONTOSO, CONTOSO], "contoso > id: contoso is there already"),
    "one tenant by two names": (
        [CONTOSO, {**CONTOSO, "id": "c2", "domains": ["c.example"]}],
        "tenant_id: 1111.*already",
    ),
    "a domain of two": ([CONTOSO, {**FABRIKAM, "domains": ["contoso.example"]}], "domains: contoso.example is there"),
    "no id": ([{**CONTOSO, "tenant_id": "contoso"}], "contoso > tenant_id: 'contoso' is no id"),
    "a typo": ([{**CONTOSO, "secret-file": "x"}], "secret-file: is not known here"),
    "a secret in the file": ([{**CONTOSO, "secret": "x"}], "secret: is not known here"),
    "no domains": ([{**CONTOSO, "domains": []}], "domains: is missing"),
    "no domain": ([{**CONTOSO, "domains": ["contoso"]}], "domains: 'contoso' is no domain"),
    "a personal tenant": ([{**CONTOSO, "kind": "personal"}], "kind: 'personal' is not known"),
    "no credential": ([{**CONTOSO, "credential": "password"}], "credential: 'password' is not known"),
    "the file of another credential": ([{**CONTOSO, "credential": "managed_identity"}], "secret_file: does not fit"),
    "no such write": ([{**CONTOSO, "writes": ["everything"]}], "writes: 'everything' is not known"),
    "a token that would go elsewhere": ([{**CONTOSO, "graph_url": "https://graph.example"}], "graph_url: is neither"),
    "a cloud of nobody": ([{**CONTOSO, "cloud": "mars"}], "cloud: 'mars' is not known"),
}


@pytest.mark.parametrize(("tenants", "told"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_told_with_its_place_in_one_line(read, tenants, told):
    with pytest.raises(TenantsFileWrong, match=told) as error:
        read(*tenants)
    assert str(error.value).startswith("the tenants file cannot be used: ")
    assert "\n" not in str(error.value)
