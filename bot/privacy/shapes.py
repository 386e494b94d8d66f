"""What a word looks like, whoever says it: a strong password, a key drawn at random, the number of a ticket."""

from __future__ import annotations

import re

from bot.privacy.vocabulary import vocabulary

GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_HEX = re.compile(r"(?:0x)?(?=\d*[a-f])[0-9a-f]{32,}", re.IGNORECASE)
#: Fewer different signs are among sixteen drawn of 32 five times in a million; "hmmmmmmm" has two.
_VARIED = 7
_WITHIN = re.compile(r"[a-z]\d[a-z]")
_BASE32 = re.compile(r"[A-Z2-7]{16,}|[a-z2-7]{16,}")
_ERROR = re.compile(r"(?:AADSTS|INC|KB)\d+")
#: "INC20931", "REQ-204311", "Ticket#2407", "CONTOSO\jdoe42", "DESKTOP-7K3J9QX", "0x80070520", "SM-G991B".
_REFERENCE = re.compile(
    r"(?:[A-Z]{1,4}|AADSTS)\d{2,}|[A-Z]{1,10}[-#]\d{2,}(?:[-/]\d+)*|[A-Za-z][\w.-]*\\[\w.-]+"
    r"|(?i:ticket|case|tracking|trackingid|incident|order|invoice|request|sr|ref|id|nr|no|po|issue|bug)#\d+"
    r"|(?:DESKTOP|LAPTOP|PC|WIN|SURFACE)-\w+|0x[0-9A-Fa-f]+|[A-Z]{2}-[A-Z]\d{3}[A-Z]?"
)
#: "iPhone15Pro", "GalaxyS23", "M365"; which names, says `words.yml`.
_PRODUCT = re.compile(r"([a-z]+)[- ]?\d{1,4}(?P<more>[a-z]{1,6}\d{0,3}[a-z]{0,5})?", re.IGNORECASE)
#: Times, versions, amounts, ordinals, sizes: "09:12:33", "v2.0", "100%", "1st", "256GB", "$120,000".
_MEASURE = re.compile(
    r"v?\d{1,4}(?:[.:/,-]\d{1,6})*(?:st|nd|rd|th|er|x|h|hrs?|am|pm|min|mins|s|sec|ms|k|kb|mb|gb|tb|km|m|%|€|\$|°c?)?"
    r"|[$€£#]\d[\d.,]*\w{0,4}|\d+-?(?:digits?|characters?)|\d{4}-\d\d-\d\dT[\d:.]+Z?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,2}[-./ ]?(?:jan|feb|f[eé]v|mar|mär|apr|avr|abr|ma[iy]|jun|jui|jul|aug|ao[uû]|ago|sep|set|okt|oct|out|nov"
    r"|dez|dec|d[eé]c|dic|gen|giu|lug|ott|ene|mrt|mei)[a-zéûä.]{0,7}[-./ ]?\d{2,4}",
    re.IGNORECASE,
)
#: "covid-19", "4-digit".
_NAMED_NUMBER = re.compile(r"[a-z]{1,8}-\d{1,4}|\d+-[a-z]{3,12}", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MARK = re.compile(r"[!@#$%^&*+=?~|\\§€£]")
_INNER_MARK = re.compile(r"[^\W_][!@#$%^&*=?~|\\§€£]+(?=[\w!@#$%^&*=?~|\\§€£])")
#: "Q&A2024", "Case#12ab", "100%Sure".
_COMPANY = re.compile(r"[A-Z]&[A-Z]\w*|[A-Z]{2,}\d*[&+/][A-Z]\w*|\w+#\d+|\d+%\w*|\w+\*", re.ASCII)


def is_strong(text: str, *, told: bool = False) -> bool:
    """
    Tell whether this may be a password, where a password is talked of: no plain word, no date, no product.

    Where it is `told` what the password is, it may be anything but a date or an amount.
    """
    if len(text) < 4 or (is_measure(text) if told else is_ordinary(text)):
        return False
    has_digit = bool(_DIGIT.search(text))
    return (has_digit and (len(_kinds(text)) > 1 or bool(_MARK.match(text[-1])))) or bool(_INNER_MARK.search(text))


def is_mixed(text: str) -> bool:
    """Tell whether this has capital and small letters and a digit, or a digit and a sign within."""
    if len(text) < 6 or "/" in text or not text.isprintable() or not _DIGIT.search(text):
        return False
    kinds = _kinds(text)
    is_candidate = len(kinds) == 3 or (len(kinds) == 2 and bool(_INNER_MARK.search(text)))
    return is_candidate and not is_ordinary(text)


def is_telling(text: str) -> bool:
    """Tell whether this is a password wherever it stands: capital and small letters, a digit, and a sign within."""
    if len(text) < 6 or text[0] in "#@/\\" or "/" in text or not _INNER_MARK.search(text) or len(_kinds(text)) < 3:
        return False
    return not is_ordinary(text) and not _COMPANY.fullmatch(text)


def is_long_hex(text: str) -> bool:
    """Tell whether this is a key or a hash in hexadecimal; the identifiers of Microsoft, with dashes, are not."""
    return bool(_HEX.fullmatch(text))


def is_base32(text: str, *, told: bool = False) -> bool:
    """
    Tell whether this may be a secret in base 32 (RFC 4648, section 6) that nobody thought up.

    Where a key is `told`, it takes less to believe it.
    """
    text = text.replace("-", "").rstrip("=")
    if not _BASE32.fullmatch(text) or len(set(text)) < _VARIED:
        return False
    if told or switches(text) >= 3 or (text.isupper() and _DIGIT.search(text)):
        return True
    return vowels(text) < (0.33 if text.isupper() or _WITHIN.search(text) else 0.25)


def is_random(text: str) -> bool:
    """Tell whether small and capital letters and digits follow each other as nobody would write them."""
    return len(text) >= 20 and len(_kinds(text)) == 3 and switches(text) * 4 >= len(text) and not GUID.search(text)


def is_keylike(text: str) -> bool:
    """Tell whether this may be a key, where a key is talked of."""
    return len(text) >= 16 and not text.isdigit() and switches(text) >= 3 and not GUID.search(text)


def is_ordinary(text: str) -> bool:
    """Tell whether this is a date, an amount, a product or the number of a ticket."""
    bare = text.rstrip("!?.")
    return is_measure(bare) or is_reference(bare) or is_product(bare) or bool(_NAMED_NUMBER.fullmatch(bare))


def is_measure(text: str) -> bool:
    """Tell whether this is a date, an amount, an identifier of Microsoft's, or the number of an error."""
    bare = text.rstrip("!?.")
    return any(shape.fullmatch(bare) for shape in (_MEASURE, _DATE, _ERROR, GUID))


def is_reference(text: str) -> bool:
    """Tell whether this looks like the number of a ticket, an error, an update, a computer."""
    return bool(_REFERENCE.fullmatch(text))


def is_product(text: str) -> bool:
    """Tell whether this is the name of a product with a number behind it."""
    match = _PRODUCT.fullmatch(text)
    if not match:
        return False
    name, names = match[1].lower(), vocabulary().lists["product"]
    # "M365" is a product, "M3xyz" is none; "GalaxyS23" has a letter more.
    return (name in names and (len(name) > 2 or not match["more"])) or (len(name) > 4 and name[:-1] in names)


def vowels(text: str) -> float:
    """Give the share of vowels among the letters: about 0.4 in words, 0.2 in what was drawn at random."""
    letters = [c for c in text.lower() if c.isalpha()]
    return sum(c in "aeiou" for c in letters) / max(len(letters), 1)


def switches(text: str) -> int:
    """Count how often capital letters, small letters and digits change; a capital that begins a word is none."""
    count, before = 0, ""
    for place, c in enumerate(text):
        kind = _kind(c)
        if before and kind and kind != before:
            begins_word = before == "capital" and kind == "small" and (place < 2 or not _kind(text[place - 2]))
            count += not begins_word
        before = kind
    return count


def _kind(c: str) -> str:
    return "digit" if c.isdigit() else "capital" if c.isupper() else "small" if c.isalpha() else ""


def _kinds(text: str) -> set[str]:
    has = {"digit": bool(_DIGIT.search(text)), "capital": text.lower() != text, "small": text.upper() != text}
    return {kind for kind, is_there in has.items() if is_there}
