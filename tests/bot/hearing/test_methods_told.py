"""What people say of their methods at the question what still works: a "none" that goes on, and names of many kinds."""

from __future__ import annotations

from bot.talk.turn import Progress
from tests.bot.hearing.listening import LOST, after, finder

AT_HOME = LOST.with_facts(account_type="personal")
ASKED = Progress(requested_slot="other_methods")
UNASKED = Progress()


def works(text: str, progress: Progress = ASKED, intent: str | None = "inform") -> tuple[str, ...] | None:
    """Give what works after this message; None means that it stays open."""
    return after(text, AT_HOME, progress, intent).other_methods


NAMED_AFTER_NONE = {
    "none of those I think. Well, I had a gmail address my grandson put in, could that be one?": ("email",),
    "none of it. well I saved a code when I set it up, 25 letters long": ("recovery_codes",),
    "nothing. but I have my old gmail as backup address": ("email",),
    "nothing else, just the phone. oh and my ipad has outlook on it": ("other_device",),
    "a tablet at home where i never logged out": ("other_device",),
    "none of these. but I can still get texts": ("sms",),
    "no, nothing, except my laptop is still signed in": ("other_device",),
    "none of it. I saved a recovery code": ("recovery_codes",),
    "no. well, my tablet still gets my mail": ("other_device",),
}


def test_a_method_named_after_none_works() -> None:
    assert {text: works(text) for text in NAMED_AFTER_NONE} == NAMED_AFTER_NONE


GOES_ON = (
    "none of these. oh wait there is a second phone number",
    "no, but I had something set up once",
    "none, although I have saved something on paper",
    "nothing. well we have a thing from the bank",
)
NOTHING_MORE = (
    "none of those, but I have a question",
    "none, but I have the password",
    "none. well I have to go to work",
    "none of them. but there is no time",
    "nothing, but I have a meeting at nine",
    "none, oh and I have no idea",
    "none. but there is another admin",
    "nothing but my new phone",
    "none. my gmail is locked as well",
)


def test_none_stays_open_where_it_goes_on_with_what_they_have() -> None:
    assert [text for text in GOES_ON if works(text, intent="deny") is not None] == []
    assert [text for text in NOTHING_MORE if works(text) != ()] == []


NOTHING_NAMED = (
    "I sign in with my gmail address",
    "I lost my gmail too",
    "my gmail address is gone",
    "my wife's ipad has outlook",
    "my laptop has outlook but it asks for the app",
    "I saved a code but can't find it",
    "I saved the QR code",
    "what about sms?",
    "what about the recovery code?",
)


def test_what_is_lost_or_only_asked_about_does_not_work() -> None:
    assert [text for text in NOTHING_NAMED if works(text)] == []


def test_who_says_later_that_a_method_works_is_heard() -> None:
    assert works("the gmail address still works, I read it on the computer", UNASKED) == ("email",)
    assert works("what about that 25 letter recovery code???", UNASKED) == ("recovery_codes",)
    assert works("what about that recovery code I saved?", UNASKED) == ("recovery_codes",)
    assert not works("what about recovery codes?", UNASKED)
    assert not works("I have a gmail address", UNASKED)


GONE = {
    "I got a new iPhone, traded old one, work account, I'm not admin, texts work on same number": ("sms",),
    "sold old one, work, not admin": None,
    "sold old phone": None,
    "I have my old phone, work account": ("old_phone",),
    "the old phone, work still comes up on it": None,
}


def test_an_old_phone_that_was_sold_does_not_work_because_a_work_account_is_named_after_it() -> None:
    assert {text: works(text, UNASKED) for text in GONE} == GONE


SAME_NUMBER = {
    "no have old phone. the mobile is same number, new one come on monday": None,
    "the same number": None,
    "same number, codes come by text": ("sms",),
    "new phone, same sim": ("sms",),
    "a new sim with the same number": ("sms",),
    "I still have the same number": ("sms",),
}


def test_a_number_that_is_the_same_is_no_text_message_by_itself() -> None:
    assert {text: works(text) for text in SAME_NUMBER} == SAME_NUMBER


PASS_IS_OVER = (
    "they gave me a temporary access pass but it says it's expired",
    "the pass is EXPIRED",
    "my temporary access pass has run out",
    "the temporary access pass is used up",
    "the pass is not accepted any more",
    "they gave me a pass but it ran out",
    "my TAP is no longer valid",
)
PASS_IS_GOOD = ("the pass is not expired", "is the pass expired?", "I got a temporary access pass and it works")


def lost(text: str) -> list[object]:
    return [finding.value for finding in finder().find(text) if finding.fact == "lost_methods"]


def test_a_pass_that_is_over_lets_nobody_in() -> None:
    assert [text for text in PASS_IS_OVER if lost(text) != ["temporary_access_pass"]] == []
    assert [text for text in PASS_IS_GOOD if lost(text)] == []


TOLD_IN_PASSING = {
    "The workshop PC never logs out, so I can read there": ("other_device",),
    "My tablet at home still opens my hotmail, everything else wants the app": ("other_device",),
    "Outlook on the reception computer is still open from yesterday": ("other_device",),
    "outlook on my tablet still works": ("other_device",),
    "teams on the ipad still opens, nothing else does": ("other_device",),
    "The playstation in the kids room has me signed in": ("other_device",),
    "I log in on my laptop with my fingerprint, only the phone is the trouble": ("windows_hello",),
    "The laptop lets me in with my face": ("windows_hello",),
    "My old Galaxy lies in a drawer and it still shows me the numbers": ("old_phone",),
    "the previous one still approves fine": ("old_phone",),
    "My admin gave me a temporary pass until Thursday": ("temporary_access_pass",),
    "got handed a temp pass at the front desk": ("temporary_access_pass",),
    "I can still be texted": ("sms",),
    "Having the code texted works": ("sms",),
    "They can still ring me on the house phone": ("voice",),
    "Microsoft can call my landline and that still works": ("voice",),
    "the usb key from our office lets me in": ("fido_key",),
    "The app was all I had": (),
    "No text option, no second email, nothing": (),
    "the page offers nothing except the app": (),
    "It's the only thing on the list, my old number": (),
    "Landline? No. Second email? No.": (),
    "not by text, not by call, not by email": (),
    "That was the only way I ever set up": (),
}
NOT_TOLD = (
    "Is my tablet still signed in to my account?",
    "My laptop is still open on the page with the QR code",
    "my sister has a usb key that works",
    "The thief still opens my email on the laptop",
    "There is no other, I am the only admin",
    "my phone is the only thing I have",
    "it gave me a key of 16 letters to type",
    "the shop kept the old one",
    "fingerprint on my phone never works",
    "it wants a backup code, I have none",
    "my security key is not recognised, it says this key does not look familiar",
    "if they gave me a temporary pass, would it help?",
    "I always got a phone call, now nothing",
)


def test_what_works_is_heard_in_passing_and_nothing_is_made_up() -> None:
    assert {text: works(text, UNASKED) for text in TOLD_IN_PASSING} == TOLD_IN_PASSING
    assert [text for text in NOT_TOLD if works(text, UNASKED) is not None] == []
