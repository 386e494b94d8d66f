"""The Rasa agent of the one process: local model, conversations in SQLite, actions inside."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

from bot.runtime import model_file
from bot.runtime.slim import without_tensorflow
from bot.settings import Settings

if TYPE_CHECKING:
    from rasa.core.agent import Agent


def prepare_this_process() -> None:
    """Make Rasa light, quiet and silent towards others; before anything else imports it."""
    without_tensorflow()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # Rasa's libraries turn warnings on again one by one; as a log they can be kept quiet.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    from rasa.utils.log_utils import configure_structlog

    from bot.runtime.quick import make_quick
    from bot.runtime.quick_reading import make_reading_quick

    # Left alone, Rasa's structured log prints every message with its text.
    configure_structlog(logging.WARNING)
    make_quick()
    make_reading_quick()


def load_agent(settings: Settings) -> Agent:
    """
    Load the model into an agent that needs no other process.

    Raises `ModelMissing` or `ModelChanged` when there is no model that was trained here.
    """
    model_file.check(settings.model)
    from rasa.core.agent import Agent

    from bot.runtime.in_process import InProcessActions
    from bot.runtime.store import ConversationStore

    return Agent.load(
        str(settings.model),
        tracker_store=ConversationStore(db=str(settings.database)),
        action_endpoint=InProcessActions(seconds=settings.action_deadline),
    )
