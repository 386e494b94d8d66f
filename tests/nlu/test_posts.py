"""Opening posts as strangers wrote them: the problem and the facts that the trained model hears, against floors."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

import pytest

from bot.case import DANGEROUS_PROBLEMS, Case
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress
from tests.bot.hearing.test_stories import FACTS, kind_of
from tests.nlu.sentences import listed

pytestmark = [pytest.mark.slow, pytest.mark.model]


@dataclass
class Posts:
    """Posts of strangers, what was heard of each, and the floors for that."""

    posts: list
    heard: list
    floors: dict

    def __iter__(self):
        return zip(self.posts, self.heard, strict=True)


#: Of these we know which facts they state.
WITH_FACTS = ("posts", "plain_posts", "odd_posts")
WITHOUT_FACTS = ("other_services", "qr_posts", "other_methods")


@pytest.fixture
def strangers(request, listener):
    posts = listed(f"held_out_{request.param}.yml", "posts")
    listener.hear(post["text"] for post in posts)
    return Posts(posts, [listener.parse(post["text"]) for post in posts], listed("floors.yml", request.param))


def verdict(post, message):
    intent = message["intent"]["name"]
    return "asked" if intent == "nlu_fallback" else "right" if intent == post["problem"] else "wrong"


@pytest.mark.parametrize("strangers", [*WITH_FACTS, *WITHOUT_FACTS], indirect=True)
def test_the_problem_of_a_post_is_heard_or_asked_about(strangers):
    verdicts = [verdict(post, message) for post, message in strangers]
    shares = {name: count / len(verdicts) for name, count in Counter(verdicts).items()}
    dangers = [one["text"] for one, came in zip(strangers.posts, verdicts, strict=True) if _is_dangerous(one, came)]
    print(f"{len(verdicts)} posts:", ", ".join(f"{name} {share:.1%}" for name, share in sorted(shares.items())))
    assert shares["right"] >= strangers.floors["problem_right"]
    assert shares.get("wrong", 0) <= strangers.floors["problem_wrong"]
    assert len(dangers) <= strangers.floors["dangerous"], dangers


def _is_dangerous(post, came):
    return came == "wrong" and post["problem"] in DANGEROUS_PROBLEMS


@pytest.mark.parametrize("strangers", WITH_FACTS, indirect=True)
def test_the_facts_of_a_post_are_heard_and_hardly_ever_made_up(strangers):
    floors, kinds = strangers.floors, Counter()
    for post, message in strangers:
        told = Message.from_entities(None, message["entities"])
        case, _ = take_in(told, Case(), Progress(), dt.date(2026, 11, 24))
        kinds.update(filter(None, (kind_of(post["facts"].get(fact), getattr(case, fact)) for fact in FACTS)))
    stated = kinds["right"] + kinds["missed"] + kinds["wrong"]
    print(f"{stated} facts: {dict(kinds)}, {kinds['right'] / stated:.1%} right")
    assert kinds["right"] / stated >= floors["facts_right"]
    assert kinds["wrong"] / stated <= floors["facts_wrong"]
    assert kinds["not in the text"] <= floors["facts_not_in_the_text"]
