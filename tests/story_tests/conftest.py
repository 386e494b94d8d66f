"""What the plugin's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.story_tests.running import StoryRun
from tests.story_tests.starter import Starter


@pytest.fixture
def stories(pytester: pytest.Pytester) -> StoryRun:
    return StoryRun(pytester)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    """Rasa's starter project."""
    one = Starter(tmp_path_factory.mktemp("starter"))
    yield one
    one.close()
