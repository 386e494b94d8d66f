"""What people write in one breath, and the facts that are in it: nothing more, nothing less."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.case import METHODS, Case
from bot.hearing.facts import read_patterns
from bot.hearing.message import Message
from bot.hearing.taking_in import take_in
from bot.talk.turn import Progress
from tests.bot.hearing.listening import PATTERNS, finder
from tests.timing import takes_less_than

#: What tells how a message is to be taken, and is no fact of the case.
MARKS = ("event_of_it", "two_accounts", "begins_anew", "reset_ahead", "reset_reported")
MANY = ("other_methods", "lost_methods")


def facts_in(text: str) -> dict[str, Any]:
    """What a first message tells, whatever is asked; a word of the field that is only named states nothing."""
    facts: dict[str, Any] = {}
    for finding in finder().find(text):
        if finding.fact == "term" or finding.fact.startswith("answer") or finding.fact in MARKS:
            continue
        fact = finding.fact.removeprefix("likely_")
        if fact in MANY:
            facts[fact] = {*facts.get(fact, ()), finding.value}
        else:
            assert fact not in facts, "one value a fact"
            facts[fact] = finding.value
    return facts


ADMIN = {"is_admin": True, "account_type": "business"}
ONLY_ADMIN = {**ADMIN, "has_other_admin": False}
HELPED = {"account_type": "business", "is_admin": False, "has_other_admin": True}
NOTHING_WORKS = {"other_methods": {"none"}}

ADMINISTRATORS = {
    "I'm the admin and so is my cousin, who can sign in": {**ADMIN, "has_other_admin": True},
    "there are two partners, both of us are admins": {
        "has_other_admin": True,
        "account_type": "business",
        "is_admin": True,
    },
    "our admin can reset me but is on the road": HELPED,
    "I have the admin login on a note, and it works": ADMIN,
    "I'm the only global admin and my handset went in for repair on Monday": {**ONLY_ADMIN, "device_event": "broken"},
    "sole adminstrator here, cannot get past the prompt": ONLY_ADMIN,
    "We are a bakery and I am the one and only admin of our Microsoft 365": ONLY_ADMIN,
    "I'm not the only admin, Petra has the role as well": {**ADMIN, "has_other_admin": True},
    "i am not the sole administrator": {**ADMIN, "has_other_admin": True},
    "I'm an admin": ADMIN,
    "IM THE GLOBAL ADMIN AND CANT GET IN": ADMIN,
    "I’m GA of three tenants": ADMIN,
    "as the tenant admin I have no way in": {**ADMIN, **NOTHING_WORKS},
    "I can't sign in with my admin account": ADMIN,
    "we are locked out of our admin portal": ADMIN,
    "our sole admin here is me": ONLY_ADMIN,
    "I administer the Microsoft 365 of a bakery": ADMIN,
    "I am not an admin": {"is_admin": False},
    "nothing but trouble, and I'm no admin": {"is_admin": False},
    "im not admin, just a normal user": {"is_admin": False},
    "I don't have any admin rights at our firm": {"is_admin": False, "account_type": "business"},
    "am I the admin?": {},
    "I don't know if I am the admin": {},
    "Do I need to be a global admin for that?": {},
    "contact your admin, it says": {},
    "My admin is on holiday": {"has_other_admin": True, "is_admin": False},
    "It tells me to ask my administrator for help": {},
    "Another colleague of mine is also a global admin": {"account_type": "business", "has_other_admin": True},
    "There is a second admin in the company": {"account_type": "business", "has_other_admin": True},
    "we have two global admins, I am one of them": {**ADMIN, "has_other_admin": True},
    "nobody else has admin rights": {"has_other_admin": False},
    "there's no other admin who could help": {"has_other_admin": False},
    "No one else is an administrator in our tenant": {"account_type": "business", "has_other_admin": False},
    "is there another admin who can do it?": {},
    "my colleague used to be admin but left": {"account_type": "business", "has_other_admin": False},
    "I'm a global admin, the other admin left the company in May": ONLY_ADMIN,
    "I am admin and the second admin is locked out as well": ONLY_ADMIN,
    "If I were the only admin I would call": {},
    "I'm the admin of our school's tenant": {"is_admin": True, "account_type": "school"},
    "we have a break-glass account": {"has_other_admin": True},
    "We never made a break glass account": {"has_other_admin": False},
    # by the role's name, by what only an administrator does, by what they look after
    "I've got Global Admin, so what do I click?": ADMIN,
    "I hold the Authentication Administrator role": ADMIN,
    "I revoked his sessions in Entra this morning": ADMIN,
    "Where in the admin centre do I clear her methods?": ADMIN,
    "Do I as an admin have to delete them one by one?": {"is_admin": True},
    "How do I get back into my global admin account?": ADMIN,
    "I'm treasurer and, alas, also administrator of our parish council": ADMIN,
    "I am the responsible of the Microsoft 365 in our clinic": ADMIN,
    "I, the Entra admin, cannot do it": ADMIN,
    "I hold the one admin login we have": ONLY_ADMIN,
    "I'm the one person who manages our 365": ONLY_ADMIN,
    "she has Global Admin": {},
    "we have an IT admin who is on leave": {},
    "I've local admin rights on my laptop": {},
    # who says that they are none
    "I hold no role in the tenant": {"is_admin": False, "account_type": "business"},
    "I have never had admin rights myself": {"is_admin": False},
    # people who can reset
    "Our network manager Mr Shah will reset me on Thursday": {"is_admin": False, "has_other_admin": True},
    "our admin Ms Rossi changed my password": HELPED,
    "The lady who administers our 365 is in today": {"is_admin": False, "has_other_admin": True},
    "the ICT directorate told me to wait": {"is_admin": False, "has_other_admin": True},
    "if campus IT could reset me I would not ask": {},
    "I reported it to the IT officer of our hospital": HELPED,
    "our secretary Mrs Bell has the same admin rights": {"has_other_admin": True},
    # nobody is left
    "the one administrator we had passed away in June": {"is_admin": False, "has_other_admin": False},
    "both administrators have retired": {"has_other_admin": False},
    "one of our two admins has retired": {"account_type": "business"},
    "Nobody left, myself included, has admin rights": {"is_admin": False, "has_other_admin": False},
    "not one of us has admin rights": {"is_admin": False, "has_other_admin": False},
    "I never got round to making a second admin": {"has_other_admin": False},
    "our admin left me a voicemail": {"account_type": "business"},
}

PARTNERS = {
    "we had a reseller": {},
    "We have a reseller who set it all up": {"has_partner": True},
    "our CSP partner manages the licences": {"has_partner": True},
    "There's no reseller and no Microsoft partner": {"has_partner": False},
    "my partner is shouting at me": {},
    "We bought directly from Microsoft": {"has_partner": False},
    "do we have a partner?": {},
    "our reseller could not help us": {"has_partner": False},
    "everything is managed by our MSP": {"has_partner": True},
    "our reseller no longer exists": {"has_partner": False},
    "our reseller Softcat manages the tenant": {"has_partner": True, "account_type": "business"},
    "our reseller Softcat runs it all": {"has_partner": True},
    "Brightwave, our reseller, manages everything": {"has_partner": True},
    "our MSP Contoso Services looks after everything": {"has_partner": True},
    "our partner Softcat handles our licences": {"has_partner": True},
    "Softcat is our reseller": {"has_partner": True},
    "our IT provider Acme set it all up": {"has_partner": True, "account_type": "business"},
    "our reseller, Brightwave, looks after it": {"has_partner": True},
    "Our reseller Brightwave manages our 365": {"has_partner": True},
    "our reseller says no problem": {"has_partner": True},
    "our reseller has read access and can reset it": {"has_partner": True},
    "the reseller says they can do it": {"has_partner": True},
    "the reseller says no": {"has_partner": False},
    "our partner only has read access": {"has_partner": False},
    "our reseller says they cannot do it": {"has_partner": False},
    "our reseller has no GDAP": {"has_partner": False},
    "our reseller has no admin rights": {"has_partner": False},
    "the partner said no": {"has_partner": False},
    "our MSP refuses to do it": {"has_partner": False},
    "our reseller told us they can't reset it": {"has_partner": False},
    "our contract with the reseller ended": {"has_partner": False},
    "our reseller no longer has access": {"has_partner": False},
    "our reseller Softcat went bankrupt": {"has_partner": False},
    "our reseller Softcat can't help": {"has_partner": False},
    "if the reseller says no": {},
    "my partner Anna manages the kids": {},
    "my partner says no": {},
    "Softcat was our reseller": {},
    "Softcat is not our reseller": {},
    "is Softcat our reseller?": {},
    "our reseller Softcat no longer runs it": {},
}

DEVICES = {
    "I forgot my mobile in the taxi": {"device_event": "lost"},
    "New phone and all codes are gone. How do I reset this app?": {"device_event": "new_phone"},
    "The QR code has expired, where do I get a new one?": {},
    "codes are refused since Monday, I have changed nothing on my phone": {},
    "We have a new phone system at the office": {},
    "left my phone somewhere at a concert": {"device_event": "lost"},
    "I left my phone at home today": {},
    "my phone is a brick since the update": {"device_event": "broken"},
    "phone with authenticator got crushed under a pallet": {"device_event": "broken"},
    "bought other phone": {"device_event": "new_phone"},
    "kicked the hotmail entry out of Authenticator": {"device_event": "reset_or_deleted", "account_type": "personal"},
    "lost my phone on the train": {"device_event": "lost"},
    "my iPhone was stolen in Lisbon": {"device_event": "stolen"},
    "somebody stole my bag with the phone in it": {"device_event": "stolen"},
    "I did not lose my phone": {},
    "my phone wasn't stolen, it fell in the lake and is dead": {"device_event": "broken"},
    "lost my phone and bought a new one": {"device_event": "lost"},
    "My Samsung broke so I got a new phone": {"device_event": "broken"},
    "got a new pixel yesterday": {"device_event": "new_phone"},
    "I've switched phones and the codes did not move": {"device_event": "new_phone"},
    "Upgraded to an iPhone 17 last week": {"device_event": "new_phone"},
    "I accidentally deleted the authentcator app": {"device_event": "reset_or_deleted"},
    "my kid factory reset my phone": {"device_event": "reset_or_deleted"},
    "I uninstalled Authenticator": {"device_event": "reset_or_deleted"},
    "what if I lose my phone one day?": {},
    "what happens if my phone is stolen": {},
    "my password was stolen": {},
    "I lost my phone number when I moved": {"lost_methods": {"sms", "voice"}},
    "screen of my mobile is smashed, nothing shows": {"device_event": "broken"},
    "my cell won't turn on any more": {"device_event": "broken"},
    "should I buy a new phone?": {},
    "How do I set it up on my new phone?": {"device_event": "new_phone"},
    "I can't find my phone anywhere": {"device_event": "lost"},
    "please don't delete the app, it says": {},
    "Handset got pinched on the night bus": {"device_event": "stolen"},
    "two lads on a moped grabbed my phone outside the station": {"device_event": "stolen"},
    "there was a break-in at the shop and the phone with the codes is gone": {"device_event": "stolen"},
    "she had her mobile lifted on the Ramblas": {"device_event": "stolen"},
    "thieves took the till and the mobile": {"device_event": "stolen"},
    "the intruder added his phone": {},
    "a thief might want my phone": {},
    "somebody lifted the phone number from my card": {},
    "Mobile went into the slurry pit tank and came out dead": {"device_event": "broken"},
    "my phone has been through the tumble dryer": {"device_event": "broken"},
    "the technician told me that the mainboard is burnt": {"device_event": "broken"},
    "the battery of my phone has swollen": {"device_event": "broken"},
    "A lorry drove over my mobile": {"device_event": "broken"},
    "Phone is stuck in a boot loop": {"device_event": "broken"},
    "mobile is not switching on since morning": {"device_event": "broken"},
    "it won't turn on notifications": {},
    "the display of my laptop is smashed": {},
    "the app sat on my phone": {},
    "my yubikey was chewed, it's in pieces": {},
    "no idea where my phone is": {"device_event": "lost"},
    "my phone went over the side of the boat": {"device_event": "lost"},
    "Phone forgotten in a rickshaw": {"device_event": "lost"},
    "my phone lost its connection": {},
    "I can't find my phone in the list": {},
    "I went from an old Infinix to a Galaxy": {"device_event": "new_phone"},
    "everybody has swapped handsets": {"device_event": "new_phone"},
    "my aunt gave me her used iPhone": {"device_event": "new_phone"},
    "I moved from Paris to Lyon": {},
    "shall I buy a new phone": {},
    "took my account out of the app by mistake": {"device_event": "reset_or_deleted"},
    "tapped remove account inside Authenticator": {"device_event": "reset_or_deleted"},
    "my mobile came back in factory state": {"device_event": "reset_or_deleted"},
    "by mistake I delete the app": {"device_event": "reset_or_deleted"},
    "should I put the phone to factory settings?": {},
}

METHODS_TOLD = {
    "Microsoft does let me in when I choose the text message": {"other_methods": {"sms"}},
    "a code sent to my second address lets me in": {"other_methods": {"email"}},
    "I managed to get in with the recovery code from the safe": {"other_methods": {"recovery_codes"}},
    "can I get in with a recovery code?": {},
    "my mailbox is still open on the laptop": {"other_methods": {"other_device"}},
    "the console is still signed in": {"other_methods": {"other_device"}},
    "on the old tablet I am still inside": {"other_methods": {"other_device"}},
    "no email, no phone number, nothing else set": {**NOTHING_WORKS, "lost_methods": {"sms", "voice"}},
    "the page is still open on my laptop": {},
    "another way I never added": {**NOTHING_WORKS},
    "neither the text nor the call to my number works": {**NOTHING_WORKS, "lost_methods": {"sms", "voice"}},
    "I still have my number but no SMS comes": {"lost_methods": {"sms"}},
    "old phone is in a drawer, works": {"other_methods": {"old_phone"}},
    "I still have my old phone": {"other_methods": {"old_phone"}},
    "I still have the old phone but the app was wiped from it": {
        "device_event": "reset_or_deleted",
        "lost_methods": {"old_phone"},
    },
    "New phone, and the old one was traded in": {"device_event": "new_phone", "lost_methods": {"old_phone"}},
    "bought a new phone, gave the old one to my son": {"device_event": "new_phone", "lost_methods": {"old_phone"}},
    "new SIM with the same number": {"other_methods": {"sms"}, "has_new_sim": True},
    "I am waiting for a new SIM": {},
    "my number is on a new sim now": {"has_new_sim": True},
    "I got a new SIM, new number": {"lost_methods": {"sms", "voice"}},
    "my number has changed since": {"lost_methods": {"sms", "voice"}},
    "I can get text messages and I have a yubikey": {"other_methods": {"sms", "fido_key"}},
    "sms and phone calls do not arrive": {"lost_methods": {"sms", "voice"}},
    "no sms, no call, no email code": {"lost_methods": {"sms", "voice", "email"}},
    "I lost my old phone, texts still work": {
        "device_event": "lost",
        "lost_methods": {"old_phone"},
        "other_methods": {"sms"},
    },
    "Windows Hello still works on my laptop": {"other_methods": {"windows_hello"}},
    "I'm still signed in on my work laptop": {"other_methods": {"other_device"}},
    "my tablet is still logged in": {"other_methods": {"other_device"}},
    "the laptop at the office is still signed in": {"other_methods": {"other_device"}},
    "text messages still reach me": {"other_methods": {"sms"}},
    "I am not signed in anywhere": {},
    "I have recovery codes printed out": {"other_methods": {"recovery_codes"}},
    "never saved any recovery code": {"lost_methods": {"recovery_codes"}},
    "Our IT gave me a temporary access pass": {"other_methods": {"temporary_access_pass"}, **HELPED},
    "could my admin give me a temporary access pass?": {},
    "can I use sms instead?": {},
    "I used to have a security key": {},
    "I have a passkey on my Mac": {"other_methods": {"passkey"}},
    "the recovery email still works": {"other_methods": {"email"}},
    "I no longer have access to the backup email": {"lost_methods": {"email"}},
    "no other method is set up": NOTHING_WORKS,
    "nothing else works": NOTHING_WORKS,
    "the only option it offers is the authenticator app": NOTHING_WORKS,
    "I have no other way to verify": NOTHING_WORKS,
    "there is no other way than sms, and it works": {"other_methods": {"sms"}},
    "is there no other way?": {},
    "the app does not work": {},
    "none of the options work": NOTHING_WORKS,
    "I tried sms but it never arrives": {"lost_methods": {"sms"}},
    "it sends the text to my old number": {"lost_methods": {"sms"}},
    "a text to my own mobile still gets me in": {"other_methods": {"sms"}},
    "the text code to my usual number does let me through": {"other_methods": {"sms"}},
    "by SMS I can enter without trouble": {"other_methods": {"sms"}},
    "I manage to log in by text": {"other_methods": {"sms"}},
    "when I pick the text message it comes and I am in": {"other_methods": {"sms"}},
    "my Yubikey unlocks everything": {"other_methods": {"fido_key"}},
    "I get in with my Feitian key": {"other_methods": {"fido_key"}},
    "the call to my landline lets me in": {"other_methods": {"voice"}},
    "if I choose the call it rings and lets me in": {"other_methods": {"voice"}},
    "the codes to my Yahoo arrive every time": {"other_methods": {"email"}},
    "a code lands in my gmail and is taken": {"other_methods": {"email"}},
    "on my Surface I enter with Windows Hello": {"other_methods": {"windows_hello"}},
    "with the passkey on my laptop it works": {"other_methods": {"passkey"}},
    "Got a new S25, the S21 lies in a box and still shows the codes": {
        "device_event": "new_phone",
        "other_methods": {"old_phone"},
    },
    "the old one, without a sim, still gets the prompts": {"other_methods": {"old_phone"}},
    "my desktop never signed me out": {"other_methods": {"other_device"}},
    "the list of other methods is empty": NOTHING_WORKS,
    "that token was all we had for signing in": NOTHING_WORKS,
    "it was my one and only factor": NOTHING_WORKS,
    "they never made us add anything besides the app": NOTHING_WORKS,
    "it goes to a dead mailbox and to nothing else": NOTHING_WORKS,
    "no phone and no second address was ever stored": NOTHING_WORKS,
    "there is no method left": NOTHING_WORKS,
    "there's no option that I can use": NOTHING_WORKS,
    "other option is not coming": NOTHING_WORKS,
    "apart from the app nothing was registered": NOTHING_WORKS,
    "I forgot to add a second method": NOTHING_WORKS,
    "will the text message still let me in?": {},
    "the text message used to let me in": {},
    "I can not get in with the text message": {"lost_methods": {"sms"}},
    "my sister gets in with her Yubikey": {},
    "I can sign in with SMS on my Google account": {},
    "I get codes by SMS that I never asked for": {},
    "the Yubikey opens my other account": {},
    "the old phone still gets the prompts, but a thief has it": {},
    "it was the only method that the auditors liked": {},
    "the list of users is empty": {},
    "no other admin was ever added": {"has_other_admin": False},
    "that key was all I had with me": {},
    "there is no option left but to wait": {},
    "the Yubikey works only for my other account": {"lost_methods": {"fido_key"}},
    "I printed the recovery code. Now it says this code is invalid": {"lost_methods": {"recovery_codes"}},
}

OLD_PHONE_GONE = {"lost_methods": {"old_phone"}}
NO_TEXTS = {"lost_methods": {"sms"}}
GONE_OR_PROMISED = {
    "the old one I gave back to the shop": OLD_PHONE_GONE,
    "the old phone is at the recycling": OLD_PHONE_GONE,
    "the old phone went into the bin": OLD_PHONE_GONE,
    "the old phone is back with the carrier": OLD_PHONE_GONE,
    "old one returned to vodafone": OLD_PHONE_GONE,
    "the old one is gone": OLD_PHONE_GONE,
    "old phone? sold it": OLD_PHONE_GONE,
    "the old one got wiped by the shop": OLD_PHONE_GONE,
    "the old phone is on ebay": OLD_PHONE_GONE,
    "my old phone is now my kid's": OLD_PHONE_GONE,
    "I threw my old phone away": {**OLD_PHONE_GONE, "device_event": "new_phone"},
    "I traded the old one in": {**OLD_PHONE_GONE, "device_event": "new_phone"},
    "the old one is with the repair shop": {**OLD_PHONE_GONE, "device_event": "broken"},
    "the old phone is at the shop": {},
    "sms worked before, not now": NO_TEXTS,
    "before i have used sms but now not": NO_TEXTS,
    "sms did work but no longer": NO_TEXTS,
    "sms used to work": {},
    "sms worked until last week": {},
    "I used sms before": {},
    "earlier I got sms": {},
    "before that I used sms, it still works": {"other_methods": {"sms"}},
    "oh no sorry sms is on the lost phone": {**NO_TEXTS, "device_event": "lost"},
    "sms goes to the stolen phone": {**NO_TEXTS, "device_event": "stolen"},
    "texts arrive on the phone that was stolen": {**NO_TEXTS, "device_event": "stolen"},
    "sms is on the old phone": NO_TEXTS,
    "sms and calls are on the lost phone": {"lost_methods": {"sms", "voice"}, "device_event": "lost"},
    "the recovery codes are on the lost phone": {"lost_methods": {"recovery_codes"}, "device_event": "lost"},
    "windows hello is on the broken laptop": {"lost_methods": {"windows_hello"}},
    "I still get sms on my old phone": {"other_methods": {"sms", "old_phone"}},
    "sms works on my new phone": {"other_methods": {"sms"}, "device_event": "new_phone"},
}

ACCOUNTS = {
    "It is my work account": {"account_type": "business"},
    "it doesn't work": {},
    "nothing I try works at all": NOTHING_WORKS,
    "business Outlook asks for a code": {"account_type": "business"},
    "my private hotmail": {"account_type": "personal"},
    "My Xbox login wants the app": {"account_type": "personal"},
    "I am a student at the university of Ghent": {"account_type": "school"},
    "my college email": {"account_type": "school"},
    "it's not my work account": {},
    "this is a personal acount, not a work account": {"account_type": "personal"},
    "on my personal phone I can't open my work email": {"account_type": "business"},
    "it asks: work or school account?": {},
    "my school phone is blue": {},
    "the phone company": {},
    "jane@hotmail.com is my account": {"account_type": "personal", "sign_in_name": "jane@hotmail.com"},
    "council staff account": {"account_type": "business"},
    "Teams at the cement works, where I am employed": {"account_type": "business"},
    "can one of our drivers use a badge?": {"account_type": "business"},
    "my last employer's Outlook": {"account_type": "business"},
    "It is for a charity": {"account_type": "business"},
    "we are 250 employees": {"account_type": "business"},
    "all photos came over, everything, but not my work account": {"account_type": "business"},
    "I was at the police station": {},
    "forward me the mail from the embassy": {},
    "our domain name is secret": {},
    "I am second year engineering student": {"account_type": "school"},
    "my polytechnic email": {"account_type": "school"},
    "a pupil is locked out": {"account_type": "school"},
    "I am not a student": {},
    "my uni wants me to link my account": {"account_type": "school"},
    "a driving school": {},
    "my Microsoft account, the private one": {"account_type": "personal"},
    "my laptop, the private one": {},
}

#: What is somebody else's lets nobody in, unless it is the writer who is signed in there or gets the codes.
BUSINESS = {"account_type": "business"}
OF_OTHERS = {
    "my wife's laptop still opens her own outlook, mine doesn't": {},
    "the office computer is signed in, but as my boss": BUSINESS,
    "there's a shared pc that is signed in as reception": {},
    "my husband gets sms on his number": {},
    "my son's old phone had the app": {},
    "my kid's old phone still works": {},
    "my colleague's laptop is still signed in": BUSINESS,
    "our secretary's pc is still logged in": {},
    "my boss has a security key": BUSINESS,
    "my boss can still get text messages": BUSINESS,
    "my brother has a yubikey that works": {},
    "my friend has a passkey for his account": {},
    "my roommate's yubikey works": {},
    "my wife has windows hello on her laptop": {},
    "the tablet at home is signed in with my wife's account": {},
    "the computer is still logged in as someone else": {},
    "the laptop is still signed in to my husband's outlook": {},
    "the pc downstairs is signed in as Petra": {},
    "the browser is still signed in with another account": {},
    "my mother's tablet is signed in to hers": {},
    "I can use my husband's laptop where I'm still signed in": {"other_methods": {"other_device"}},
    "I am still signed in on my husband's laptop": {"other_methods": {"other_device"}},
    "I'm still signed in to my account on my daughter's tablet": {"other_methods": {"other_device"}},
    "the laptop is still signed in as me": {"other_methods": {"other_device"}},
    "the laptop is still signed in as always": {"other_methods": {"other_device"}},
    "the shared pc is still signed in to my account": {"other_methods": {"other_device"}},
    "my wife has my old phone, it still works": {"other_methods": {"old_phone"}},
    "my husband found the recovery codes": {"other_methods": {"recovery_codes"}},
    "my boss gave me a security key": {**BUSINESS, "other_methods": {"fido_key"}},
    "my colleague has a laptop but I have sms": {**BUSINESS, "other_methods": {"sms"}},
    "I have sms, my wife has nothing": {"other_methods": {"sms"}},
    "my laptop is still signed in, my boss is away": {**BUSINESS, "other_methods": {"other_device"}},
    "she still has her old phone": {"other_methods": {"old_phone"}},
    "I gave my son my old phone": {"device_event": "new_phone", "lost_methods": {"old_phone"}},
}

NUMBER_GONE = {"lost_methods": {"sms", "voice"}}
NO_DESK_PHONE = {"lost_methods": {"voice"}}
NUMBERS = {
    "no sorry, they blocked my sim": NUMBER_GONE,
    "the sim was in that phone": NUMBER_GONE,
    "that number is my old one": NUMBER_GONE,
    "the number is the one on the lost phone": {**NUMBER_GONE, "device_event": "lost"},
    "only sms but wait no they blocked my sim": NUMBER_GONE,
    "my sim was stolen too": NUMBER_GONE,
    "the sim got cancelled": NUMBER_GONE,
    "my provider deactivated the sim card": NUMBER_GONE,
    "I had my sim blocked": NUMBER_GONE,
    "they blocked my sim and I ordered a new sim": NUMBER_GONE,
    "my sim went with the phone": NUMBER_GONE,
    "my sim card was in it too": NUMBER_GONE,
    "wait, the sim was in the phone that got stolen": {**NUMBER_GONE, "device_event": "stolen"},
    "the eSIM was on that phone": NUMBER_GONE,
    "they only have my old number": NUMBER_GONE,
    "my mobile number belongs to somebody else now": NUMBER_GONE,
    "I can't use the desk phone until Monday": NO_DESK_PHONE,
    "the desk phone doesn't work from home": NO_DESK_PHONE,
    "the landline is dead": NO_DESK_PHONE,
    "I can't get to my desk phone": NO_DESK_PHONE,
    "nobody answers the office phone": NO_DESK_PHONE,
    "we no longer have a landline": NO_DESK_PHONE,
    "the desk phone only rings in the office": NO_DESK_PHONE,
    "did they block my sim?": {},
    "will my number be blocked?": {},
    "they unblocked my sim": {},
    "I have not blocked my sim": {},
    "my sim was not in that phone": {},
    "my sim is fine": {},
    "my card number was blocked": {},
    "I blocked the number of the scammer": {},
    "my old number still works": {},
    "the sim was in that phone, I put it in this one": {},
    "the sim was in that phone but I got a new sim with the same number": {
        "has_new_sim": True,
        "other_methods": {"sms"},
    },
    "the desk phone works": {},
    "the desk phone is not the problem": {},
    "if the landline does not work I would write": {},
}

NO_ACCOUNTS = {
    "my laptop opens with a pin but it's a private laptop, not the work one": {},
    "it is my private phone": {},
    "this is a personal number": {},
    "it's a private email address": {},
    "mine is a private android phone": {},
    "that's a private device": {},
    "this is my own private laptop": {},
    "it is my personal mobile": {},
    "it's a private iphone, not a company phone": {},
    "my laptop opens, but it is a private one": {},
    "I can use my laptop, it's a personal one": {},
    "own private computer": {},
    "it's a work laptop": {},
    "this is my work number": {},
    "it is a private one": {"account_type": "personal"},
    "it is my private email": {"account_type": "personal"},
    "it's a private mailbox": {"account_type": "personal"},
    "I am locked out of my private email address": {"account_type": "personal"},
    "I lost my phone, it's a personal account": {"account_type": "personal", "device_event": "lost"},
    "lost my phone. it's personal": {"account_type": "personal", "device_event": "lost"},
    "it's my private outlook on a private laptop": {"account_type": "personal"},
    "it is a personal Microsoft account on my laptop": {"account_type": "personal"},
    "new number, it's a private account": {"account_type": "personal"},
    "it's my work account on a private phone": {"account_type": "business"},
    "it is a work email address": {"account_type": "business"},
    "it's personal, not the work one": {"account_type": "personal"},
}

STATES = {
    "my admin reset it": {"has_been_reset": True, "has_other_admin": True, "is_admin": False},
    "Microsoft cleared my MFA yesterday": {"has_been_reset": True},
    "my admin could reset it": {},
    "my son plays on it now, he wiped it": {},
    "did my admin reset it?": {},
    "My admin has not reset it": {"is_admin": False},
    "my admin reset my password": {"has_other_admin": True, "is_admin": False},
    "the helpdesk has just removed my authenticator methods": {"has_been_reset": True},
    "my account was hacked": {"is_compromised": True},
    "I wasn't hacked": {"is_compromised": False},
    "was I hacked?": {},
    "someone logged into my account and changed the password": {"is_compromised": True},
    "someone is trying to get into my account": {},
    "I am afraid that I could be hacked": {},
}

DETAILS = {
    "our domain is contoso.com": {"tenant_domain": "contoso.com"},
    "The tenant is Fabrikam.onmicrosoft.com.": {
        "tenant_domain": "fabrikam.onmicrosoft.com",
        "account_type": "business",
    },
    "I went to aka.ms/mfasetup and microsoft.com": {},
    "our domain is gmail.com": {},
    "contoso.co.uk": {"tenant_domain": "contoso.co.uk"},
    "my account is anna@contoso.com": {"sign_in_name": "anna@contoso.com"},
    "it's anna@contoso.com": {"sign_in_name": "anna@contoso.com"},
    "look it up, I'm anna@contoso.com": {"sign_in_name": "anna@contoso.com"},
    "can you look up what is registered for anna@contoso.com": {"sign_in_name": "anna@contoso.com"},
    "check what I have, this is anna@contoso.com": {"sign_in_name": "anna@contoso.com"},
    "I am looking for help, write to anna@contoso.com": {},
    "please write to me at anna@contoso.com": {},
    "the first one": {"choice": "1"},
    "number 3 please": {"choice": "3"},
    "2": {"choice": "2"},
    "the last one": {"choice": "last"},
    "both": {"choice": "all"},
    "all of them": {"choice": "all"},
    "neither": {"choice": "none"},
    "none of them": {"choice": "none"},
    "the first one that I tried did not do anything": {},
}

INDIRECTLY = {
    "It is the only account in our tenant": ONLY_ADMIN,
    "a one-man business with one licence, one user": ONLY_ADMIN,
    "One man said that he is from Microsoft": {},
    "I want to speak with one person who can decide": {},
    "I share the admin role with my brother": {**ADMIN, "has_other_admin": True},
    "I'm a volunteer admin of a club": ADMIN,
    "I have a normal user account too, my admin account is locked": ADMIN,
    "it says that I don't have sufficient permissions": {},
    "the nurse's tablet shows a pin page that is blank": {},
    "there is nothing to approve in the app": {},
    "everything needs the app": NOTHING_WORKS,
    "my phone number changed and the code is sent to the old one": {"lost_methods": {"sms", "voice"}},
    "he has got an iPhone": {},
    "We met in a hotel": {},
}

EVERYTHING = {
    "I am the only global admin, sent my iPhone for repair, no other admin, what now???": {
        **ONLY_ADMIN,
        "device_event": "broken",
    },
    "Hi, work account. Phone got stolen on holiday, new sim same number, I'm just an employee not admin": {
        "account_type": "business",
        "device_event": "stolen",
        "is_admin": False,
        "other_methods": {"sms"},
        "has_new_sim": True,
    },
    "sole admin, small company, changed phone, wiped the old one, no backup method, dont have a partner": {
        **ONLY_ADMIN,
        "device_event": "reset_or_deleted",
        "lost_methods": {"old_phone"},
        "other_methods": {"none"},
        "has_partner": False,
    },
}

TABLES = (
    ADMINISTRATORS,
    PARTNERS,
    DEVICES,
    METHODS_TOLD,
    GONE_OR_PROMISED,
    ACCOUNTS,
    NO_ACCOUNTS,
    OF_OTHERS,
    NUMBERS,
    STATES,
    DETAILS,
    INDIRECTLY,
    EVERYTHING,
)
SAID = [(text, facts) for table in TABLES for text, facts in table.items()]

#: What a message makes of the open question; None leaves it open.
ANSWERED: dict[str, dict[str, Any]] = {
    "other_methods": {
        "my husband gets sms on his number": None,
        "my son's old phone had the app": None,
        "my brother has a yubikey": None,
        "the old phone is at the recycling": None,
        "the old phone is at the shop": None,
        "I asked my boss, he calls them": None,
        "I called IT, they will call me back": None,
        "they'll phone me later": None,
        "IT can call me when it is done": None,
        "my boss calls them": None,
        "they can call me": ("voice",),
        "Microsoft will call me": ("voice",),
        "phone calls": ("voice",),
        "sms worked before, not now": None,
        "my wife's laptop opens with a fingerprint": None,
        "my colleague's laptop is still signed in": None,
        "the office computer is signed in, but as my boss": None,
        "my husband gets my sms codes": ("sms",),
        "my laptop opens with a fingerprint": ("windows_hello",),
        "my wife's laptop still has me signed in": ("other_device",),
        "the texts, on my husband's number": ("sms",),
        "the desk phone": ("voice",),
        "the desk phone doesn't work from home": None,
        "that number is my old one": None,
        "only my new phone": (),
        "just the new phone": (),
        "i have nothing but the new phone": (),
        "i said only my new phone": (),
        "I only have the password": (),
        "only my password": (),
        "only my new phone and my password": (),
        "nothing except the new phone": (),
        "I just have a new phone": (),
        "all I have is the new iPhone": (),
        "the new phone is all I have": (),
        "my password, that's all": (),
        "no, only the password": (),
        "I have only my password left": (),
        "only my email and password": (),
        "just a brand new Samsung": (),
        "only my old phone": ("old_phone",),
        "only my new phone, with the same number": ("sms",),
        "only my new phone and my yubikey": ("fido_key",),
        "just my new phone and texts": ("sms",),
        "only my email": ("email",),
        "my new phone": None,
        "only my new phone number": None,
        "not only my new phone": None,
        "only the password is wrong": None,
        "I forgot only my password": None,
        "the app works only on my new phone": None,
        "if I only have the password": None,
        "do I only have the password?": None,
        "I only have the password reset page": None,
    },
    "has_partner": {
        "we bought it from Softcat": True,
        "Softcat sold us the licences": True,
        "we buy our licences through Softcat": True,
        "they say they only have read access": False,
        "they have no GDAP": False,
        "they refuse": False,
        "the contract ended": False,
        "the contract with them has expired": False,
        "they won't do it": False,
        "they lost their delegated access": False,
        "they declined": False,
        "the reseller says no": False,
        "they have full access": None,
        "I changed my phone and can't access it": None,
        "they did not refuse": None,
        "the contract has not ended": None,
        "the contract ends next year": None,
        "my phone contract ended": None,
        "do they refuse?": None,
        "we bought it from Microsoft": None,
        "they say no code was sent": None,
    },
    "account_type": {
        "private": "personal",
        "it's my private email address": "personal",
        "my work one, on my private phone": "business",
        "it's a private laptop, not the work one": None,
        "the phone is private": None,
        "I only have my private laptop": None,
    },
}


@pytest.mark.parametrize(
    ("asked", "term"),
    {
        "what is a temporary access pass?": "temporary_access_pass",
        "whats a tenant": "tenant",
        "what does GDAP mean": "partner",
        "what's a global admin": "administrator",
        "what is that TAP thing?": "temporary_access_pass",
        "break glass admin, what is that": "emergency_account",
        "what do you mean by security info": "security_info",
    }.items(),
)
def test_the_word_that_somebody_asks_about_is_found(asked: str, term: str) -> None:
    assert {finding.value for finding in finder().find(asked) if finding.fact == "term"} == {term}


def answered(question: str, text: str, **known: Any) -> Any:
    """What is known of the open question after this message."""
    message = Message(None, tuple((finding.fact, finding.value) for finding in finder().find(text)))
    case, _ = take_in(message, Case(**known), Progress(requested_slot=question), dt.date(2026, 7, 1))
    return getattr(case, question)


@pytest.mark.parametrize("text", [text for text, facts in NUMBERS.items() if facts == NUMBER_GONE])
def test_who_has_lost_the_number_gets_no_texts_and_no_calls_any_more(text: str) -> None:
    assert answered("other_methods", text, other_methods=("sms", "voice", "email")) == ("email",)


def test_who_remembers_that_a_method_was_on_the_lost_phone_has_it_no_longer() -> None:
    known = ("sms", "fido_key")
    assert answered("other_methods", "oh no sorry sms is on the lost phone", other_methods=known) == ("fido_key",)


@pytest.mark.parametrize("question", ANSWERED)
def test_what_answers_the_open_question_is_what_is_heard(question: str) -> None:
    heard = {text: answered(question, text) for text in ANSWERED[question]}
    assert heard == ANSWERED[question]


def misread(spelling: Callable[[str], str]) -> dict[str, dict[str, Any]]:
    """Every sentence of which something else is found than is stated, when it is spelt so."""
    return {text: found for text, facts in SAID if (found := facts_in(spelling(text))) != facts}


def test_what_was_said_is_what_is_found() -> None:
    assert misread(lambda text: text) == {}


def test_shouting_and_typographic_quotes_change_nothing() -> None:
    assert misread(lambda text: text.upper().replace("'", "’")) == {}


def test_a_missing_apostrophe_changes_nothing() -> None:
    assert misread(lambda text: re.sub("'|’", "", text.replace("it's", "it is").replace("'s", ""))) == {}


def test_every_value_is_one_that_the_case_can_have() -> None:
    for text, facts in SAID:
        for fact, value in facts.items():
            if fact in MANY:
                assert value <= {*METHODS, "none"}, text
            elif fact in Case.__dataclass_fields__:
                Case(**{fact: value})


def test_a_finding_points_at_the_words_as_they_were_written() -> None:
    text = "Well…   I’m   the ADMINSTRATOR, and lost   my phone"
    words = {f.fact: text[f.start : f.end] for f in finder().find(text)}
    assert words["is_admin"] == "I’m   the ADMINSTRATOR"
    assert words["device_event"] == "lost   my phone"


@pytest.mark.parametrize("again", ["no ", "help ", "a.", "!?", "and and ", "\n"])
def test_who_says_a_thing_over_and_over_is_heard_before_and_after_it(again: str) -> None:
    text = "I'm the administrator. " + again * 300 + " I lost my phone"
    words = {f.fact: text[f.start : f.end] for f in finder().find(text)}
    assert words["is_admin"] == "I'm the administrator"
    assert words["device_event"] == "lost my phone"


def test_nobody_but_a_provider_is_a_partner() -> None:
    found = finder().find("no one except our IT provider")
    assert {finding.value for finding in found if finding.fact == "answer_has_other_admin"} == {"partner"}


def test_only_in_capitals_it_is_people() -> None:
    assert facts_in("IT has told me to wait") == HELPED
    assert facts_in("it has told me to wait") == facts_in("WHY HAS IT TOLD ME TO WAIT") == {}
    assert facts_in("I am the IT manager") == {"account_type": "business", "is_admin": True}
    assert facts_in("I'm not IT") == facts_in("I'm not IT.") == {"is_admin": False}


def test_who_asks_what_a_method_is_has_not_got_it() -> None:
    assert [finding.fact for finding in finder().find("a passkey, what is that?")] == ["term"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("I am", True),
        ("that's me, sadly", True),
        ("im the one in charge of all that", True),
        ("nope, I'm in sales", None),
        ("help I'm stuck", None),
        ("I'm a nurse", None),
        ("sorry, I'm back", None),
    ],
)
def test_who_says_only_what_they_are_is_no_administrator(text: str, answer: bool | None) -> None:
    found = {finding.value for finding in finder().find(text) if finding.fact == "answer_is_admin"}
    assert found == ({answer} if answer is not None else set())


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "I lost my phone \ud800", "\udfff\x00\udfff", "İİ lost my phone", "?" * 99]
)
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    for finding in finder().find(text):
        assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.timing
@pytest.mark.parametrize(
    "text",
    [
        " ".join(text for text, _ in SAID)[:10_000],
        "no " * 3_333,
        "i am the only " * 714,
        "sms, email, calls, my old phone and " * 277,
        "a" * 10_000,
        "a." * 5_000,
        "a@" * 5_000,
        " " * 10_000,
        "'" * 10_000,
        "i have" + " and" * 2_500,
    ],
    ids=lambda text: text[:20],
)
def test_ten_thousand_characters_take_less_than_a_tenth_of_a_second(text: str) -> None:
    finder().find(text)
    takes_less_than(0.1, lambda: finder().find(text))


@pytest.mark.timing
def test_a_usual_message_takes_less_than_2_ms() -> None:
    text = next(iter(EVERYTHING)) + " My phone was the only thing with the app, and Microsoft keeps asking for a code."
    finder().find(text)
    takes_less_than(0.002, lambda: finder().find(text), 9)


def test_the_patterns_survive_json_which_is_how_a_model_keeps_them() -> None:
    patterns = read_patterns(PATTERNS)
    assert json.loads(json.dumps(patterns)) == patterns


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("intents: []", "bad.yml: intents"),
        ("facts: [1]", "bad.yml: facts"),
        ("facts: {is_admin: [{value: true, says: ['(']}]}", "bad.yml: is_admin"),
        ("facts: {is_admin: [{value: true, says: ['{nobody}']}]}", "bad.yml: is_admin"),
        ("facts: {is_admin: [{value: true, shouts: ['x']}]}", "bad.yml: is_admin"),
        ("facts: {is_admin: [{value: 3, says: ['x']}]}", "bad.yml: is_admin"),
        ("words: {phone: 3}", "bad.yml: phone"),
        ("words: {phone: x}", "phone is told twice"),
        (": :", "bad.yml"),
    ],
)
def test_a_pattern_file_with_a_mistake_is_named_with_its_key(tmp_path: Path, written: str, told: str) -> None:
    for file in PATTERNS.glob("*.yml"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "bad.yml").write_text(written, "utf-8")
    with pytest.raises(ValueError, match=told):
        read_patterns(tmp_path, compile_all=True)
