"""The two things that are done once instead of each time still do what Rasa did."""

import jsonschema
import pytest

pytestmark = pytest.mark.slow


def test_an_answer_of_an_action_is_still_checked():
    from rasa.core.actions.action import RemoteAction

    check = RemoteAction("action_x", None)._validate_action_result
    assert check({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []})
    with pytest.raises(jsonschema.ValidationError):
        check({"events": "nothing", "responses": []})


def test_every_event_is_still_found_by_its_name():
    from rasa.shared.core.events import BotUttered, Event, SlotSet

    assert Event.resolve_by_type("bot") is BotUttered
    assert Event.resolve_by_type("slot") is SlotSet
