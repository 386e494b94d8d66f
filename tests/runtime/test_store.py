"""Conversations are kept, stay quick, and survive a database that fails."""

import asyncio
import stat

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def domain():
    from rasa.shared.core.domain import Domain

    return Domain.from_yaml(
        """
        version: "3.1"
        slots:
          is_admin: {type: bool, mappings: [{type: custom}]}
          other_methods: {type: list, mappings: [{type: custom}]}
        """
    )


@pytest.fixture
def store(domain, tmp_path):
    return a_store(domain, tmp_path / "var" / "talks.db")


def a_store(domain, path):
    from bot.runtime.store import ConversationStore

    return ConversationStore(domain, db=str(path))


def talk(store, *texts, sender="anna"):
    """Say these things, each answered with a message and a button."""
    from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

    tracker = asyncio.run(store.get_or_create_tracker(sender))
    for text in texts:
        tracker.update(UserUttered(text))
        tracker.update(SlotSet("is_admin", True))
        tracker.update(BotUttered("yes?", {"buttons": [{"title": "Yes", "payload": f"/affirm{text}"}]}))
    asyncio.run(store.save(tracker))
    return tracker


def test_a_talk_is_there_after_a_restart(store, domain, tmp_path):
    talk(store, "one", "two")
    again = asyncio.run(a_store(domain, tmp_path / "var" / "talks.db").retrieve("anna"))
    assert [event.text for event in again.events if event.type_name == "user"] == ["one", "two"]
    assert again.get_slot("is_admin") is True


def test_what_people_said_is_for_this_user_alone(store, domain, tmp_path):
    talk(store, "I am anna@northwind.example")
    with store.engine.connect():
        files = list((tmp_path / "var").iterdir())
        assert {file.name for file in files} == {"talks.db", "talks.db-wal", "talks.db-shm"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        for file in files:
            file.chmod(0o644)
        a_store(domain, tmp_path / "var" / "talks.db")
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_long_talk_is_cut_and_keeps_what_it_knows(store):
    talk(store, *(str(n) for n in range(60)))
    assert len(asyncio.run(store.retrieve("anna")).events) < 10
    assert asyncio.run(store.retrieve("anna")).get_slot("is_admin") is True


def test_a_long_talk_that_is_cut_still_knows_that_nothing_works(store):
    from rasa.shared.core.events import SlotSet

    tracker = asyncio.run(store.get_or_create_tracker("anna"))
    tracker.update(SlotSet("other_methods", []))
    asyncio.run(store.save(tracker))
    talk(store, *(str(n) for n in range(60)))
    assert asyncio.run(store.retrieve("anna")).get_slot("other_methods") == []


def test_a_button_counts_where_it_was_offered_and_nowhere_else(store, domain, tmp_path):
    """R25"""
    talk(store, "one", sender="anna")
    assert store.was_offered("anna", "/affirmone")
    assert not store.was_offered("ben", "/affirmone")
    assert not store.was_offered("anna", "/affirm")
    assert a_store(domain, tmp_path / "var" / "talks.db").was_offered("anna", "/affirmone")


def test_who_types_the_title_of_a_button_means_the_newest_one_with_it(store):
    talk(store, "one", "two")
    assert store.titled("anna", "yes.") == "/affirmtwo"
    assert store.titled("anna", "the first one") == "/affirmtwo"
    assert store.titled("anna", "yes please") is None
    assert store.titled("anna", "...") is None
    assert store.titled("ben", "yes") is None


def test_while_the_database_fails_the_talk_goes_on_and_is_written_later(store):
    """R35"""
    talk(store, "one")
    working = store.engine
    store.sessionmaker.configure(bind=a_broken_engine())
    talk(store, "two")
    assert store.is_unsaved("anna")
    assert [e.text for e in asyncio.run(store.retrieve("anna")).events if e.type_name == "user"] == ["one", "two"]
    store.sessionmaker.configure(bind=working)
    talk(store, "three")
    assert not store.is_unsaved("anna")


def a_broken_engine():
    from sqlalchemy import create_engine

    return create_engine("sqlite:////nowhere/at/all.db")
