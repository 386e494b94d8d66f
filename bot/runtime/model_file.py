"""The trained model as a file: what it was trained from, and that it is still the file that was trained here."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from bot.errors import ModelChanged, ModelMissing

#: What a model is made of; a change in any of these calls for a new one.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/hearing",
    "bot/phone/numbers.py",
    "bot/runtime/fact_extractor.py",
    "bot/runtime/fact_reader.py",
    "bot/runtime/stated.py",
    "bot/runtime/likely_facts.py",
    "bot/runtime/in_english.py",
    "bot/runtime/intent_classifier.py",
    "bot/runtime/intent_features.py",
    "bot/runtime/intent_model.py",
    "bot/runtime/misspelt.py",
    "bot/runtime/regressions.py",
    "bot/runtime/close_reading.py",
    "bot/runtime/encoders",
    "bot/runtime/encoders/adapter_1.npz",
    "bot/runtime/encoders/adapter_2.npz",
)


def is_up_to_date(model: Path) -> bool:
    """Tell whether this model was trained from the files as they are now, and is unharmed."""
    record = _read_record(model)
    return model.exists() and record == {"sources": sources_checksum(), "model": _checksum(model)}


def note_what_it_was_trained_from(model: Path, sources: str) -> None:
    """Keep the checksums of the model and of its sources beside it."""
    _record_file(model).write_text(json.dumps({"sources": sources, "model": _checksum(model)}, indent=1), "utf-8")


def check(model: Path) -> None:
    """
    Make sure that this is the model that was trained here (R40: a model can run code when loaded).

    Raises `ModelMissing` when there is none, `ModelChanged` when its checksum is another or unknown.
    """
    if not model.exists():
        raise ModelMissing(str(model))
    if _read_record(model).get("model") != _checksum(model):
        raise ModelChanged(str(model))


def sources_checksum() -> str:
    """Give one checksum over everything that a model is made of."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for file in files_in(source):
            digest.update(file.as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def files_in(source: str) -> list[Path]:
    """Give the data and code files of one source, in a fixed order."""
    path = Path(source)
    return sorted(file for file in path.rglob("*") if file.suffix in (".yml", ".py")) if path.is_dir() else [path]


def _checksum(model: Path) -> str:
    return hashlib.sha256(model.read_bytes()).hexdigest()


def _record_file(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".json")


def _read_record(model: Path) -> dict[str, str]:
    try:
        record: dict[str, str] = json.loads(_record_file(model).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record
