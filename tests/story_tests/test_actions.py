"""Actions run where Rasa would call an action server; what fails reaches Rasa as a failure of one, and is kept."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from story_tests.errors import ActionsBroken
from story_tests.logged import exceptions_logged_by

pytestmark = pytest.mark.slow

ACTIONS = """
import datetime
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

def action(action_name, run_it):
    class Made(Action):
        def name(self):
            return action_name
        def run(self, dispatcher, tracker, domain):
            return run_it(dispatcher)
    return Made

def reject(dispatcher):
    raise ActionExecutionRejection("action_rejecting", "not now")

Good = action("action_good", lambda dispatcher: dispatcher.utter_message(text="Done."))
Broken = action("action_dividing", lambda dispatcher: 1 / 0)
Rejecting = action("action_rejecting", reject)
Careless = action("action_careless", lambda dispatcher: [SlotSet("day", datetime.date(2027, 2, 2))])
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Give the name of a package of actions with this text in it."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(name, text):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        (tmp_path / name / "all.py").write_text(text)
        return name

    return write


@pytest.fixture
def watched(package):
    from story_tests.actions import WatchedActions, in_process

    return WatchedActions(in_process(package("watched_actions", ACTIONS)))


def call(watched, action):
    tracker = {"sender_id": "p", "slots": {}, "latest_message": {}, "events": [], "paused": False, "active_loop": {}}
    request = {"next_action": action, "sender_id": "p", "domain": {}, "tracker": tracker | {"followup_action": None}}
    return asyncio.run(watched.request(json=request))


def refused(watched, action):
    """Call an action that does not answer, and give the status and the text that Rasa sees."""
    from rasa.utils.endpoints import ClientResponseError

    with pytest.raises(ClientResponseError) as caught:
        call(watched, action)
    return caught.value.status, json.loads(caught.value.text)["error"]


def test_an_action_answers_as_at_a_server(watched):
    assert call(watched, "action_good")["responses"][0]["text"] == "Done."
    assert (watched.ran, watched.breakages) == (["action_good"], [])


def test_an_action_that_breaks_is_kept_with_its_last_line(watched):
    assert refused(watched, "action_dividing") == (500, "division by zero")
    assert watched.breakages[0].what == "the action action_dividing broke:"
    assert watched.breakages[0].last_line.startswith("ZeroDivisionError: division by zero (all.py, line ")


def test_an_action_that_rejects_did_not_break(watched):
    assert refused(watched, "action_rejecting") == (400, "not now")
    assert watched.breakages == []


def test_an_action_that_does_not_exist_is_named(watched):
    refused(watched, "action_nowhere")

    assert "there is no action_nowhere in the package `watched_actions`" in watched.breakages[0].last_line


def test_what_could_not_pass_between_servers_does_not_pass_here(watched):
    refused(watched, "action_careless")

    assert "Object of type date is not JSON serializable" in watched.breakages[0].last_line


def test_a_stub_answers_afresh_each_time(watched):
    watched.stubs = {"action_dividing": {"events": [], "responses": [{"text": "hi"}]}}

    call(watched, "action_dividing")["responses"].clear()

    assert call(watched, "action_dividing")["responses"] == [{"text": "hi"}]


def test_a_new_turn_forgets_the_last_one(watched):
    refused(watched, "action_dividing")
    watched.forget()

    assert (watched.ran, watched.breakages) == ([], [])


def test_actions_that_cannot_be_imported_are_told_in_one_line(package):
    from story_tests.actions import in_process

    with pytest.raises(ActionsBroken) as caught:
        in_process(package("broken_actions", "import nothing_like_this"))

    assert str(caught.value).startswith(
        "the actions in the package `broken_actions` cannot be loaded: "
        "ModuleNotFoundError: No module named 'nothing_like_this' (all.py, line 1)"
    )


class TestLogged:
    """What an assistant only writes to its log."""

    @staticmethod
    def log(name, error):
        try:
            raise error
        except Exception:
            logging.getLogger(name).exception("it failed")

    def test_an_exception_that_is_logged_is_kept(self):
        with exceptions_logged_by("assistant") as broken:
            self.log("assistant.actions", KeyError("x"))

        assert broken[0].what == "it failed:"
        assert broken[0].last_line.startswith("KeyError: 'x' (test_actions.py, line ")

    def test_other_loggers_and_other_times_do_not_count(self):
        with exceptions_logged_by("assistant") as broken:
            self.log("library", KeyError("x"))
        self.log("assistant", KeyError("x"))

        assert broken == []

    def test_what_comes_from_a_known_cause_does_not_count(self):
        error = RuntimeError("the action failed")
        error.__cause__ = ConnectionError("already kept")

        with exceptions_logged_by("assistant", but=(ConnectionError,)) as broken:
            self.log("assistant", error)

        assert broken == []
