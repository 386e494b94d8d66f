"""What an agent reads out on the phone: names, domains and addresses, letter by letter."""

import pytest

from bot.desk.aloud import spelling_alphabet, spelt_in
from bot.phone.spelling import spelt


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Open aka.ms/MySecurityInfo where you are signed in.", ["aka.ms/MySecurityInfo"]),
        ("Sign in at account.microsoft.com/security, and wait.", ["account.microsoft.com/security"]),
        ("clara.neumann@contoso.example", ["clara.neumann@contoso.example"]),
        ("It begins at entra.microsoft.com, then wait.", ["entra.microsoft.com"]),
        ("Are you in? It is done.", []),
        ("", []),
    ],
)
def test_names_that_may_be_misheard_are_found_in_what_is_said(said, names):
    """R47"""
    assert [one.name for one in spelt_in([said])] == names


def test_name_is_spelt_once_sign_by_sign_in_the_alphabet_of_the_phone_script():
    """R47"""
    (only,) = spelt_in(["Open aka.ms/My", "again: aka.ms/My"])
    assert [word for _, word in only.signs] == spelt("aka.ms/My").split()
    assert "".join(sign for sign, _ in only.signs) == "aka.ms/My"


def test_alphabet_names_every_letter_digit_and_sign():
    assert len(spelling_alphabet()) == 45
    assert spelling_alphabet()["-"] == "dash"
