"""Sign-in names: the same name typed in another way is the same name, and nothing odd breaks anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.directory.names import domain_key, sign_in_key

pytestmark = pytest.mark.slow

SAME = {
    "mika@contoso.example": [
        "Mika@Contoso.Example",
        "  mika@contoso.example \n",
        "mika@contoso.example.",
        "\u200bmika@contoso.example\ufeff",
        "mika＠contoso．example",
        "mika@contoso。example",
    ],
    "jörg@xn--bcher-kva.example": [
        "JÖRG@BÜCHER.example",
        "jo\u0308rg@bu\u0308cher.example",
        "jörg@xn--bcher-kva.example",
        "jörg@XN--BCHER-KVA.EXAMPLE",
    ],
    "jan@xn--strae-oqa.example": ["jan@straße.example", "Jan@Straße.Example", "jan@xn--strae-oqa.example"],
    "grossmann@contoso.example": ["Großmann@contoso.example", "GROSSMANN@contoso.example"],
    "lena_tailspin.example#ext#@contoso.onmicrosoft.com": ["lena_tailspin.example#EXT#@contoso.onmicrosoft.com"],
    "o'neill+x@contoso.example": ["O'Neill+x@contoso.example"],
}


@pytest.mark.parametrize(("key", "typed"), [(key, typed) for key, ways in SAME.items() for typed in ways])
def test_name_is_the_same_however_it_is_typed(key, typed):
    assert sign_in_key(typed) == key


def test_two_people_are_not_taken_for_one():
    names = ["mika@contoso.example", "mika.@contoso.example", "mika@contoso.example.com", "mlka@contoso.example"]
    assert len({sign_in_key(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "domain", ["", "contoso..example", "-contoso.example", "con toso.example", "a" * 64, "💩.example"]
)
def test_what_is_no_domain_is_none(domain):
    assert domain_key(domain) is None


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_is_a_key_or_nobodys_name_and_never_an_error(text):
    for name in (text, f"{text}@contoso.example", f"mika@{text}.example"):
        key = sign_in_key(name)
        assert key is None or (key.isprintable() and " " not in key and key.rpartition("@")[2].isascii())


@given(st.emails())
def test_key_of_a_key_is_the_same_key(address):
    key = sign_in_key(address)
    assert key is None or sign_in_key(key) == key == sign_in_key(f" {address.upper()}. ")
