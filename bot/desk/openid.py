"""An organisation's sign-in by OpenID Connect: there with state, nonce and PKCE, and back with a signed token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.errors import OpenIdRefused, OpenIdUnreachable
from bot.settings import is_safe_address

#: Seconds: for one request to the provider, and how far two clocks may be apart.
TIMEOUT, LEEWAY = 4.0, 60
#: Signed with a key that the provider alone has: never "none", never a secret that we have as well.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Attempt:
    """One sign-in on its way: `state` and `nonce` come back, `verifier` shows that it is the same side (RFC 7636)."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Provider:
    """The provider of an organisation, and who we are to it; it sends people back to our page `redirect_uri`."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str

    def page_for(self, attempt: Attempt) -> str:
        """Give the address of the provider's page. Raises `OpenIdUnreachable`, `OpenIdRefused`."""
        address, _ = self._session.create_authorization_url(
            self._described["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )
        return str(address)

    def claims_for(self, code: str, attempt: Attempt, now: float) -> Mapping[str, Any]:
        """
        Take the code to the provider, and give what its token says, once that is sure (OpenID Connect Core, 3.1.3.7).

        `now` is in seconds since 1970 UTC. Raises `OpenIdUnreachable`, and `OpenIdRefused` that says what was wrong.
        """
        asked = {"grant_type": "authorization_code", "redirect_uri": self.redirect_uri}
        try:
            token = self._session.fetch_token(
                self._described["token_endpoint"],
                code=code,
                code_verifier=attempt.verifier,
                allow_redirects=False,
                timeout=TIMEOUT,
                **asked,
            )
        except AuthlibBaseError as error:
            raise OpenIdRefused("the provider did not take the code") from error
        except (requests.RequestException, OSError) as error:
            raise OpenIdUnreachable(self.issuer) from error
        except (ValueError, TypeError) as error:
            raise OpenIdRefused("the provider's answer cannot be read") from error
        return self._checked(token, attempt, now)

    def _checked(self, token: Mapping[str, Any], attempt: Attempt, now: float) -> Mapping[str, Any]:
        keys: Any = self._read(self._described["jwks_uri"])
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": attempt.nonce},
        }
        params = {"nonce": attempt.nonce, "client_id": self.client_id, "access_token": token.get("access_token")}
        try:
            read = jwt.decode(str(token["id_token"]), KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(now), leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, KeyError, ValueError, TypeError) as error:
            raise OpenIdRefused("the provider's token is none for us") from error
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise OpenIdRefused("the provider's token is none for us")
        return dict(claims)

    @cached_property
    def _described(self) -> Mapping[str, str]:
        """What the provider says of itself (OpenID Connect Discovery 1.0): nothing of it leads into the open."""
        found = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.issuer:
            raise OpenIdRefused("the provider calls itself otherwise")
        if not all(is_safe_address(str(found.get(name))) for name in _ENDPOINTS):
            raise OpenIdRefused("the provider leads to an address that is not https")
        return found

    @cached_property
    def _session(self) -> OAuth2Session:
        session = OAuth2Session(
            self.client_id,
            self.secret,
            scope="openid profile",
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )
        # Neither proxies nor passwords of the environment are its own.
        session.trust_env = False
        return session

    def _read(self, address: str) -> dict[str, Any]:
        try:
            reply = self._session.request("GET", address, withhold_token=True, timeout=TIMEOUT, allow_redirects=False)
            found = reply.json() if reply.status_code == 200 else None
        except (requests.RequestException, OSError) as error:
            raise OpenIdUnreachable(self.issuer) from error
        except ValueError as error:
            raise OpenIdRefused("the provider's answer cannot be read") from error
        if not isinstance(found, dict):
            raise OpenIdRefused("the provider's answer cannot be read")
        return found
