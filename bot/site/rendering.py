"""Renders the templates of the pages; whatever is put into one is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent


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


def static_files() -> Path:
    """Give the folder of the style sheet and the script."""
    return _HERE / "static"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
