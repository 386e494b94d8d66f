"""Story files and their cases as pytest sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from story_tests.case import Case
from story_tests.errors import StoryError, TalkerError
from story_tests.playing import NoSuchButton, NotAsExpected, play
from story_tests.reading import read_cases
from story_tests.session import stories_of
from story_tests.shared import CONFTEST
from story_tests.telling import tell

_HOLDS_CASES = re.compile(r"^\W*test_cases?\s*:", re.MULTILINE)


class StepsPassedOver(Warning):
    """
    Steps that are not looked at, because their turn has assertions: as in Rasa Pro, but said.

    It is no UserWarning, which projects with Rasa tend to ignore as a whole.
    """


def is_story_file(file: Path, parent: pytest.Collector) -> bool:
    """
    Tell whether a file holds stories: any YAML file in a folder of `story_files`, or named when pytest was called.

    Without `story_files` it is any YAML file with a test case in it.
    """
    if file.suffix not in (".yml", ".yaml") or file.name == CONFTEST:
        return False
    folders: list[Path] = parent.config.getini("story_files")
    if parent.session.isinitpath(file) or any(folder in file.parents for folder in folders):
        return True
    return not folders and _HOLDS_CASES.search(file.read_text("utf-8", errors="replace")) is not None


class StoryFile(pytest.File):
    """A file of stories."""

    def collect(self) -> Iterator[StoryCase]:
        markers = self.config.getini("story_markers")
        for case in read_cases(self.path, self.config.rootpath):
            item: StoryCase = StoryCase.from_parent(self, name=case.name, case=case)
            for marker in markers:
                item.add_marker(marker)
            yield item

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> Any:  # type: ignore[override]
        if isinstance(excinfo.value, StoryError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class StoryCase(pytest.Item):
    """One story."""

    def __init__(self, *, case: Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        for place in self.case.passed_over:
            self.warn(StepsPassedOver(f"{place}: this step is not looked at, because its turn has `assertions`."))
        stories = stories_of(self.config)
        play(self.case, stories.talker(), stories.coverage.note)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        wrong = excinfo.value
        if isinstance(wrong, NotAsExpected | NoSuchButton):
            return tell(wrong)
        if isinstance(wrong, StoryError | TalkerError):
            return str(wrong)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.place.line - 1, self.name
