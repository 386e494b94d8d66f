"""The states of the world that a person, or whoever runs this, can be told about; each knows its one line."""

from __future__ import annotations


class SparekeyError(Exception):
    """Something that can be said in one line; `{}` is what it is about."""

    line = "something went wrong: {}"

    def __str__(self) -> str:
        return self.line.format(*self.args)


class ModelMissing(SparekeyError):
    line = "there is no model at {}: run `make train` first."


class ModelChanged(SparekeyError):
    line = "{} is not the file that was trained here, so it is not loaded: run `make train` to make it anew."


class PortTaken(SparekeyError):
    line = "port {} is taken: stop what listens there, or set SPAREKEY_PORT to another one."


class UnknownFact(SparekeyError):
    line = "{}"


class DatabaseTooNew(SparekeyError):
    line = "the database is of version {}, which is newer than this release knows: install the release that wrote it."


class DirectoryUnavailable(SparekeyError):
    line = "the directory cannot be asked just now: {}"


class NotDelivered(SparekeyError):
    line = "the code could not be delivered: {}"
