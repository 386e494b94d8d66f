"""What a message says in so many words, more surely than by its intent: pure functions from text to yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLAUSE = re.compile(r"[.,;:!?\n]+|\b(?:but|and|so|then|now)\b")
_SENTENCE = re.compile(r"([^.,;:!?\n]+)(\?)?")

_NOT = "(?:can ?not|cant|could ?nt|could not|(?:un|not |nt )able to|not)"
_NOT_IN = re.compile(
    rf"\b{_NOT}(?: \w+)?? (?:(?:log|sign|get|got|logged|signed|be)(?: \w+)?? (?:back )?(?:in|into|on)|login|signin)\b"
    r"|\b(?:doesnt|does not|dont|do not|wont|will not|isnt|not|never) (?:\w+ )?(?:let|lets|letting) me\b"
    r"|\b(?:am|im|still|yet) not (?:yet |back )?in\b"
    r"|\b(?:still|again|get|got|am|im) (?:\w+ )?(?:locked|shut|logged|signed|kicked) out\b"
)
_IN = re.compile(
    r"\b(?:am|im|got|get|lets?) (?:finally |back |me )*in\b|\bi can\b|\bworks\b"
    r"|\bworked\b(?!.*\b(?:before|earlier|yesterday|last|always|once)\b)"
)
_UNTIL = re.compile(r"\b(?:un)?till?\b")

_FILLER = re.compile(r"(?:ok(?:ay)?|so|and|well|right|h?m+|then|but|thanks|thank you|hi|hello|sorry|wait|please|\s)+")
_ASKS = re.compile(
    r"(?:ok(?:ay)? |so |and |well |right |but |then |now |h?m+ )*"
    r"(?:whats?|where|how|which|do i|should i|shall i|and now)\b"
)
_ASKS_LEAVE = re.compile(r"(?:ok(?:ay)? |so |and |now |then )*(?:can|may|should|shall|do|must|could) (?:i|we)\b")
_GOES_ON = re.compile(r"(?:ok(?:ay)? |and |so |yes |the )*(?:next|done|ready|ok(?:ay)?|go on|continue|yes)\b")
_BEGINS = re.compile(
    r"(?:(?:ok(?:ay)?|yes|yeah|yep|sure|right|alright|all right|good|great|fine|well|so|then|and|please|thanks) )*"
    r"(?:lets (?:go|start|begin|do (?:it|this|that)|get started|get going)"
    r"|(?:i ?a?m |we are )?ready(?: to (?:start|go|begin))?)"
    r"(?: (?:then|now|please|thanks))*"
)
_DID = re.compile(r"\b(?:done|did|ive|i have|finished|sent|called|told|already)\b")

#: What is asked in passing is a few words long; a long message has a story of its own.
_MOST_WORDS = 14
_ASKED_SHORTLY = re.compile(
    r"^(?:(?:and|but|so|ok|okay|wait|also|sorry|please|hey|hi|hello)[ ,]+)*"
    r"(?:is|are|am|isnt|arent|do|does|did|will|would|can|could|should|must|have|wont|dont"
    r"|whats?|wats?|how|who|where|when|which|why)\b"
    r"|\?|\b(?:worried|afraid|scared|whether)\b"
)

_APPROVED = re.compile(
    r"(?<!not )(?<!never )(?<!nt )\b(?:approved|accepted|(?:pressed|tapped|clicked|hit|said|chose|allowed|confirmed)"
    r"(?: on)? (?:approve|accept|yes|allow|confirm|it|one|a request|a prompt))\b"
)
_WAY_IN = re.compile(
    r"\bhow (?:do|can|will|should|am|could) (?:i|we)(?: \w+)? (?:get|log|sign|be|come)(?: \w+)? (?:back )?(?:in|into)\b"
)
_MEANS_WHAT = re.compile(r"(?:sorry |but |and |wait |hm+ )*what do you mean(?: by (?:that|this|it))?( please)?[ .?!]*")
_REMOVES_THE_OLD = re.compile(
    r"\b(?:delete|remove|take (?:off|away)|get rid of|unlink|kick out)\b(?: \w+){0,3}?"
    r" (?:old|lost|first|previous|broken)\b"
    r"|\b(?:take|put) (?:the|my) (?:\w+ ){0,2}(?:old|lost|authenticator|phone)(?: \w+){0,2} (?:off|away|down)\b"
    r"|\b(?:delete|remove|take off|unlink) (?:the|my) (?:\w+ )?(?:authenticator|entry|phone|device|app)\b"
)
_NOBODY = re.compile(
    r"\b(?:nobody|no ?one)(?: else\b| left\b| there\b|$)|(?:nt|not)(?: have| got)? any ?(?:one|body)\b|\bno partner\b"
)

_OF_THE_CALL = re.compile(
    r"\b(?:call\w*|dial\w*|ring|phoning|robot|sheet|scripts?|trial|tenant|microsoft"
    r"|(?:tele|free)?phone (?:call|number|nr|line|script|part|menu)|(?:on|by) (?:the )?phone|toll free|freephone)\b"
)

_SOMEBODY = r"(?:some|any)(?:one|body)"
_ASKS_WHO_ELSE = re.compile(
    rf"\b(?:is|isnt|are|was) there (?:maybe |not |really )?(?:{_SOMEBODY} else|another (?:person|admin\w*))\b"
    rf"|\bthere (?:must|has to|should|might|may) be (?:{_SOMEBODY} else|another (?:person|admin\w*))\b"
    rf"|\bwho else\b.*\b(?:can|could|reset|help|ask|do|has|there)\b"
    rf"|\b(?:can|could|does) {_SOMEBODY} else(?: \w+){{0,2}} (?:reset|do|help|let|have)\b"
)
_LEAD = r"(?:(?:ok(?:ay)?|but|and|well|sorry|no) )*"
_WHO = r"(?:he|she|they|admin\w*|(?:our|the) it|boss|manager|guy|lady|person)"
_PERSON = rf"(?:hes|shes|theyre|(?:\w+ ){{0,3}}{_WHO} (?:is|are))"
_AWAY = (
    r"(?:on (?:\w+ )?(?:holidays?|vacation|leave)|off (?:sick|today|this week|all week)|away|ill|sick"
    r"|out of (?:the )?office)"
)
_UNTIL_WHEN = r"(?: (?:un?til+|for|today|this|all|next|now|at)\b.*)?"
#: Who is away has to be somebody else than who writes, and no thing is on holiday, but many a one is not there.
_IS_AWAY = re.compile(
    rf"{_LEAD}(?:{_PERSON}|(?!(?:i|im|it|that|this|my phone|the app)\b)(?:\w+ ){{1,4}}(?:is|are))"
    rf"(?: \w+)? {_AWAY}{_UNTIL_WHEN}"
    rf"|{_LEAD}{_PERSON} not (?:in|here|there|around|available|reachable|working){_UNTIL_WHEN}"
)


def denies_being_in(text: str) -> bool:
    """Tell whether a message says that they cannot get in; of what it tells one after the other, the last counts."""
    plain, is_out = plain_text(text), False
    if _UNTIL.search(plain):
        return False
    for clause in _CLAUSE.split(plain):
        if _NOT_IN.search(clause):
            is_out = True
        elif _IN.search(clause):
            is_out = False
    return is_out


def only_asks_what_comes_next(text: str) -> bool:
    """Tell whether a message is bare questions; "done, what next?" states something, and "next?" moves on."""
    told = [one for one in _sentences(text) if one[1] or not _FILLER.fullmatch(one[0])]
    return bool(told) and all(_is_question(*one) for one in told)


def is_ready_to_begin(text: str) -> bool:
    """Tell whether a message says nothing but that they begin ("ok, let's go")."""
    return bool(_BEGINS.fullmatch(" ".join(re.findall(r"[a-z]+", plain_text(text)))))


def says_they_approved(text: str) -> bool:
    """Tell whether they approved a request that they did not start."""
    return bool(_APPROVED.search(plain_text(text)))


def asks_for_the_way_in(text: str) -> bool:
    """Tell whether they ask how they get in."""
    return bool(_WAY_IN.search(plain_text(text)))


def asks_what_is_meant(text: str) -> bool:
    """Tell whether they ask what was meant, and name no word."""
    return bool(_MEANS_WHAT.fullmatch(plain_text(text)))


def asks_to_remove_the_old(text: str) -> bool:
    """Tell whether they ask if the old phone, or its entry, can be taken off the account."""
    plain = plain_text(text)
    return bool(_REMOVES_THE_OLD.search(plain)) and (plain.endswith("?") or bool(_ASKS_LEAVE.match(plain)))


def asks_for_other_words(text: str) -> bool:
    """Tell whether a message was typed, and no word in it is of the call to Microsoft or its other road."""
    return bool(text) and not text.startswith("/") and not _OF_THE_CALL.search(plain_text(text))


def says_there_is_nobody(text: str) -> bool:
    """Tell whether they say that there is nobody else to turn to."""
    return bool(_NOBODY.search(plain_text(text).strip(" .!")))


def asks_who_else_can(text: str) -> bool:
    """Tell whether they say that the person whom a step needs is away, or ask who else can do it."""
    plain = plain_text(text)
    return bool(_ASKS_WHO_ELSE.search(plain)) or any(_IS_AWAY.fullmatch(one.strip()) for one in _CLAUSE.split(plain))


def is_short_question(text: str) -> bool:
    """Tell whether a message is nothing but a question of a few words, or a fear told like one."""
    return is_short(text) and bool(_ASKED_SHORTLY.search(plain_text(text)))


def is_short(text: str) -> bool:
    """Tell whether a message is a few words long."""
    return len(text.split()) <= _MOST_WORDS


def plain_text(text: str) -> str:
    """Give the text in small letters, with one blank between words and without apostrophes."""
    return " ".join(re.sub(r"['’`´]", "", text.lower()).split())


def _is_question(sentence: str, has_mark: bool) -> bool:
    if _ASKS.match(sentence):
        return True
    return has_mark and not _GOES_ON.match(sentence) and not _DID.search(sentence)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    for found in _SENTENCE.finditer(plain_text(text)):
        if found[1].strip():
            yield found[1].strip(), bool(found[2])
