"""Six things that Rasa 3.6.21 does anew each time, done once or left out (tests/runtime/test_quick.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from types import ModuleType, SimpleNamespace
from typing import Any, TypeAlias

import dask.core
import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner import dask as runner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.exceptions import YamlException

#: Gives the training data of these files, in this language.
Reader: TypeAlias = Callable[[Iterable[str], str], Any]
#: Raises `YamlException` where a text, the first, does not fit the schema of that name.
Checker: TypeAlias = Callable[..., None]


def make_quick() -> None:
    """
    Check an action's answer with a validator built once (19 ms less for each action), look up the class of an event in
    a table (a third of a long conversation's time), run the components of the model one after the other, without a
    schedule for them (1 ms less for each message), and compare a domain with one empty domain, not each time with a new
    one (0.4 ms less).
    """
    schema = RemoteAction.action_response_format_spec()
    validator = jsonschema.validators.validator_for(schema)(schema)

    def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate_action_result
    Event.resolve_by_type = staticmethod(_by_type)
    runner.dask = SimpleNamespace(get=dask.core.get)
    nothing = Domain.empty().as_dict()

    def is_empty(self: Domain) -> bool:
        return bool(self.as_dict() == nothing)

    Domain.is_empty = is_empty


def read_once(read: Reader) -> Reader:
    """Give what reads each set of files of training data once: Rasa reads it twice (20 s of a training)."""
    kept: dict[tuple[tuple[str, ...], str], Any] = {}

    def reads(paths: Iterable[str], language: str) -> Any:
        key = tuple(paths), language
        if key not in kept:
            kept[key] = read(key[0], language)
        return kept[key]

    return reads


def checked_quickly(check: Checker, files: ModuleType) -> Checker:
    """
    Give what checks a YAML text against a schema, with libyaml; `files` is the module by which Rasa reads.

    Rasa notes the line of each thing meanwhile (25 s of a training). Only a mistake is worth that, so that the line
    can be told.
    """
    notes_lines = files.read_yaml

    def checks(*text_and_schema: str) -> None:
        files.read_yaml = lambda content, reader_type="safe": notes_lines(content)  # type: ignore[attr-defined]
        try:
            check(*text_and_schema)
            return
        except YamlException:
            pass
        finally:
            files.read_yaml = notes_lines  # type: ignore[attr-defined]
        check(*text_and_schema)

    return checks


@functools.cache
def _by_type(type_name: str, default: Any = None) -> Any:
    return _RESOLVE(type_name, default)


_RESOLVE = Event.resolve_by_type
