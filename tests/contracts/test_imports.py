"""Dependencies point one way: bridge and runtime lean on the core, the core on neither; two rooms alone know Rasa."""

import ast

import pytest

from tests.contracts.project import ROOT, imported_by, python_files

CORE = [file for file in python_files("bot") if "runtime" not in file.relative_to(ROOT).parts]
BRIDGE = python_files("actions")
NAMES = {file: str(file.relative_to(ROOT)) for file in [*CORE, *BRIDGE, *python_files("bot/runtime")]}


def rooms_in(file):
    return {module.split(".")[0] for module in imported_by(file)}


@pytest.mark.parametrize("file", CORE, ids=NAMES.get)
def test_the_core_knows_neither_rasa_nor_the_bridge_nor_the_runtime(file):
    assert not rooms_in(file) & {"rasa", "rasa_sdk", "sanic", "actions"}
    assert not any(module.startswith("bot.runtime") for module in imported_by(file))


@pytest.mark.parametrize("file", BRIDGE, ids=NAMES.get)
def test_the_bridge_knows_the_sdk_and_the_core_but_not_the_server(file):
    assert "rasa" not in rooms_in(file)
    assert not any(module.startswith("bot.runtime") for module in imported_by(file))


def test_the_pure_core_leans_only_on_what_stands_before_it():
    order = ["case", "steps", "ways_in", "plan", "questions", "paths"]
    for place, name in enumerate(order):
        later = {f"bot.{other}" for other in order[place + 1 :]}
        assert not imported_by(ROOT / f"bot/{name}.py") & later, f"{name} leans on what stands after it"


@pytest.mark.parametrize("file", [*CORE, *BRIDGE], ids=NAMES.get)
def test_nothing_is_opened_at_import(file):
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and node.value is not None:
            called = [call.func for call in ast.walk(node.value) if isinstance(call, ast.Call)]
            named = {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in called}
            assert not named & {"open", "read_text", "read_bytes", "safe_load", "connect", "create_engine", "getenv"}


@pytest.mark.parametrize("file", list(NAMES), ids=NAMES.get)
def test_every_module_says_at_the_top_what_it_is(file):
    assert ast.get_docstring(ast.parse(file.read_text("utf-8")))


@pytest.mark.parametrize("file", list(NAMES), ids=NAMES.get)
def test_no_module_is_longer_than_a_reader_can_hold(file):
    assert len(file.read_text("utf-8").splitlines()) <= 220
