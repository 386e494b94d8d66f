"""Whether somebody who waits for a code says that none came: "still nothing", "my phone didn't ring"."""

from __future__ import annotations

import re

#: A longer message tells a story, and what it is about is heard in other ways.
_MOST_WORDS = 25

_NO = (
    r"(?:no|not|never|nothing|none|zero|neither|nobody|noone|without|empty|"
    r"(?:did|do|does|has|have|had|is|was|ca|wo|could)nt|cannot|only)"
)
_COMES = (
    r"(?:came|comes?|coming|arriv\w*|rec[ei]+v\w*|g[eo]t|getting|gotten|show(?:s|ed|n|ing)?|reach\w*|through|"
    r"here|there|yet|so far|rang|rung|ring(?:s|ing)?|call(?:s|ed|ing)?|hear|heard|seen?|find|found|turned up|anything)"
)
_CODE = r"(?:codes?|sms|texts?|messages?|messege|e ?mails?|mails?|inbox|junk|spam|calls?|phone|handset|mobile|one|it)"
_AGAIN = r"(?:again|once more|one more|another|a new|the next|somewhere else|elsewhere|instead|other|different)"

_SAYS_SO = re.compile(
    rf"\b{_NO}\b(?: \w+){{0,6}}? {_COMES}\b"
    rf"|\b{_NO}\b(?: \w+){{0,3}}? (?:codes?|sms|texts?|messages?|messege|e ?mails?|mails?|calls?)\b"
    rf"|\b{_CODE}\b(?: \w+){{0,4}}? {_NO}\b"
    rf"|\bwher(?:e|es)\b(?: \w+){{0,4}} {_CODE}\b"
    r"|\b(?:lost|deleted|missing) (?:the|your|that|this) (?:codes?|sms|texts?|messages?|e ?mails?|mails?)\b"
    r"|\b(?:spam|junk)\b"
    r"|\bwait(?:ed|ing)\b"
    r"|\b(?:are you (?:sure|certain)|did you (?:really |even )?sen[dt]|you (?:really )?sent it)\b"
    rf"|\b(?:re)?send\b(?: \w+){{0,6}}? {_AGAIN}\b|\b(?:resend|try {_AGAIN})\b"
    rf"|^(?:\w+ )?(?:still |again |yet )?(?:nothing|none)(?: {_COMES}| on my \w+)*$"
)
#: These are about something else than the code, whatever stands beside them: a number or an address is a try to
#: have the code sent to where nobody registered it.
_ELSE = re.compile(
    r"\b(?:authenticator|authentication|apps?|admin\w*|password|passkey|login|approve|microsoft|stolen|works?|working|"
    r"(?:log|sign|get|got|locked)(?:ged|ging|ting)? ?(?:out|into|in to)|other (?:ways?|methods?|options?)|"
    r"button|page|steps?|questions?|understand|human|my (?:new|own|private)|\d{3,}|\w+@\w+)\b"
)


def tells_of_no_code(text: str) -> bool:
    """Tell whether these words, from somebody who was told that a code is on its way, say that none came."""
    words = re.sub(r"[^\w\s@]+", " ", re.sub(r"['’`]", "", text.lower())).split()
    plain = " ".join(words)
    return len(words) <= _MOST_WORDS and bool(_SAYS_SO.search(plain)) and not _ELSE.search(plain)
