"""Reads YAML that people write, with the fast loader where libyaml is: some files are thousands of lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parsed(text: str) -> Any:
    """Give what a YAML text says. Raises `yaml.YAMLError` when it is none."""
    return yaml.load(text, Loader=LOADER)


def mapping_in(file: Path) -> dict[str, Any]:
    """Give the mapping in a file of ours. Raises `OSError`, `yaml.YAMLError`, or `ValueError` for no mapping."""
    content = parsed(file.read_text("utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{file.name}: the file: is no mapping")
    return content
