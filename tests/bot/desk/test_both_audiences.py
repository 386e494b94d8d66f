"""The talks run for both audiences: a person in the chat and an agent at the desk, on every path of the core."""

import datetime as dt

import pytest

from bot.case import Case
from bot.desk.card import card_of
from bot.desk.moves import answer_id, moved
from bot.desk.talk import Talk
from bot.paths import DONT_KNOW, answer_named, every_path
from bot.questions import without_an_answer
from bot.talk.recovery import go_on, next_step
from bot.talk.turn import Progress, Turn

TODAY = dt.date(2026, 11, 24)
AFTER_SMS_AND_VOICE = dt.date(2027, 2, 2)


class InTheChat:
    """A person whose answers were understood: the moves of the chat, without the model."""

    def __init__(self, case, today):
        self.today = today
        self._takes(go_on(Turn(case, Progress(), today)))

    def answers(self, question, name):
        known = self.case
        case = (
            without_an_answer(question, known)
            if name == DONT_KNOW
            else known.with_facts(**answer_named(question, name))
        )
        self._takes(go_on(Turn(case, self.progress, self.today)))

    def walks_on(self):
        self._takes(next_step(Turn(self.case, self.progress, self.today)))

    @property
    def question(self):
        return self.progress.requested_slot

    @property
    def step(self):
        said = [name.removeprefix("utter_step_") for name in self.said if name.startswith("utter_step_")]
        return said[-1] if said else None

    def _takes(self, reply):
        self.case, self.progress = reply.case, reply.progress
        self.said = [say.response for say in reply.says]


class AtTheDesk:
    """An agent who presses what the same caller tells."""

    def __init__(self, case, today):
        self.talk, self.today = Talk(case), today

    def answers(self, question, name):
        press = f"dont_know:{question}" if name == DONT_KNOW else f"answer:{question}={pressed(question, name)}"
        assert press in {one.move for one in self.card.presses} or question == "problem"
        self.talk = moved(self.talk, press, self.today)

    def walks_on(self):
        self.talk = moved(self.talk, self.card.step.press.move, self.today)

    @property
    def card(self):
        return card_of(self.talk, None, self.today, is_checked=True)

    @property
    def question(self):
        return self.talk.question(self.today)

    @property
    def step(self):
        return self.talk.step(self.today)


def pressed(question, name):
    return answer_id(answer_named(question, name))


@pytest.mark.parametrize("today", [TODAY, AFTER_SMS_AND_VOICE])
def test_person_and_agent_are_led_along_the_same_questions_to_the_same_plan_and_steps(today):
    for path in every_path(today):
        person, agent = InTheChat(path.opening, today), AtTheDesk(path.opening, today)
        for question, answers in path.asked:
            assert question == person.question == agent.question, path
            name = answers.split(" | ")[-1]
            person.answers(question, name)
            agent.answers(question, name)
        assert agent.question is None
        assert agent.talk.case == person.case, path
        assert agent.talk.plan(today) == path.end
        assert person.progress.presented == (
            "way_in_" + path.end.way_in if path.end.way_in else "answer_" + path.end.answer
        )
        walked = list(both_walk(person, agent, path.end.steps))
        assert walked == list(path.end.steps), path


def both_walk(person, agent, steps):
    """Walk the guide on both sides, and give the steps at which both stood."""
    for step in steps:
        assert agent.step == step
        assert agent.card.step.words.say
        if person.step == step:
            yield step
        agent.walks_on()
        while True:
            person.walks_on()
            # Only the call to Microsoft goes line by line.
            if person.progress.phone_line is None:
                break
    assert agent.card.is_finished


def test_agent_has_the_answer_about_the_qr_code_where_the_person_has_it():
    case = Case(problem="ask_qr_code")
    assert "utter_answer_qr_code" in InTheChat(case, TODAY).said
    assert AtTheDesk(case, TODAY).question == InTheChat(case, TODAY).question
