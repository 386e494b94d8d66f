"""What a long post makes likely is heard where no pattern hears it; short answers are left to the patterns."""

import pytest

pytestmark = pytest.mark.slow

SINKS = "my phone sank in the {} behind our house, and the app that lets me into my mail went down with it"
STAYS = "the app on my phone shows nothing at all since the {}, though I have had the same phone for years"
POSTS = {SINKS.format(where): {"device_event": "lost", "other_methods": []} for where in ("lake", "pond", "river")}
POSTS |= {STAYS.format(when): {} for when in ("update", "weekend", "storm")}
POSTS |= {
    "I can still read the text messages that come, and the key lets me in": {"other_methods": ["sms", "fido_key"]}
}
SEA = SINKS.format("sea")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Learnt, kept and taken up again, as a model is."""
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    from bot.runtime.fact_reader import FactReader

    config = {**FactReader.get_default_config(), "sure": {"device_event": 0.5, "other_methods": 0.5}}
    config["not_about"] = ["admin_reset_for_user"]
    config["seen_at_least"] = 1
    storage, resource = LocalModelStorage(tmp_path_factory.mktemp("model")), Resource("reader")
    examples = [
        Message.build(text=text, intent="lost_authenticator", example_metadata={"facts": facts})
        for text, facts in POSTS.items()
    ]
    examples.append(Message.build(text="of this sentence nobody said what it states", intent="inform"))
    FactReader.create(config, storage, resource, None).train(TrainingData(examples))
    return FactReader.load(config, storage, resource, None)


def likely(reader, text, *stated, about=None):
    from rasa.shared.nlu.training_data.message import Message

    entities = [{"entity": fact, "value": value} for fact, value in stated]
    message = Message({"text": text, "entities": entities, "intent": {"name": about}})
    reader.process([message])
    added = message.get("entities")[len(stated) :]
    return {entity["entity"]: entity["value"] for entity in added}


def test_a_post_in_new_words_makes_likely_what_such_posts_state(reader):
    assert likely(reader, SEA) == {"likely_device_event": "lost", "likely_other_methods": "none"}


def test_a_post_like_those_that_state_nothing_states_nothing(reader):
    assert likely(reader, STAYS.format("summer")) == {}


def test_who_asks_for_a_user_states_nothing_of_an_account_of_their_own(reader):
    assert likely(reader, SEA, about="admin_reset_for_user") == {}
    assert likely(reader, SEA, about="lost_authenticator") != {}


def test_what_a_pattern_heard_is_not_read_once_more(reader):
    assert likely(reader, SEA, ("device_event", "stolen")) == {"likely_other_methods": "none"}


def test_several_methods_that_work_are_never_merely_likely(reader):
    post = next(text for text, facts in POSTS.items() if facts.get("other_methods"))
    assert "likely_other_methods" not in likely(reader, post)


@pytest.mark.parametrize(
    "text",
    [
        "my phone sank in the sea",
        "",
        SEA[:79],
        "我的手机掉进了海里，里面的验证器应用程序也没有了，现在我无法登录我的电子邮件账户。" * 2,
    ],
)
def test_a_short_answer_and_another_language_are_left_to_the_patterns(reader, text):
    assert likely(reader, text) == {}


def test_whatever_can_be_pasted_is_read(reader):
    assert likely(reader, "\ud800" * 80) == {}
    assert isinstance(likely(reader, SEA * 100), dict)
