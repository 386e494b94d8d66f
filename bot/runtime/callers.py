"""Who may call the REST address: programs, and pages of its own; no page from elsewhere that a browser shows here."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sanic import Request

from bot.settings import Settings

#: A bare address, or a name without a dot, as machines and containers have it among themselves: nobody can give these
#: a name of theirs to call, with any port.
_HERE = re.compile(r"(?:[a-z0-9_-]+|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])(?::\d{1,5})?", re.IGNORECASE)
#: How names look that the server gives, to the calls of the desk and the talks of the site (`Keys.new_token`). What is
#: all hexadecimal may be a UUID of a client's: one of ours is so once in 2 to the 64.
_OURS = re.compile(r"(?![0-9a-f]{32})[A-Za-z0-9_-]{32}")


def refusal_of(request: Request, settings: Settings) -> tuple[str, int] | None:
    """
    Give why a request to the REST address is refused, and with which status; None when it is taken.

    A browser sends what any page tells it to, and says where that page is from; a page may also let the name of its own
    server lead to this machine (DNS rebinding), but cannot change the name that it calls.
    """
    host, public = str(request.headers.get("host", "")), urlsplit(settings.public_url or "")
    if not _HERE.fullmatch(host) and host.lower() not in (public.netloc.lower(), public.hostname):
        return f"`{host}` is no name of this server; SPAREKEY_PUBLIC_URL can give it one", 403
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    ours = {f"http://{host}", f"https://{host}", f"{public.scheme}://{public.netloc}"}
    if (origin is not None and origin not in ours) or site not in (None, "same-origin", "none"):
        return "this is not for pages from elsewhere", 403
    return None


def could_be_ours(name: str) -> bool:
    """Tell whether a name looks like one that the server gives, so that no client may choose it."""
    return _OURS.fullmatch(name) is not None
