"""What the contract tests read: the wording, the vocabulary, the training data and the code, each once."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.written import parsed
from tools.own_sentences import said_in

ROOT = Path(__file__).parents[2]
_PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")
#: A whole name; a name that ends in "_" is put together from an id.
_RESPONSE = re.compile(r"utter_[a-z_]*[a-z]")


@lru_cache
def domain() -> dict[str, Any]:
    return dict(parsed((ROOT / "domain.yml").read_text("utf-8")))


@lru_cache
def responses() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((ROOT / "data/responses").glob("*.yml")):
        for name, variants in parsed(file.read_text("utf-8"))["responses"].items():
            assert name not in found, f"{name} is written twice, the second time in {file.name}"
            found[name] = variants
    return found


@lru_cache
def rules() -> list[dict[str, Any]]:
    files = sorted((ROOT / "data/rules").glob("*.yml"))
    return [rule for file in files for rule in parsed(file.read_text("utf-8"))["rules"]]


@lru_cache
def examples(folder: str = "data/nlu") -> dict[str, list[str]]:
    """Give the sentences of every intent in a folder of NLU data."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / folder).rglob("*.yml")):
        for entry in parsed(file.read_text("utf-8")).get("nlu", []):
            if "intent" in entry:
                found.setdefault(entry["intent"], []).extend(said_in(entry))
    return found


def placeholders(name: str) -> set[str]:
    """Give the placeholders in all variants of a response, whatever their condition."""
    return {found for variant in responses()[name] for found in _PLACEHOLDER.findall(variant.get("text", ""))}


def python_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def responses_named_in(*folders: str) -> set[str]:
    """Give the responses that code names in full; what it puts together from ids is not among them."""
    named: set[str] = set()
    for file in python_files(*folders):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _RESPONSE.fullmatch(node.value):
                named.add(node.value)
    return named


def imported_by(file: Path) -> set[str]:
    """Give the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found
