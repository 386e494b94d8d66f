"""Runs pytest with the plugin on story files in a temporary folder, against the fake assistant."""

from __future__ import annotations

import textwrap

import pytest

INI = {
    # The plugins that are switched off cost a second and do nothing here.
    "addopts": "-p story_tests.plugin -p no:cacheprovider -p no:hypothesispytest -p no:anyio",
    "story_talker": "tests.story_tests.fake:talker",
    "story_files": "stories",
}


class StoryRun:
    """Writes story files and runs them; `report` is what pytest printed."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.folder = pytester
        self.configure()

    def write(self, text: str, file: str = "stories/person.yml") -> StoryRun:
        path = self.folder.path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip(), "utf-8")
        return self

    def configure(self, **options: str | None) -> StoryRun:
        """Write the configuration with these options; None takes one out."""
        lines = [f"{name} = {value}" for name, value in {**INI, **options}.items() if value is not None]
        self.folder.makeini("\n".join(["[pytest]", *lines]))
        return self

    def run(self, *arguments: str) -> pytest.RunResult:
        return self.folder.runpytest_inprocess(*arguments)

    def report(self, text: str, *arguments: str) -> str:
        """Run this one story file, and give what stands below its name in the report."""
        return self.write(text).run(*arguments).stdout.str()


def case(*steps: str, name: str = "a person comes by") -> str:
    """Give a story file with one case of these lines."""
    lines = [line for step in steps for line in textwrap.dedent(step).strip("\n").splitlines()]
    return "\n".join(["test_cases:", f"- test_case: {name}", "  steps:", *(f"  {line}" for line in lines)])
