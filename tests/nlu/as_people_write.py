"""The same sentence as people write it: in small letters, with typos, or spoken to a phone. Seeded by the sentence."""

from __future__ import annotations

import random
import re

_SMALL_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
#: What a phone that listens makes of the words of the field.
_SPOKEN = {
    "2fa": "two f a",
    "android": "and roid",
    "authenticator": "authentic ator",
    "email": "e mail",
    "hotmail": "hot mail",
    "iphone": "i phone",
    "login": "log in",
    "mailbox": "mail box",
    "mfa": "m f a",
    "onedrive": "one drive",
    "outlook": "out look",
    "passkey": "pass key",
    "password": "pass word",
    "qr": "q r",
    "sharepoint": "share point",
    "signin": "sign in",
    "smartphone": "smart phone",
    "sms": "s m s",
    "whatsapp": "whats app",
    "yubikey": "yubi key",
}
_FILLERS = ("um", "uh", "so", "like")
_BESIDE = {"a": "s", "e": "r", "i": "o", "o": "p", "u": "i", "n": "m", "t": "r", "s": "d", "l": "k", "c": "v", "h": "g"}


def small_and_bare(text: str) -> str:
    """Leave out capitals and punctuation."""
    return " ".join(re.sub(r"[^\w\s]", lambda mark: "" if mark[0] in "'’" else " ", text.lower()).split())


def with_two_typos(text: str) -> str:
    """Misspell two words of three letters or more; a single word gets both typos if it is long."""
    chance = random.Random(f"typos: {text}")
    words = [match.span() for match in re.finditer(r"[^\W\d_]{3,}", text)]
    if len(words) == 1 and words[0][1] - words[0][0] >= 8:
        start, end = words[0]
        middle = (start + end) // 2
        words = [(start, middle), (middle, end)]
    for start, end in sorted(chance.sample(words, min(2, len(words))), reverse=True):
        text = text[:start] + _misspelt(text[start:end], chance) + text[end:]
    return text


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + _BESIDE.get(word[at].lower(), "e") + word[at + 1 :],
        )
    )


def as_a_voice_transcript(text: str) -> str:
    """Speak it: no punctuation, numbers in words, a filler every eight words or so, compound words split."""
    chance = random.Random(f"voice: {text}")
    spoken: list[str] = []
    for word in small_and_bare(text).split():
        if spoken and chance.random() < 1 / 8:
            spoken.append(chance.choice(_FILLERS))
        if word.isdigit():
            spoken += [_SMALL_NUMBERS[int(word)]] if int(word) <= 12 else [_SMALL_NUMBERS[int(digit)] for digit in word]
        else:
            spoken.append(_SPOKEN.get(word, word))
    return " ".join(spoken)
