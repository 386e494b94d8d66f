"""The stand-in: a server on this machine that answers as Microsoft's sign-in and Graph do, and breaks when told."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import functools
import ipaddress
import json
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.entra.answers import SCHEMA, answer, checked, error, shape_of
from tests.entra.organisation import Organisation, guid

CLIENT_ID = guid("the app")
SECRET = "the secret of the app"


@dataclass(frozen=True)
class Fault:
    """What comes instead of an answer; `status` None: what is in `body` as it stands, or nothing at all for `hangs`."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hangs: bool = False


@dataclass
class StandIn:
    """
    One server with its organisations; everything that is asked of it is recorded.

    `batches` are the requests of each batch, `changes` those that change something, as verb, path and
    body. `faults` come first, one a batch; `of_questions` are for single requests whose address holds
    the key, and stay. `token_fault` is an AADSTS number, `token_breaks` come instead of a token, `put_off` what comes
    instead of a change, `hangs_at` the number of the change that nothing answers. `wrong` is what was
    against the schema.
    """

    organisations: Sequence[Organisation]
    folder: Path
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)
    of_questions: dict[str, list[tuple[int, Mapping[str, str]]]] = field(default_factory=dict)
    token_fault: str | None = None
    token_breaks: list[Fault] = field(default_factory=list)
    batches: list[list[dict[str, Any]]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, Any]] = field(default_factory=list)
    tokens: list[Mapping[str, str]] = field(default_factory=list)
    refused_tokens: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    hangs_at: int | None = None
    put_off: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    change: Callable[[Organisation, str, str, Any], tuple[int, Any]] | None = None
    port: int = 0
    stop: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    @property
    def asked(self) -> list[str]:
        """The addresses of all questions, in all batches."""
        return [request["url"] for batch in self.batches for request in batch]

    def tenants_file(self, **more: Any) -> Path:
        """Write the tenants file that leads here; `more` goes into each tenant, None takes something out."""
        secret = self.folder / "secret"
        secret.write_text(SECRET, "utf-8")
        tenants = [
            {
                "id": one.id,
                "name": one.id.capitalize(),
                "kind": "school" if one.id == "school" else "business",
                "domains": list(one.domains),
                "tenant_id": one.tenant_id,
                "client_id": CLIENT_ID,
                "credential": "secret",
                "secret_file": "secret",
                "graph_url": self.address,
                "sign_in_url": self.address,
                "ca_file": "ca.pem",
                **more,
            }
            for one in self.organisations
        ]
        path = self.folder / "tenants.yml"
        tenants = [{key: value for key, value in one.items() if value is not None} for one in tenants]
        path.write_text(yaml.safe_dump({"tenants": tenants}), "utf-8")
        return path

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/identity", self._identity)
        app.router.add_route("*", "/v1.0/{rest:.*}", self._graph)
        return app

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        self.requests.append((request.method, "token"))
        self._check(lambda: checked(form, SCHEMA["token"]))
        self.tokens.append(form)
        if self.token_breaks:
            return await self._broken(self.token_breaks.pop(0))
        fault = self.token_fault
        known = {one.tenant_id for one in self.organisations}
        if request.match_info["tenant"] not in known:
            fault = "AADSTS90002"
        elif "client_secret" in form and form["client_secret"] != SECRET:
            fault = "AADSTS7000215"
        if fault:
            return web.json_response({"error": "invalid_client", "error_description": f"{fault}: no."}, status=401)
        token = self._token_for(next(o for o in self.organisations if o.tenant_id == request.match_info["tenant"]))
        body = {"token_type": "Bearer", "expires_in": 3599, "access_token": token}
        return web.json_response(checked(body, SCHEMA["token_answer"]))

    async def _identity(self, request: web.Request) -> web.Response:
        """What a machine in Azure asks for the token of its identity (App Service, "Managed identities": REST)."""
        self.requests.append((request.method, "identity"))
        if request.headers.get("X-IDENTITY-HEADER") != SECRET:
            return web.json_response({"statusCode": 401, "message": "no"}, status=401)
        token = self._token_for(self.organisations[0])
        body = {"access_token": token, "expires_on": "4102444800", "resource": "graph", "token_type": "Bearer"}
        return web.json_response(body)

    def _token_for(self, organisation: Organisation) -> str:
        """Such a token shows the permissions of the app (Entra, "Access token claims reference": roles)."""
        claims = json.dumps({"roles": sorted(organisation.granted)}).encode()
        payload = base64.urlsafe_b64encode(claims).decode().rstrip("=")
        return f"e30.{payload}.token-{len(self.tokens)}-for-{organisation.tenant_id}"

    async def _graph(self, request: web.Request) -> web.StreamResponse:
        url = "/" + request.match_info["rest"]
        self.requests.append((request.method, url))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        organisation = next((one for one in self.organisations if token.endswith(one.tenant_id)), None)
        if organisation is None or token.rpartition(".")[2] in self.refused_tokens:
            return web.json_response(error(401, "InvalidAuthenticationToken"), status=401)
        await asyncio.sleep(self.seconds)
        if url != "/$batch":
            return await self._change(request, organisation, url)
        content = await request.json()
        self._check(lambda: checked(content, SCHEMA["batch"]))
        self.batches.append(content["requests"])
        if self.faults:
            return await self._broken(self.faults.pop(0))
        responses = [self._one(organisation, one) for one in content["requests"]]
        # The order of answers is nobody's promise.
        responses.reverse()
        return web.json_response(checked({"responses": responses}, SCHEMA["batch_answer"]))

    async def _broken(self, fault: Fault) -> web.Response:
        if fault.hangs:
            await asyncio.Event().wait()
        if fault.status is None:
            return web.Response(body=fault.body, content_type="application/json")
        return web.json_response(error(fault.status), status=fault.status, headers=fault.headers)

    def _one(self, organisation: Organisation, one: Mapping[str, Any]) -> dict[str, Any]:
        for part, faults in self.of_questions.items():
            if part in one["url"] and faults:
                status, headers = faults.pop(0)
                return {"id": one["id"], "status": status, "headers": dict(headers), "body": error(status)}
        base = f"{self.address}/v1.0"
        answered: list[tuple[int, Any]] = []
        self._check(
            lambda: answered.append(answer(organisation, base, one["method"], one["url"], one.get("headers", {})))
        )
        status, body = answered[0] if answered else (400, error(400))
        return {"id": one["id"], "status": status, "headers": {"Content-Type": "application/json"}, "body": body}

    async def _change(self, request: web.Request, organisation: Organisation, url: str) -> web.Response:
        body = await request.json() if request.can_read_body else None
        self.changes.append((request.method, url, body))
        shapes: list[Mapping[str, Any]] = []
        self._check(lambda: shapes.append(shape_of(request.method, url)))
        if not shapes:
            return web.json_response(error(400), status=400)
        if body is not None:
            self._check(lambda: checked(body, shapes[0]["body"]))
        if shapes[0]["permission"] not in organisation.granted:
            return web.json_response(error(403), status=403)
        if len(self.changes) == self.hangs_at:
            await asyncio.Event().wait()
        if self.put_off:
            status, headers = self.put_off.pop(0)
            return web.json_response(error(status), status=status, headers=headers)
        status, content = self.change(organisation, request.method, url, body) if self.change else (404, error(404))
        if status >= 400 or content is None:
            return web.json_response(content, status=status) if content else web.Response(status=status)
        self._check(lambda: checked(content, shapes[0]["answer"]))
        return web.json_response(content, status=shapes[0]["status"])

    def _check(self, check: Callable[[], Any]) -> None:
        try:
            check()
        except Exception as wrong:  # whatever it is, the test has to hear of it
            self.wrong.append(f"{type(wrong).__name__}: {wrong}".split("\n")[0])


