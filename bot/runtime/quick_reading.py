"""Rasa 3.6.21 reads YAML and training data, without what it does for nothing (tests/runtime/test_quick_reading.py)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from types import ModuleType, SimpleNamespace
from typing import Any, TypeAlias

from rasa.shared.exceptions import YamlException
from rasa.shared.importers import utils as importers
from rasa.shared.nlu.training_data import training_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.utils import io, validation
from ruamel.yaml.resolver import Resolver, VersionedResolver

#: Gives the training data of these files, in this language.
Reader: TypeAlias = Callable[[Iterable[str], str], Any]
#: Raises `YamlException` where a text, the first, does not fit the schema of that name.
Checker: TypeAlias = Callable[..., None]


def make_reading_quick() -> None:
    """Read YAML in time that grows with its length alone, and note its lines only when one of them is wrong."""
    if not isinstance(Resolver.yaml_implicit_resolvers, Fresh):
        Resolver.yaml_implicit_resolvers = Fresh(Resolver.yaml_implicit_resolvers)
        rules = with_fresh_rules(vars(VersionedResolver)["versioned_resolver"].fget)
        VersionedResolver.versioned_resolver = property(rules)  # type: ignore[method-assign, assignment]
        validation.validate_yaml_schema = checked_quickly(validation.validate_yaml_schema, io)


def make_training_data_quick() -> None:
    """
    Read the training data once, and neither copy the sentences with each merge nor compare them by their whole.

    For a process that trains, or checks, and ends: what it reads is not read again when the files change.
    """
    importers.training_data_from_paths = read_once(importers.training_data_from_paths)
    training_data.copy = SimpleNamespace(deepcopy=of_its_own)
    Message.__hash__ = hash_of


class Fresh(dict[Any, list[Any]]):
    """
    Lists by name, of which everyone gets a copy.

    ruamel.yaml adds to the list that it gets, with each value that it reads: a long file takes the square of its
    length, and the next one starts with all of that.
    """

    def get(self, key: Any, default: Any = None) -> list[Any]:
        """Give a list that the caller may change; an empty one where there is none."""
        return list(super().get(key, ()))


def with_fresh_rules(rules_of: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Give what gives the rules of a resolver for the version of YAML that it reads, as lists that one may change."""

    def rules(resolver: Any) -> Any:
        given = rules_of(resolver)
        if isinstance(given, Fresh):
            return given
        every = resolver._version_implicit_resolver
        every.update({version: Fresh(of_version) for version, of_version in every.items()})
        return rules_of(resolver)

    return rules


def checked_quickly(check: Checker, files: ModuleType) -> Checker:
    """
    Give what checks a YAML text against a schema, with libyaml; `files` is the module by which Rasa reads.

    Rasa notes the line of each thing meanwhile, which takes three times as long. Only a mistake is worth that, so that
    the line can be told.
    """
    notes_lines = files.read_yaml

    @functools.wraps(check)
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


def read_once(read: Reader) -> Reader:
    """Give what reads each set of files of training data once: Rasa reads it twice."""
    kept: dict[tuple[tuple[str, ...], str], Any] = {}

    def reads(paths: Iterable[str], language: str) -> Any:
        key = tuple(paths), language
        if key not in kept:
            kept[key] = read(key[0], language)
        return kept[key]

    return reads


def of_its_own(several: Any) -> Any:
    """Give a list or dictionary of its own with the same things in it: merged, they are not changed."""
    return type(several)(several)


def hash_of(message: Message) -> int:
    """Give a number that is the same for equal sentences; Rasa makes it of a digest of all that is known of one."""
    return hash(frozenset(pair for pair in message.data.items() if isinstance(pair[1], str)))
