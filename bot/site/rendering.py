"""Renders the templates of the pages; whatever is put into one is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Page:
    """A page as it goes out: HTML, and the status of HTTP."""

    html: str
    status: int = 200


def render(template: str, **values: object) -> str:
    """
    Give a page as HTML. Raises `jinja2.UndefinedError` for a value that the template needs and did not get.
    """
    return _environment().get_template(template).render(**values)


@dataclass(frozen=True)
class StaticFile:
    """A file that goes out as it is, and what kind it is."""

    content: bytes
    kind: str


def static_file(name: str) -> StaticFile | None:
    """Give the style sheet, the script or the icon by its name; None for every other name."""
    path = {path.name: path for path in (_HERE / "static").iterdir()}.get(name)
    return StaticFile(path.read_bytes(), _KINDS[path.suffix]) if path else None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
