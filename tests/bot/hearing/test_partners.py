"""Who looks after the tenant from outside: a partner, whatever he is called, and no colleague."""

from __future__ import annotations

from tests.bot.hearing.listening import finder


def values(text: str, fact: str) -> list[object]:
    return [finding.value for finding in finder().find(text) if finding.fact == fact]


OUTSIDE = (
    "our IT is outsourced to BrightNet, they run our 365",
    "our IT is outsourced",
    "BrightNet handles all of our IT for us",
    "our 365? BrightNet handles all of that for us",
    "BrightNet Solutions manages our Microsoft",
    "our IT is done by an outside company",
    "an external firm manages our tenant",
    "we outsource our IT to a local firm",
)
INSIDE = (
    "our IT is not outsourced",
    "is our IT outsourced?",
    "our IT was outsourced until last year",
    "our IT is run by a colleague",
    "BrightNet handles all of that for us",
    "our IT? Petra handles all of that for us",
    "Petra handles our IT",
    "our internet runs our 365 slowly",
)


def test_a_firm_that_runs_the_it_is_a_partner() -> None:
    assert [text for text in OUTSIDE if values(text, "has_partner") != [True]] == []
    assert [text for text in INSIDE if values(text, "has_partner")] == []


def test_an_it_from_outside_is_no_second_administrator_and_says_nothing_of_who_writes() -> None:
    texts = ("our IT is outsourced to BrightNet, they run our 365", "our IT is done by an outside company")
    assert [text for text in texts if values(text, "has_other_admin") or values(text, "is_admin")] == []
