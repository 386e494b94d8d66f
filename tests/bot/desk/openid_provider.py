"""A provider of OpenID Connect on this machine: it signs real tokens, checks PKCE, and lies where a test says so."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "sparekey", "a secret at the provider"


@lru_cache
def key(name: str) -> RSAKey:
    """Make a key of this name; making one takes a while, so each is made once."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class OpenIdProvider:
    """
    `now` gives the seconds since 1970 that its tokens say. `person` are the claims of who signs in there.

    `twist` changes the claims of a token before it is signed, `sign` signs in another way; `described` are lies in
    its description.
    """

    now: Callable[[], float]
    url: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "4711",
            "preferred_username": "Mara.Lind@contoso.example",
            "roles": ["sparekey-agent"],
        }
    )
    twist: Callable[[dict[str, Any]], None] = lambda claims: None
    sign: Callable[[dict[str, Any]], str] | None = None
    described: dict[str, str] = field(default_factory=dict)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    given: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def signs_in(self, page: str) -> dict[str, str]:
        """Let the person sign in on this page of the provider; give what it sends them back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.given[code] = asked
        return {"code": code, "state": asked["state"]}

    def token_for(self, form: Mapping[str, str], authorization: str) -> dict[str, str] | None:
        """Give the token of a code, once; None for whoever is not the one that asked."""
        asked = self.given.pop(form.get("code", ""), None)
        known = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or authorization not in (known, plain) or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(self.now())
        claims = {"iss": self.url, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": asked["nonce"], **self.person}
        self.twist(claims)
        token = (self.sign or signed)(claims)
        return {"access_token": "for nothing", "token_type": "Bearer", "id_token": token}

    @property
    def description(self) -> dict[str, str]:
        ours = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }
        return {**ours, **self.described}


def signed(claims: Mapping[str, Any], with_: str = "usual") -> str:
    return jwt.encode({"alg": "RS256", "kid": "usual"}, dict(claims), key(with_))


def signed_by_nobody(claims: Mapping[str, Any]) -> str:
    return ".".join(_in_base64(json.dumps(part).encode()) for part in ({"alg": "none"}, dict(claims))) + "."


def signed_with_what_everybody_has(claims: Mapping[str, Any]) -> str:
    """The public key taken as a secret: the oldest trick against tokens."""
    return _signed_with_hmac({"alg": "HS256", "kid": "usual"}, claims, key("usual").as_pem(private=False))


def signed_with_our_secret(claims: Mapping[str, Any]) -> str:
    return _signed_with_hmac({"alg": "HS256"}, claims, SECRET.encode())


def _signed_with_hmac(header: Mapping[str, Any], claims: Mapping[str, Any], secret: bytes) -> str:
    head, body = (_in_base64(json.dumps(part).encode()) for part in (header, dict(claims)))
    return f"{head}.{body}.{_in_base64(hmac.digest(secret, f'{head}.{body}'.encode(), 'sha256'))}"


def _in_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@contextmanager
def openid_provider(now: Callable[[], float]) -> Iterator[OpenIdProvider]:
    """Run one on a free port of this machine."""
    provider = OpenIdProvider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/.well-known/openid-configuration":
                self.answer(200, provider.description)
            elif self.path == "/keys":
                self.answer(200, {"keys": [key("usual").as_dict(private=False)]})
            elif self.path.startswith("/authorize?"):
                self.send_back(provider.signs_in(self.path))
            else:
                self.answer(404, {})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            token = provider.token_for(form, self.headers.get("Authorization", ""))
            self.answer(200, token) if token else self.answer(400, {"error": "invalid_grant"})

        def send_back(self, given):
            """Whoever looks at the page of this provider is signed in already."""
            self.send_response(302)
            self.send_header("Location", f"{provider.asked[-1]['redirect_uri']}?{urlencode(given)}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def answer(self, status, content):
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
