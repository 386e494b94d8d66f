"""What happened to the phone, and whose account it is, said in ordinary ways; and what says neither."""

from __future__ import annotations

import pytest

from bot.case import Case
from tests.bot.hearing.listening import after

EVENTS = {
    "Our cook had hers nicked at the market, what do I click for her?": "stolen",
    "They tore it out of my hand on a scooter. My phone is what signs me in": "stolen",
    "Somebody took my rucksack at the station, phone and keys in it": "stolen",
    "my mobile with the approvals on it was pinched": "stolen",
    "My phone slid off the jetty yesterday": "lost",
    "the phone that I forgot on the bench is what it asks for": "lost",
    "My handset is lying in the river": "lost",
    "he came home from the match without his phone": "lost",
    "my phone, where I press yes, got run over": "broken",
    "her mobile went thru the wash": "broken",
    "phone under a bus. what now": "broken",
    "screen black since Monday, need my mail": "broken",
    "my mobile fall from the ladder": "broken",
    "my son put the tablet back to how it came from the shop": "reset_or_deleted",
    "I uninstalled it to free some space": "reset_or_deleted",
    "Old phone is with my cousin and he has already formatted it": "reset_or_deleted",
    "the company line stood twice in Authenticator so I removed one. It was the wrong one": "reset_or_deleted",
    "I passed from Huawei to iPhone last week": "new_phone",
    "upgraded to the 17 and sold the 13": "new_phone",
    "it goes to a phone I sold on eBay": "new_phone",
    "some boy snatch my phone at the bus stand, app was inside": "stolen",
    "Robbed near the hotel. The app was on what they got": "stolen",
    "the telephone with our codes was left in a taxi": "lost",
    "I can't charge my phone any more, the port is loose": "broken",
    "Cracked screen, it shows the request and I can't press it": "broken",
    "touch is dead, the app rings inside": "broken",
    "I erased the token while tidying up": "reset_or_deleted",
    "the entry vanished after an update": "reset_or_deleted",
    "nothing in it after a phone wipe": "reset_or_deleted",
    "After reinstall it starts like new": "reset_or_deleted",
    "no codes since the mobile exchange": "new_phone",
    "since the replacement of my work phone nothing comes": "new_phone",
    "the request still rings on my former phone": "new_phone",
    "I removed the old entry in my security info and added it anew": None,
    "can you remove an entry of a user": None,
    "the admin did an MFA reset": None,
    "it goes quiet, my phone never lights up": None,
    "not a lost phone, it is here": None,
    "I switched my phone to Spanish language": None,
    "changed mobile operator last week": None,
    "I uninstalled Outlook and reinstalled it": None,
    "if my phone falls in the lake, what then?": None,
    "a new phone was added to my account": None,
}


@pytest.mark.parametrize("text", EVENTS)
def test_what_happened_to_the_phone(text: str) -> None:
    assert after(text, Case()).device_event == EVENTS[text]


KINDS = {
    "it is the mail of the bakery": "business",
    "HR says everybody needs the app": "business",
    "cannot open the college portal": "school",
    "how do I get into my hotmail?": "personal",
    "my own account, not from a job": "personal",
    "is it cheaper than Business Premium?": None,
    "the code goes to my hotmail": None,
}


@pytest.mark.parametrize("text", KINDS)
def test_whose_account_it_is(text: str) -> None:
    assert after(text, Case()).account_type == KINDS[text]
