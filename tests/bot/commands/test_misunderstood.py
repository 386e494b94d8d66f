"""Who keeps the assistant right lists what was not understood, and takes it as test cases."""

import json
import sqlite3

import pytest


@pytest.fixture
def conversations(house):
    """Two messages that fell back in one conversation, as Rasa keeps them."""
    house.mkdir(parents=True)
    events = [
        event
        for text in ("bring back my dongle", "bring back my puk")
        for event in (
            {
                "event": "user",
                "timestamp": 1795521600.0,
                "text": text,
                "parse_data": {"intent": {"name": "nlu_fallback"}},
            },
            {"event": "bot", "text": "...", "metadata": {"utter_action": "utter_not_understood_at_all"}},
        )
    ]
    with sqlite3.connect(house / "conversations.db") as connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        connection.executemany(
            "INSERT INTO events (sender_id, data) VALUES ('anna', ?)", [[json.dumps(event)] for event in events]
        )


def test_what_was_not_understood_is_listed(run, conversations):
    assert run("misunderstood") == (
        0,
        "   1.   1 x  fell back  bring back my dongle\n   2.   1 x  fell back  bring back my puk\n",
    )


def test_one_of_them_is_exported(run, conversations, tmp_path):
    code, said = run("misunderstood", 2, "--export", tmp_path / "stories" / "new.yml")

    assert (code, said.partition(" are in ")[0]) == (0, "1 test cases")
    written = (tmp_path / "stories" / "new.yml").read_text("utf-8")
    assert "test_case: '2 fell back: bring back my puk'" in written


def test_one_of_them_keeps_its_number(run, conversations):
    assert run("misunderstood", 2) == (0, "   2.   1 x  fell back  bring back my puk\n")


def test_a_number_that_is_not_in_the_list_is_told(run, conversations, tmp_path):
    assert run("misunderstood", 2, 99, 7, "--export", tmp_path / "new.yml") == (1, "there is no 7\nthere is no 99\n")
    assert not (tmp_path / "new.yml").exists()


def test_a_file_that_is_there_is_left_alone(run, conversations, tmp_path):
    (tmp_path / "old.yml").write_text("mine")

    assert run("misunderstood", "--export", tmp_path / "old.yml")[0] == 2
    assert run("talk", tmp_path / "old.yml")[0] == 2
    assert (tmp_path / "old.yml").read_text() == "mine"


@pytest.mark.parametrize("command", [["talk"], ["misunderstood", "--export"]])
def test_a_file_that_pytest_would_not_look_into_is_refused(run, conversations, tmp_path, command):
    file = tmp_path / "talk.txt"

    code, said = run(*command, file)

    assert (code, file.exists()) == (2, False)
    assert said == f"sparekey: {file} cannot be a file of stories: its name has to end in .yml.\n"


def test_without_conversations_or_without_trouble_it_says_so(run, conversations, house):
    with sqlite3.connect(house / "conversations.db") as connection:
        connection.execute("DELETE FROM events")
    assert run("misunderstood", 7) == (1, "there is nothing that was not understood\n")
    (house / "conversations.db").unlink()
    for _ in ("no file", "a folder in its place"):
        code, said = run("misunderstood")
        assert code == 2
        assert said.startswith("sparekey: there are no conversations at")
        (house / "conversations.db").mkdir(exist_ok=True)


@pytest.mark.parametrize("wrong", [["misunderstood", "all"], ["misunderstood", "--export"], ["talk", "a", "b"]])
def test_what_is_no_command_shows_the_usage(run, wrong):
    code, said = run(*wrong)
    assert code == 2
    assert said.startswith("usage:")
