"""Every path of questions, walked through the front door by pressed buttons and in typed words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bot.case import Case
from bot.paths import DONT_KNOW, Path, answer_named, every_path
from bot.plan import Plan
from story_tests.session import stories_of
from story_tests.talker import Opening, Talker, Turn
from tests.contracts.test_wording import payload_of
from tests.dialogues.talker import TODAY
from tests.talk_without_rasa import slots_of

pytestmark = [pytest.mark.slow, pytest.mark.model]

#: Each answer as somebody types it, by what bot.paths calls it.
TYPED = {
    "problem": {
        "lost_authenticator": "I lost my phone, and the authenticator app with it",
        "authenticator_not_working": "the codes that my authenticator app shows are always refused",
        "lost_other_method": "I no longer get the text messages for the sign-in, my number is gone",
        "ask_qr_code": "can you send me the QR code for the authenticator?",
        "frontline_qr": "our shop signs in with a QR code badge and a PIN, and my badge does not scan",
        "admin_reset_for_user": "how do I reset the MFA of a colleague in Entra?",
        "contact_data_protection": "how do I reach Microsoft's data protection team?",
        "account_compromised": "somebody hacked my account",
        "out_of_scope": "my google authenticator codes for facebook are gone",
    },
    "account_type": {
        "business": "the one that my company gave me",
        "school": "it's from my university",
        "personal": "my own private one, a hotmail address",
        DONT_KNOW: "I honestly don't know",
    },
    "other_methods": {
        "old_phone": "I still have my old phone with the app on it",
        "other_device": "my laptop is still signed in",
        "sms": "text messages still arrive",
        "voice": "they can call me",
        "email": "a code by email",
        "fido_key": "I have my yubikey here",
        "passkey": "I have a passkey",
        "windows_hello": "Windows Hello works on my laptop",
        "recovery_codes": "I saved a recovery code back then",
        "temporary_access_pass": "I have a temporary access pass",
        "nothing": "none of those, nothing at all",
        DONT_KNOW: "no idea, I really can't say",
    },
    "is_admin": {
        "yes": "yes, I am the admin",
        "no": "no, I'm just an employee",
        DONT_KNOW: "not sure, I don't know",
    },
    "has_other_admin": {
        "yes": "yes, a colleague of mine is an admin too",
        "no and has_partner=yes": "only our reseller",
        "no and has_partner=no": "no, nobody else",
        DONT_KNOW: "I have no idea",
    },
    "has_partner": {
        "yes": "yes, we bought it from a reseller",
        "no": "no, directly from Microsoft",
        DONT_KNOW: "I don't know that",
    },
}


@dataclass(frozen=True)
class Walk:
    """One path, with one of its answers chosen at each question."""

    opening: Case
    answers: tuple[tuple[str, str], ...]
    end: Plan

    def __str__(self) -> str:
        said = [*(str(value) for value in slots_of(self.opening).values()), *(answer for _, answer in self.answers)]
        return " > ".join([*said, self.presented])

    @property
    def presented(self) -> str:
        return f"way_in_{self.end.way_in}" if self.end.way_in else f"answer_{self.end.answer}"


def one_walk_for_each(paths: list[Path]) -> Iterator[Walk]:
    for path in paths:
        yield Walk(path.opening, tuple((question, alike(words)[0]) for question, words in path.asked), path.end)


def every_question_with_every_answer(paths: list[Path]) -> Iterator[Walk]:
    """A few walks that together give every answer to every question: the path with most that is new comes first."""
    left = {(question, answer) for path in paths for question, words in path.asked for answer in alike(words)}
    while left:
        path = max(paths, key=lambda path: sum(bool(new_in(*asked, left)) for asked in path.asked))
        answers = tuple((asked[0], (new_in(*asked, left) or alike(asked[1]))[0]) for asked in path.asked)
        left -= set(answers)
        yield Walk(path.opening, answers, path.end)


def alike(words: str) -> list[str]:
    """The answers that lead the same way."""
    return words.split(" | ")


def new_in(question: str, words: str, left: set[tuple[str, str]]) -> list[str]:
    return [answer for answer in alike(words) if (question, answer) in left]


PATHS = list(every_path(TODAY))
SHORT = list(every_question_with_every_answer(PATHS))


@pytest.fixture
def sparekey(request: pytest.FixtureRequest) -> Talker:
    return stories_of(request.config).talker()


@pytest.mark.parametrize("walk", SHORT, ids=str)
def test_every_answer_to_every_question_can_be_pressed(sparekey: Talker, walk: Walk) -> None:
    """R45"""
    take(sparekey, walk, pressed)


@pytest.mark.parametrize("walk", SHORT, ids=str)
def test_every_answer_to_every_question_can_be_typed(sparekey: Talker, walk: Walk) -> None:
    """R45"""
    take(sparekey, walk, typed)


@pytest.mark.long
@pytest.mark.parametrize("walk", one_walk_for_each(PATHS), ids=str)
def test_every_path_ends_where_the_core_says(sparekey: Talker, walk: Walk) -> None:
    take(sparekey, walk, pressed)


def test_every_answer_has_been_typed() -> None:
    asked = {(question, answer) for walk in SHORT for question, answer in walk.answers}
    assert asked == {(question, answer) for question, answers in TYPED.items() for answer in answers}


def take(sparekey: Talker, walk: Walk, said: Callable[[str, str, Turn], str]) -> None:
    """Walk it, and compare each question and the end with what the core says."""
    sparekey.begin(Opening(slots=in_slots(walk.opening)))
    turn = sparekey.say("please say that again", {})
    for question, answer in walk.answers:
        assert turn.slots["requested_slot"] == question
        assert f"utter_ask_{question}" in [message.name for message in turn.messages]
        turn = sparekey.say(said(question, answer, turn), {})
        assert not turn.breakages
    assert turn.slots["presented"] == walk.presented
    assert f"utter_{walk.presented}" in [message.name for message in turn.messages]


def pressed(question: str, answer: str, turn: Turn) -> str:
    """The payload of the button for this answer; the three problems that have none are typed."""
    offered = {button["payload"] for message in turn.messages for button in message.buttons}
    payload = "/dont_know" if answer == DONT_KNOW else payload_of(question, answer_named(question, answer))
    payload = payload.replace("{{", "{").replace("}}", "}")
    if question == "problem" and payload not in offered:
        return typed(question, answer, turn)
    assert payload in offered
    return payload


def typed(question: str, answer: str, turn: Turn) -> str:
    return TYPED[question][answer]


def in_slots(case: Case) -> dict[str, object]:
    return {fact: list(value) if isinstance(value, tuple) else value for fact, value in slots_of(case).items()}
