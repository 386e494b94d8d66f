"""What somebody says is found in one way at a time as in all ways at once."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.hearing.clauses import Guards
from bot.hearing.patterns import any_of
from bot.hearing.saying import Saying

#: One is the beginning of another, two may stand at the same place, and two overlap.
WAYS = ["ab", "ab a", "a b", "b a(?: b)?", "a", "ba ab", "(?:b )+", "aab"]
#: With these the others are few among many; none of them is in a text.
NEVER = [f"c{one}{other}" for one in "cdef" for other in "cdefghij"]
#: Nothing is asked, supposed or denied here, and all is one part.
GUARDS = Guards(*(re.compile("(?!)") for _ in range(5)))


def said_in(text: str, ways: list[str]) -> list[tuple[int, int]]:
    saying = Saying.from_entry("device_event", {"value": "lost", "says": ways}, {})
    return [match.span() for match in saying.matches(GUARDS.read(text), range(len(WAYS)))]


@given(st.text("ab ", max_size=12))
def test_few_ways_tried_one_after_another_find_what_all_find_together(text: str) -> None:
    together = [match.span() for match in any_of(WAYS, {}).finditer(text)]
    assert said_in(text, WAYS) == said_in(text, WAYS + NEVER) == together
