"""Rasa made light, as in `make run`, before any test here imports it."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def light_rasa():
    from bot.runtime.agent import prepare_this_process

    prepare_this_process()
