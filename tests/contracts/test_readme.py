"""README is true: its commands exist, its links lead somewhere, and the talk that it shows is one of the tests."""

import importlib
import re

import pytest
import yaml

from tests.contracts.project import ROOT, responses

DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text("utf-8")
TALK = ROOT / "tests/dialogues/happy_path/test_person_in_the_readme.yml"


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_somewhere(file):
    for target in re.findall(r"\]\(([^)#]+)\)", file.read_text("utf-8")):
        if not target.startswith("http"):
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_make_command_exists(file):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", file.read_text("utf-8"))) <= targets


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_its_code_takes_from_here_is_here(file):
    for code in re.findall(r"```python\n(.*?)```", file.read_text("utf-8"), re.DOTALL):
        for module, names in re.findall(r"^from ((?:bot|story_tests)[\w.]*) import (.+)$", code, re.MULTILINE):
            for name in names.split(", "):
                assert hasattr(importlib.import_module(module), name), f"{module} has no {name}"


def test_every_path_in_backticks_exists():
    for path in re.findall(r"`((?:bot|data|tests|docs|actions|tools)/[\w/.*-]*)`", README):
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_readme_can_be_read_in_one_sitting():
    assert len(README.splitlines()) <= 150


def test_the_talk_in_the_readme_is_one_of_the_tests():
    case = yaml.safe_load(TALK.read_text("utf-8"))["test_cases"][0]
    said = [step["user"] for step in case["steps"] if "user" in step]
    assert re.findall(r"^you +(.*)$", README, re.MULTILINE) == said
    answers = " ".join(README.split("```")[1].split())
    for words in re.findall(r"sparekey (.*?)(?= you | sparekey |$)", answers):
        text = words.replace("[...]", "").strip()
        assert any(text in " ".join(v["text"].split()) for variants in responses().values() for v in variants), text


def test_the_core_answers_as_the_readme_says():
    import datetime as dt

    from bot.commands.explain import explain

    command, answer = re.search(r"-m bot explain (.*)\n(.*)\n", README).groups()
    assert explain(command.split(), dt.date(2026, 11, 24)) == answer
