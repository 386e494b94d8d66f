"""Dependencies point one way: bridge and runtime lean on the core, the core on neither; two rooms alone know Rasa."""

import ast

from tests.contracts.project import ROOT, imported_by, python_files

CORE = [file for file in python_files("bot") if "runtime" not in file.relative_to(ROOT).parts]
BRIDGE = python_files("actions")
NAMES = {file: str(file.relative_to(ROOT)) for file in [*CORE, *BRIDGE, *python_files("bot/runtime")]}


def who_know(files, *modules):
    """Which of these files import one of these modules, or something in it."""
    return [NAMES[file] for file in files if any(f"{one}.".startswith(modules) for one in imported_by(file))]


def test_the_core_knows_neither_rasa_nor_the_bridge_nor_the_runtime():
    assert who_know(CORE, "rasa.", "rasa_sdk.", "sanic.", "actions.", "bot.runtime.") == []


def test_the_bridge_knows_the_sdk_and_the_core_but_not_the_server():
    assert who_know(BRIDGE, "rasa.", "bot.runtime.") == []


def test_the_pure_core_leans_only_on_what_stands_before_it():
    order = ["case", "steps", "ways_in", "plan", "questions", "paths"]
    for place, name in enumerate(order):
        later = {f"bot.{other}" for other in order[place + 1 :]}
        assert not imported_by(ROOT / f"bot/{name}.py") & later, f"{name} leans on what stands after it"


OPENS = {"open", "read_text", "read_bytes", "safe_load", "connect", "create_engine", "getenv"}


def test_nothing_is_opened_at_import():
    for file in (*CORE, *BRIDGE):
        assert not called_at_import(file) & OPENS, NAMES[file]


def called_at_import(file):
    statements = [
        node.value
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr) and node.value is not None
    ]
    called = [call.func for value in statements for call in ast.walk(value) if isinstance(call, ast.Call)]
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in called}


def test_every_module_says_at_the_top_what_it_is():
    assert [name for file, name in NAMES.items() if not ast.get_docstring(ast.parse(file.read_text("utf-8")))] == []


def test_no_module_is_longer_than_a_reader_can_hold():
    assert [name for file, name in NAMES.items() if len(file.read_text("utf-8").splitlines()) > 220] == []
