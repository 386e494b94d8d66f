"""What people paste is gone before anything keeps it, and all else that they said stays (R14)."""

from bot.privacy import holds_a_secret, mask
from tests.bot.privacy.phrasings import Phrasing, left_of, phrasings, read

SAID = phrasings()
SAID_AFTERWARDS = [Phrasing(said) for said in read("written_afterwards.yml")["secrets"]]


def test_person_who_pastes_a_secret_leaves_only_its_kind_behind():
    """R14: what stays is the message, with the kind of thing in the place of the thing."""
    assert {said.text: kept for said in SAID if (kept := mask(said.text)) != said.masked} == {}
    assert [said.text for said in SAID if any(left_of(secret, mask(said.text)) for secret in said.secrets)] == []


def test_person_who_words_it_as_nobody_expected_leaves_no_secret_behind_either():
    """R14."""
    assert {said.text: kept for said in SAID_AFTERWARDS if not said.others.search(kept := mask(said.text))} == {}


def test_what_was_masked_stays_so_and_still_says_that_it_held_a_secret():
    for said in (*SAID, *SAID_AFTERWARDS):
        kept = mask(said.text)
        assert mask(kept) == kept
        assert holds_a_secret(said.text), said.text
        assert holds_a_secret(kept)


def test_there_are_twenty_five_phrasings_or_more_of_every_kind_of_secret():
    for name, section in read("secrets.yml").items():
        assert name == "several" or len(set(section["said"])) >= 25, name


def test_a_message_that_was_masked_before_still_says_that_it_held_a_secret():
    assert holds_a_secret("my password is [password removed]")
    assert (
        mask("[code removed] [key removed] [card number removed]")
        == "[code removed] [key removed] [card number removed]"
    )
