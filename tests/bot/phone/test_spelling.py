"""Spelling for the ear: every letter by its name in the alphabet of ICAO and ITU."""

from __future__ import annotations

import pytest

from bot.phone.spelling import spelt

ALPHABET = """
    Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo
    Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu
""".split()


def test_every_letter_has_its_name():
    assert spelt("abcdefghijklmnopqrstuvwxyz").split() == ALPHABET
    assert spelt("ABCDEFGHIJKLMNOPQRSTUVWXYZ").split() == ALPHABET


def test_every_digit_has_its_name():
    assert spelt("0123456789") == "zero one two three four five six seven eight nine"


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("contoso.com", "Charlie Oscar November Tango Oscar Sierra Oscar dot Charlie Oscar Mike"),
        ("a1@b-c.de", "Alfa one at Bravo dash Charlie dot Delta Echo"),
        ("j_x", "Juliett underscore X-ray"),
        ("ü", "ü"),
        ("", ""),
    ],
)
def test_person_spells_domain_and_sign_in_name(written, heard):
    """R47"""
    assert spelt(written) == heard
