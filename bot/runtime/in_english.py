"""Whether a text may be English, as far as its commonest words tell: an encoder of English has no opinion on others."""

from __future__ import annotations

import re

#: Words that hardly an English sentence is without, and that ten other languages do not have.
_COMMON = frozenset(
    """
    about and any app are been but can cannot cant code could dont english few for from get got had has have help how i
    im is isnt it its just lost me my need new not now of on one only our password phone please she sign that the their
    them then there they this to we what when where which who why will with work works would yes you your
    """.split()
)
#: Shorter texts are taken for English: a few words of it hold none of the common ones just as often.
_FEW_WORDS = 5
#: Of other languages a word or two is written alike; of English every third is common, misspelt or not.
_LEAST_SHARE = 0.15

_WORD = re.compile(r"[^\W\d_]+")


def may_be_english(text: str) -> bool:
    """Tell whether a text is short, or holds as many common English words as English does."""
    bare = text.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "").lower()
    words = _WORD.findall(bare)
    if len(words) < _FEW_WORDS:
        # Whole sentences of Chinese and Japanese are one or two words of ours.
        return not any(ord(char) >= 0x2E80 and char.isalpha() for char in text)
    return sum(word in _COMMON for word in words) >= _LEAST_SHARE * len(words)
