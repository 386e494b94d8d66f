"""The caller: what the call to Microsoft has to know of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

_ONMICROSOFT = ".onmicrosoft.com"


@dataclass(frozen=True)
class Caller:
    """
    What is known of a person for the call. A field has the name of its slot; `None` means not known yet.

    `country` is the ISO code of the country that they call from, `tenant_domain` a domain of the
    locked tenant, `sign_in_name` the locked administrator's user principal name. `account_type` is
    "business" or "school"; any other kind is treated as not known, for only organisations call.
    """

    country: str | None = None
    tenant_domain: str | None = None
    sign_in_name: str | None = None
    account_type: str | None = None
    has_other_admin: bool | None = None
    is_compromised: bool | None = None

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> Caller:
        """Read what is known out of a conversation's slots."""
        return cls(**{field.name: slots.get(field.name) for field in fields(cls)})

    @property
    def onmicrosoft_domain(self) -> str | None:
        """
        The tenant's domain that ends in onmicrosoft.com, from the domain or else from the sign-in name.

        Every tenant has one, and the support asks for it besides the organisation's own. None when
        neither tells it.
        """
        at = (self.sign_in_name or "").rpartition("@")[2]
        return next((name for name in (self.tenant_domain, at) if name and name.lower().endswith(_ONMICROSOFT)), None)

    @property
    def own_domain(self) -> str | None:
        """The organisation's own domain; None when it is not known, or when only the onmicrosoft.com one is."""
        return None if self.tenant_domain == self.onmicrosoft_domain else self.tenant_domain
