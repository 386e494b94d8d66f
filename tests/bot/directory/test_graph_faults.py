"""Everything that can go wrong between here and Microsoft: bounded, told to whoever runs this, and nothing guessed."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.directory.graph import PATIENCE, GraphDirectory
from bot.directory.retrying import seconds_to_wait
from bot.directory.tenants import read_tenants
from bot.errors import (
    DirectoryBusy,
    DirectorySilent,
    DirectoryUnavailable,
    DirectoryUnreachable,
    DirectoryUnreadable,
    DomainNotVerified,
    PermissionMissing,
    SignInRefused,
)
from bot.settings import Settings
from tests.entra.organisation import EVERY_PERMISSION, Group, Organisation, Somebody, guid
from tests.entra.stand_in import SECRET, Fault, batch_answer, certificate_for_this_machine, certificate_of_the_app

ANNA = Somebody("anna@contoso.example")
CONTOSO = Organisation("contoso", ("contoso.example",), [ANNA])


class Sleeps:
    """Sleeps for no time, and records for how long it was asked to."""

    def __init__(self):
        self.seconds = []

    async def __call__(self, seconds):
        self.seconds.append(seconds)


@pytest.fixture
def sleeps():
    return Sleeps()


@pytest.fixture
def served(entra, sleeps):
    return entra(CONTOSO, sleep=sleeps, patience=10.0)


def look_up(directory, name=ANNA.sign_in_name, talk=None):
    return asyncio.run(directory.find(name, talk))


@pytest.mark.parametrize("status", [429, 503, 504])
def test_who_is_put_off_waits_as_long_as_told_and_asks_again(served, sleeps, status):
    stand_in, directory = served
    stand_in.faults = [Fault(status, {"Retry-After": "0"}), Fault(status)]
    assert look_up(directory).id == ANNA.id
    assert sleeps.seconds == [0, 0.25]


@pytest.mark.parametrize("status", [429, 503, 504])
def test_one_answer_of_a_batch_that_is_put_off_is_asked_for_again_alone(served, sleeps, status):
    stand_in, directory = served
    stand_in.of_questions = {"/authentication/methods": [(status, {"Retry-After": "0"})]}
    assert look_up(directory).methods
    assert [len(batch) for batch in stand_in.batches] == [4, 1, 2]
    assert sleeps.seconds == [0]


def test_who_is_put_off_for_longer_than_there_is_time_goes_on_by_questions_at_once(served, sleeps):
    """R34"""
    stand_in, directory = served
    stand_in.faults = [Fault(429, {"Retry-After": "30"})]
    with pytest.raises(DirectoryBusy, match="30 seconds"):
        look_up(directory)
    assert sleeps.seconds == []


def test_nobody_is_asked_again_before_the_time_that_was_told(entra, sleeps):
    clock = [0.0]
    stand_in, directory = entra(CONTOSO, sleep=sleeps, now=lambda: clock[0])
    stand_in.faults = [Fault(429, {"Retry-After": "60"})]
    for _ in range(3):
        with pytest.raises(DirectoryBusy):
            look_up(directory)
    assert len(stand_in.batches) == 1
    clock[0] = 61
    assert look_up(directory).id == ANNA.id


def test_it_is_not_asked_again_and_again(served, sleeps):
    stand_in, directory = served
    stand_in.faults = [Fault(503, {"Retry-After": "0"}) for _ in range(20)]
    with pytest.raises(DirectoryBusy):
        look_up(directory)
    assert len(stand_in.batches) == 4


def test_server_that_hangs_costs_the_deadline_once_and_then_nothing(entra):
    """R34"""
    clock = [0.0]
    stand_in, directory = entra(CONTOSO, patience=1.5, now=lambda: clock[0])
    stand_in.faults = [Fault(hangs=True)]
    start = time.monotonic()
    for _ in range(20):
        with pytest.raises(DirectorySilent):
            look_up(directory)
    assert time.monotonic() - start < 2 * 1.5
    assert len(stand_in.batches) == 1
    clock[0] = 16
    assert look_up(directory).id == ANNA.id


def test_deadline_of_two_questions_is_within_that_of_an_action():
    assert Settings().action_deadline > 2 * PATIENCE


BROKEN = {
    "no JSON": b"<html>Bad gateway</html>",
    "half of it": b'{"responses": [{"id": "0", "sta',
    "nothing": b"",
    "no UTF-8": b"\xff\xfe{",
    "a list": b"[]",
    "null": b"null",
    "no answers": b'{"responses": []}',
    "an answer to something else": batch_answer({"id": "99", "status": 200, "body": {}}),
    "no status": batch_answer({"id": "0", "body": {}}),
    "too deep": b"[" * 100_000,
    "too long": b" " * 5_000_000,
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_broken_answer_is_no_answer(served, body):
    stand_in, directory = served
    stand_in.faults = [Fault(body=body)]
    with pytest.raises(DirectoryUnreadable) as error:
        look_up(directory)
    assert ANNA.sign_in_name not in str(error.value)
    assert look_up(directory).id == ANNA.id


@pytest.mark.parametrize("status", [302, 400, 403, 404, 500, 502])
def test_batch_that_is_refused_is_told_by_its_status(served, status):
    stand_in, directory = served
    stand_in.faults = [Fault(status)]
    with pytest.raises(DirectoryUnreadable, match=str(status)):
        look_up(directory)


@pytest.mark.parametrize("link", ["https://elsewhere.example/v1.0/users", "http://127.0.0.1/v1.0/x", 5])
def test_token_goes_to_no_other_server_for_the_next_page(served, link):
    stand_in, directory = served
    answers = [{"id": str(n), "status": 200, "body": {"value": [], "@odata.nextLink": link}} for n in range(4)]
    stand_in.faults = [Fault(body=batch_answer(*answers))]
    with pytest.raises(DirectoryUnreadable, match="somewhere else"):
        look_up(directory)


def test_list_without_an_end_is_given_up(entra):
    groups = [Group(f"g{n}", (ANNA,)) for n in range(50)]
    _, directory = entra(Organisation("contoso", ("contoso.example",), [ANNA], groups, page=1))
    with pytest.raises(DirectoryUnreadable, match="on and on"):
        look_up(directory)


def test_token_that_is_refused_is_replaced_once(served):
    stand_in, directory = served
    look_up(directory)
    stand_in.refused_tokens = {f"token-1-for-{CONTOSO.tenant_id}"}
    assert look_up(directory).id == ANNA.id
    assert len(stand_in.tokens) == 2


def test_clock_that_is_wrong_is_named_when_every_token_is_refused(served):
    stand_in, directory = served
    stand_in.refused_tokens = {f"token-{n}-for-{CONTOSO.tenant_id}" for n in range(9)}
    with pytest.raises(SignInRefused, match="clock of this machine"):
        look_up(directory)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("AADSTS7000222", "the client secret has expired"),
        ("AADSTS7000215", "the client secret is wrong"),
        ("AADSTS700016", "no app of this client_id"),
        ("AADSTS700024", "the clock of this machine"),
        ("AADSTS999999", "page of error codes"),
    ],
)
def test_sign_in_that_is_refused_is_told_with_its_reason(served, caplog, number, told):
    stand_in, directory = served
    stand_in.token_fault = number
    with pytest.raises(SignInRefused, match=told):
        look_up(directory)
    assert number in caplog.text


def test_secret_that_was_mended_works_without_a_new_start(entra):
    clock = [0.0]
    stand_in, directory = entra(CONTOSO, now=lambda: clock[0])
    secret = stand_in.folder / "secret"
    right = secret.read_text()
    secret.write_text("another")
    with pytest.raises(SignInRefused, match="is wrong"):
        look_up(directory)
    secret.write_text(right)
    clock[0] = 16
    assert look_up(directory).id == ANNA.id


@pytest.mark.parametrize(("content", "told"), [(None, "cannot be read"), ("", "holds no secret"), (" \n", "holds no")])
def test_secret_that_cannot_be_used_is_told(served, content, told):
    stand_in, directory = served
    secret = stand_in.folder / "secret"
    secret.unlink() if content is None else secret.write_text(content)
    with pytest.raises(SignInRefused, match=told):
        look_up(directory)


def test_certificate_signs_in_and_a_file_that_is_none_is_told(entra):
    stand_in, _ = entra(CONTOSO)
    file = stand_in.folder / "app.pem"
    path = stand_in.tenants_file(credential="certificate", certificate_file="app.pem", secret_file=None)
    for content, works in (
        (certificate_of_the_app(), True),
        (certificate_for_this_machine()[0], False),
        (b"nothing", False),
    ):
        file.write_bytes(content)
        directory = GraphDirectory(read_tenants(path))
        if works:
            assert look_up(directory).id == ANNA.id
        else:
            with pytest.raises(SignInRefused, match="no certificate with its key"):
                look_up(directory)
        directory.close()
    assert "client_assertion" in stand_in.tokens[-1]


def test_workload_signs_in_with_the_token_that_it_was_given(entra):
    stand_in, _ = entra(CONTOSO)
    (stand_in.folder / "workload").write_text("a token of the cluster")
    path = stand_in.tenants_file(credential="workload_identity", token_file="workload", secret_file=None)
    directory = GraphDirectory(read_tenants(path))
    assert look_up(directory).id == ANNA.id
    assert stand_in.tokens[-1]["client_assertion"] == "a token of the cluster"
    directory.close()


def test_machine_in_azure_signs_in_by_its_identity(entra, monkeypatch):
    stand_in, _ = entra(CONTOSO)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{stand_in.address}/identity")
    monkeypatch.setenv("IDENTITY_HEADER", SECRET)
    path = stand_in.tenants_file(credential="managed_identity", secret_file=None, client_id=None)
    directory = GraphDirectory(read_tenants(path))
    assert look_up(directory).id == ANNA.id
    assert ("GET", "identity") in stand_in.requests
    directory.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(503),
        Fault(429, {"Retry-After": "30"}),
        Fault(body=b"<html>"),
        Fault(body=b"{}"),
        Fault(body=b"[]"),
    ],
    ids=["500", "503", "429", "no JSON", "nothing in it", "a list"],
)
def test_sign_in_that_breaks_is_bounded_and_works_again(entra, fault):
    clock = [0.0]
    stand_in, directory = entra(CONTOSO, now=lambda: clock[0])
    stand_in.token_breaks = [fault]
    with pytest.raises(DirectoryUnavailable):
        look_up(directory)
    clock[0] = 16
    assert look_up(directory).id == ANNA.id


def test_sign_in_that_hangs_costs_the_deadline(entra):
    stand_in, directory = entra(CONTOSO, patience=0.2)
    stand_in.token_breaks = [Fault(hangs=True)]
    with pytest.raises(DirectorySilent):
        look_up(directory)


def test_many_who_come_at_once_sign_in_once(entra):
    stand_in, directory = entra(CONTOSO, patience=30)

    async def together():
        return await asyncio.gather(*(directory.find(ANNA.sign_in_name, f"talk {n}") for n in range(20)))

    assert {person.id for person in asyncio.run(together())} == {ANNA.id}
    assert len(stand_in.tokens) == 1


def test_name_of_a_server_that_is_not_known_is_told(entra):
    """The name is one that no DNS has (RFC 6761)."""
    stand_in, _ = entra(CONTOSO)
    (tenant,) = read_tenants(stand_in.tenants_file())
    directory = GraphDirectory([replace(tenant, graph_url="https://graph.invalid")], patience=5)
    with pytest.raises(DirectoryUnreachable):
        look_up(directory)
    directory.close()


def test_server_that_is_not_there_is_told(entra):
    stand_in, directory = entra(CONTOSO)
    look_up(directory)
    stand_in.stop()
    with pytest.raises(DirectoryUnreachable):
        look_up(directory)


def test_certificate_of_nobody_known_is_not_trusted(entra):
    stand_in, _ = entra(CONTOSO)
    (tenant,) = read_tenants(stand_in.tenants_file())
    directory = GraphDirectory([replace(tenant, ca_file=None)])
    with pytest.raises(DirectoryUnreachable):
        look_up(directory)
    directory.close()


@pytest.mark.parametrize("missing", ["User.Read.All", "Organization.Read.All"])
def test_permission_without_which_nobody_can_be_looked_up_is_named(entra, missing):
    _, directory = entra(Organisation("contoso", ("contoso.example",), [ANNA], granted=EVERY_PERMISSION - {missing}))
    with pytest.raises(PermissionMissing, match=missing) as error:
        look_up(directory)
    assert ANNA.sign_in_name not in str(error.value)


def test_domain_that_is_not_verified_in_the_tenant_is_not_looked_up(entra):
    stand_in, directory = entra(Organisation("contoso", ("contoso.example",), [ANNA]))
    stand_in.organisations[0].domains = ("contoso.onmicrosoft.example",)
    with pytest.raises(DomainNotVerified):
        look_up(directory)


def test_one_tenant_that_is_down_holds_up_no_other(entra):
    fabrikam = Organisation("fabrikam", ("fabrikam.example",), [Somebody("fay@fabrikam.example")])
    stand_in, directory = entra(CONTOSO, fabrikam, patience=1.5)
    stand_in.faults = [Fault(hangs=True)]
    with pytest.raises(DirectorySilent):
        look_up(directory)
    assert look_up(directory, "fay@fabrikam.example").id == guid("fay@fabrikam.example")


def test_failure_is_not_kept_for_the_talk(served):
    stand_in, directory = served
    stand_in.faults = [Fault(500)]
    with pytest.raises(DirectoryUnavailable):
        look_up(directory, talk="a talk")
    assert len(directory.memory) == 0
    assert look_up(directory, talk="a talk").id == ANNA.id


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("0", 0), (None, 0.25), ("soon", 0.25), ("-1", 0.25), ("99999999", 600)],
)
def test_retry_after_is_read_as_it_is_written(header, seconds):
    assert seconds_to_wait(header) == seconds


def test_retry_after_may_be_a_date():
    assert seconds_to_wait("Fri, 31 Dec 2100 23:59:59 GMT") == 600
    assert seconds_to_wait("Fri, 31 Dec 1999 23:59:59 GMT") == 0.25
