"""What the server logs of requests, without secrets: the address of a page of re-enrolment is one."""

from __future__ import annotations

import logging

from bot.privacy import mask

#: Sanic writes the address of a request into some of its complaints.
_LOGGERS = ("sanic.root", "sanic.error", "sanic.server", "sanic.access")


class _Masked(logging.Filter):
    """Masks what is logged as the front door masks what is said."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = mask(record.getMessage()), None
        return True


_MASKED = _Masked()


def keep_secrets_out_of_the_log() -> None:
    """Mask what Sanic logs, in this process; once is enough, and more changes nothing."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_MASKED)
