"""docs/safety.md claims nothing without a test: every rule stands there once, and every test that it names exists."""

import ast
import re
from functools import lru_cache

import pytest

from bot.written import parsed
from tests.contracts.project import ROOT

DOC = (ROOT / "docs/safety.md").read_text("utf-8")
#: What the document says of each rule: a point of its lists, up to the next one or the next heading.
POINTS = re.findall(r"^- \*\*R(\d+)\*\* (.*?)(?=^- \*\*R|^## |\Z)", DOC, re.MULTILINE | re.DOTALL)
CITED = [(f"R{rule}", test) for rule, said in POINTS for test in re.findall(r"`(tests/[^`]+)`", said)]
#: Understanding, the support site, the desk of agents, Microsoft Graph.
ISSUES = {"5", "6", "7", "8"}


@lru_cache
def names_in(file):
    """Give what can be cited of a file: test functions, classes and their methods; in a story file, its cases."""
    text = (ROOT / file).read_text("utf-8")
    if file.endswith(".yml"):
        return {case["test_case"] for case in parsed(text)["test_cases"]}
    tests = [node for node in ast.walk(ast.parse(text)) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    return {node.name for node in tests if node.name.lower().startswith("test")}


def test_every_rule_stands_there_once():
    assert [int(rule) for rule, _ in POINTS] == list(range(1, 48))


def test_every_rule_has_a_test_or_the_issue_that_brings_it():
    for rule, said in POINTS:
        assert "`tests/" in said or "not yet, in issue" in " ".join(said.split()), f"R{rule}"


def test_what_is_not_there_yet_is_in_an_issue_that_there_is():
    words = " ".join(DOC.split())
    assert words.count("not yet") == len(re.findall(r"not yet, in issue \d+", words))
    assert set(re.findall(r"issue (\d+)", words)) <= ISSUES


@pytest.mark.parametrize(("rule", "test"), CITED, ids=[f"{rule} {test.rpartition('/')[2]}" for rule, test in CITED])
def test_every_test_that_is_cited_exists_and_names_the_rule(rule, test):
    file, _, name = test.partition("::")
    assert (ROOT / file).is_file(), file
    assert not name or name in names_in(file), name
    assert re.search(rf"\b{rule}\b", (ROOT / file).read_text("utf-8")), f"{file} does not name {rule}"


def test_nothing_else_is_cited_and_nothing_twice():
    assert len(CITED) == len(set(CITED))
    assert len(CITED) == DOC.count("`tests/")
