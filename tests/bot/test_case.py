"""A case holds what a fact can be, and nothing else."""

import pytest

from bot.case import FACTS, Case


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_takes_no_word_that_it_cannot_be(fact):
    """The word "no" would be true, and nobody would notice."""
    with pytest.raises(ValueError, match=f"{fact} cannot be"):
        Case.from_slots({fact: "no"})
