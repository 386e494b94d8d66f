"""What broke inside the assistant and was only written to the log, where nobody who talks to it would see it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from story_tests.talker import Breakage


@contextmanager
def exceptions_logged_by(*loggers: str, but: tuple[type[BaseException], ...] = ()) -> Iterator[list[Breakage]]:
    """Keep the exceptions that these loggers, and those below them, write down; `but` those that come from others."""
    keeping = _Keeping(but)
    for name in loggers:
        logging.getLogger(name).addHandler(keeping)
    try:
        yield keeping.breakages
    finally:
        for name in loggers:
            logging.getLogger(name).removeHandler(keeping)


def last_line(error: BaseException) -> str:
    """Give the last line of the error's traceback, and the line of code that raised it."""
    line = traceback.format_exception_only(type(error), error)[-1].strip()
    frames = traceback.extract_tb(error.__traceback__)
    return f"{line} ({frames[-1].filename.rsplit('/', 1)[-1]}, line {frames[-1].lineno})" if frames else line


class _Keeping(logging.Handler):
    def __init__(self, but: tuple[type[BaseException], ...]) -> None:
        super().__init__(logging.ERROR)
        self.breakages: list[Breakage] = []
        self._but = but

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not any(isinstance(cause, self._but) for cause in _causes(error)):
            self.breakages.append(Breakage(f"{record.getMessage()}:", last_line(error)))


def _causes(error: BaseException) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
