"""What one pytest process keeps while it plays stories: its talker, made when first needed, and the coverage."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from story_tests.coverage import Coverage, Group, Row, below_the_bar
from story_tests.errors import NoTalker, TalkerError
from story_tests.talker import Options, Talker


@dataclass
class Stories:
    """The stories of this process."""

    config: pytest.Config
    groups: tuple[Group, ...]
    coverage: Coverage = field(default_factory=Coverage)
    _talker: Talker | None = None
    _trouble: TalkerError | None = None

    def talker(self) -> Talker:
        """Give the talker; raises a `TalkerError`, the same for every story, when there is none to be had."""
        if self._trouble:
            raise self._trouble
        if self._talker is None:
            try:
                self._talker = self._make_talker()
            except TalkerError as trouble:
                self._trouble = trouble
                raise
            self.coverage.learn(self._talker.vocabulary)
        return self._talker

    def close(self) -> None:
        if self._talker:
            self._talker.close()

    @property
    def is_coverage_asked_for(self) -> bool:
        return bool(self.config.option.story_coverage) or self.config.option.min_coverage is not None

    def rows(self) -> list[Row]:
        return list(self.coverage.rows(self.groups))

    def shortfalls(self) -> list[str]:
        """Give what is below the bar of --min-coverage; nothing when it was not asked for."""
        bar = self.config.option.min_coverage
        if bar is None:
            return []
        if not any(self.coverage.known.values()):
            return ["no story was played"]
        return below_the_bar(self.rows(), bar)

    def _make_talker(self) -> Talker:
        named = self.config.getini("story_talker")
        module, _, factory = named.partition(":")
        try:
            make: Any = getattr(importlib.import_module(module), factory)
        except (ImportError, AttributeError, ValueError) as error:
            raise NoTalker(named, error) from error
        option = self.config.option
        try:
            talker: Talker = make(Options(self.config.rootpath, option.story_model, option.story_action_server))
        except SystemExit as error:  # Rasa's SDK ends the process when an action cannot be imported
            raise NoTalker(named, error.__context__ or "it gave up") from error
        return talker


_STORIES = pytest.StashKey[Stories]()


def start_stories(config: pytest.Config, groups: Iterable[Group]) -> None:
    config.stash[_STORIES] = Stories(config, tuple(groups))


def stories_of(config: pytest.Config) -> Stories:
    return config.stash[_STORIES]
