"""Masked contacts (R4): their owner knows them again, and nobody else learns them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.masked import masked
from bot.directory.people import Contact

pytestmark = pytest.mark.slow


def mail(address):
    return masked(Contact("1", "email", address))


def number(address, channel="sms"):
    return masked(Contact("1", channel, address))


@pytest.mark.parametrize(
    ("address", "mask"),
    [
        ("amara@contoso.com", "a•••@•••.com"),
        ("a@b.com", "a•••@•••.com"),
        ("amara.diallo.from.accounting@mail.corp.contoso.com", "a•••@•••.com"),
        ("amara+codes@contoso.co.uk", "a•••@•••.uk"),
        ("+codes@contoso.com", "•••@•••.com"),
        ("åsa@bücher.example", "å•••@•••.example"),
        ("a\u030asa@contoso.com", "å•••@•••.com"),
        ("山田@contoso.com", "山•••@•••.com"),
        ("\U0001f511key@contoso.com", "•••@•••.com"),
        ("mika@localhost", "m•••@•••"),
        ("mika@contoso.com.", "m•••@•••.com"),
        ("mika@[192.0.2.17]", "m•••@•••"),
        ("mika@192.0.2.17", "m•••@•••"),
        ('"a@b"@contoso.com', "•••@•••.com"),
        ("@contoso.com", "•••@•••.com"),
        ("no address", "•••"),
        ("", "•••"),
    ],
)
def test_mail_keeps_its_first_letter_and_the_last_label(address, mask):
    """R4"""
    assert mail(address) == mask


@pytest.mark.parametrize(
    ("address", "mask"),
    [
        ("+447700900142", "+•• ••• ••42"),
        ("+1 425 555 0142", "+•• ••• ••42"),
        ("+352 20 01 42", "+•• ••• ••42"),
        ("+1 4255550142x1234", "+•• ••• ••42"),
        ("07700 900142", "+•• ••• ••42"),
        ("1142", "+•• ••• ••••"),
        ("٠١٢٣٤٥٦٧٨٩", "+•• ••• ••••"),
        ("none", "+•• ••• ••••"),
        ("", "+•• ••• ••••"),
    ],
)
@pytest.mark.parametrize("channel", ["sms", "voice"])
def test_number_keeps_its_last_two_digits_and_hides_its_country(address, mask, channel):
    """R4"""
    assert number(address, channel) == mask


LETTERS = st.text(st.characters(categories=("L", "Nd"), include_characters=".+_-'"), min_size=1, max_size=60)
LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)


@given(LETTERS, st.lists(LABELS, min_size=1, max_size=4))
def test_mask_never_holds_three_letters_running_of_name_or_domain(local, labels):
    """R4: but for the last label, which is shown."""
    mask = mail(f"{local}@{'.'.join(labels)}")
    hidden = mask.removesuffix(f".{labels[-1]}") if len(labels) > 1 else mask
    for part in (local, ".".join(labels)):
        assert not [part[at : at + 3] for at in range(len(part) - 2) if part[at : at + 3] in hidden]


@given(LETTERS, LETTERS)
def test_mask_of_a_long_name_is_as_long_as_that_of_a_short_one(one, other):
    """R4: the length of the mask tells nothing but whether a letter is shown."""
    masks = [mail(f"m{local}@contoso.com") for local in (one, other)]
    assert masks[0] == masks[1] == "m•••@•••.com"


@given(st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_mask_of_a_number_holds_two_digits_whatever_its_length(address):
    """R4"""
    mask = number(address)
    assert [c for c in mask if c.isdigit()] == list(address[-2:])
    assert len(mask) == len("+•• ••• ••42")


@given(st.text(st.characters(exclude_categories=()), max_size=300), st.sampled_from(["sms", "voice", "email"]))
def test_any_text_is_masked_and_nothing_breaks(address, channel):
    mask = masked(Contact("1", channel, address))
    assert "•••" in mask