@contextmanager
def entra_of(*organisations: Organisation, folder: Path) -> Iterator[StandIn]:
    """Serve these organisations on a free port, until the block ends; what was against the schema fails it."""
    stand_in = StandIn(organisations, folder)
    certificate, key = certificate_for_this_machine()
    (folder / "ca.pem").write_bytes(certificate)
    loop, is_up = asyncio.new_event_loop(), threading.Event()
    runner = web.AppRunner(stand_in.app(), access_log=None, shutdown_timeout=0.1)

    async def serve() -> None:
        await runner.setup()
        with tempfile.NamedTemporaryFile() as both:
            both.write(certificate + key)
            both.flush()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(both.name)
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        stand_in.port = runner.addresses[0][1]
        is_up.set()

    thread = threading.Thread(target=_run, args=(loop, serve), daemon=True)
    thread.start()
    assert is_up.wait(10)
    stand_in.stop = lambda: asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    try:
        yield stand_in
    finally:
        stand_in.stop()
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
    assert stand_in.wrong == []


def _run(loop: asyncio.AbstractEventLoop, serve: Callable[[], Any]) -> None:
    asyncio.set_event_loop(loop)
    loop.run_until_complete(serve())
    loop.run_forever()


@functools.lru_cache(maxsize=1)
def certificate_for_this_machine() -> tuple[bytes, bytes]:
    """Give a certificate for 127.0.0.1 and its key, as PEM: `azure-identity` signs in over https alone."""
    return _certificate(ec.generate_private_key(ec.SECP256R1()))


@functools.lru_cache(maxsize=1)
def certificate_of_the_app() -> bytes:
    """Give a certificate with its key, as PEM, of the kind that Entra takes for an app."""
    certificate, key = _certificate(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return certificate + key


def _certificate(key: Any) -> tuple[bytes, bytes]:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the Entra of the tests")])
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def batch_answer(*responses: Mapping[str, Any]) -> bytes:
    return json.dumps({"responses": responses}).encode()
