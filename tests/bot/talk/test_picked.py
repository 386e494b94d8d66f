"""Who types means the button that says it, or the one at its place, of those that are on the screen."""

import pytest

from bot.talk.picked import button_meant

TITLES = ["Work", "School or university", "Personal (Outlook.com, Hotmail, Xbox, ...)", "I don't know"]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("work", "Work"),
        ("I dont know", "I don't know"),
        ("2", "School or university"),
        ("the second one", "School or university"),
        ("Number 3, please.", "Personal (Outlook.com, Hotmail, Xbox, ...)"),
        ("1.", "Work"),
        ("the last one", "I don't know"),
        ("4th", "I don't know"),
    ],
)
def test_button_is_meant_by_its_words_or_its_place(said, title):
    assert TITLES[button_meant(said, TITLES)] == title


@pytest.mark.parametrize("said", ["5", "0", "12", "one moment", "2 and 3", "the first phone", "my last job", "", "..."])
def test_anything_else_means_no_button(said):
    assert button_meant(said, TITLES) is None


def test_where_there_is_no_button_none_is_meant():
    assert button_meant("the last one", []) is None
