"""What a proof allows, and to which contacts a code may go."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.case import DEVICE_EVENTS, Case
from bot.directory.people import Contact
from bot.proof.rules import (
    CHANGE_METHODS,
    OUT_OF_BAND,
    PROOF_HOLDS,
    PURPOSES,
    SEE_OWN_METHODS,
    Proof,
    allows,
    contacts_for_a_second_code,
    contacts_that_count,
    phone_counts,
    that_the_case_leaves,
)
from tests.bot.proof.fakes import DAY, NOON, person

ANNA = person("anna")
SMS, VOICE, EMAIL = ANNA.contacts
BROKEN = Case(device_event="broken")


def proof(contact=EMAIL, purpose=SEE_OWN_METHODS, **facts):
    usual = {"kind": "code", "channel": contact.channel, "contact_id": contact.id, "person_id": ANNA.id}
    usual |= {"purpose": purpose, "conversation_id": "c1", "proved_at": NOON, "until": NOON + PROOF_HOLDS}
    return Proof(**{**usual, **facts})


def vouched(**facts):
    usual = {"kind": "agent", "channel": "called_back", "contact_id": None, "by": "agent-1", "purpose": CHANGE_METHODS}
    return proof(**{**usual, **facts})


def may(purpose, *proofs, whom=ANNA, now=NOON + 60):
    return allows(purpose, whom, proofs, now, conversation_id="c1")


def test_person_with_nothing_proved_may_nothing():
    assert not may(SEE_OWN_METHODS)
    assert not may(CHANGE_METHODS)


@pytest.mark.parametrize("contact", ANNA.contacts)
def test_person_with_one_code_sees_their_methods_and_changes_nothing(contact):
    """R12: one code alone re-enrols nobody."""
    assert may(SEE_OWN_METHODS, proof(contact))
    assert not may(CHANGE_METHODS, proof(contact))
    assert not may(CHANGE_METHODS, proof(contact, CHANGE_METHODS))
    assert not may(CHANGE_METHODS, proof(contact), proof(contact, CHANGE_METHODS))


def test_person_with_codes_by_two_channels_may_change_methods():
    """R12, NIST SP 800-63B-4, 4.2: two codes by different methods."""
    assert may(CHANGE_METHODS, proof(EMAIL), proof(SMS, CHANGE_METHODS))
    assert may(CHANGE_METHODS, proof(SMS), proof(EMAIL, CHANGE_METHODS))
    assert may(CHANGE_METHODS, proof(SMS), proof(VOICE, CHANGE_METHODS))


def test_codes_that_were_not_asked_for_to_change_something_change_nothing():
    """R10: a code is bound to its purpose."""
    assert not may(CHANGE_METHODS, proof(EMAIL), proof(SMS))


def test_text_message_and_call_to_one_telephone_are_one_thing():
    """R12: whoever has the telephone has both."""
    one_phone = (SMS, replace(VOICE, address="+1 (425) 000-" + SMS.address[-4:]), EMAIL)
    whom = replace(ANNA, contacts=(replace(SMS, address="+1425000" + SMS.address[-4:]), *one_phone[1:]))
    assert not may(CHANGE_METHODS, proof(SMS), proof(VOICE, CHANGE_METHODS), whom=whom)
    assert may(CHANGE_METHODS, proof(SMS), proof(EMAIL, CHANGE_METHODS), whom=whom)


def test_two_mailboxes_are_one_channel():
    work = Contact("anna-work", "email", "anna@work.example")
    whom = replace(ANNA, contacts=(EMAIL, work))
    assert not may(CHANGE_METHODS, proof(EMAIL), proof(work, CHANGE_METHODS), whom=whom)


@pytest.mark.parametrize("how", sorted(OUT_OF_BAND))
def test_agent_who_verified_out_of_band_is_enough(how):
    """R12: or agent-verified."""
    assert may(CHANGE_METHODS, vouched(channel=how))
    assert may(SEE_OWN_METHODS, vouched(channel=how))


@pytest.mark.parametrize("by", [None, "", ANNA.id, ANNA.sign_in_name, ANNA.id.upper(), ANNA.sign_in_name.title()])
def test_nobody_vouches_for_themselves(by):
    """R17: self-approval is refused."""
    assert not may(CHANGE_METHODS, vouched(by=by))


KNOWLEDGE = ("knowledge", "employee_number", "managers_name", "date_of_birth", "question", "")


@given(st.lists(st.tuples(st.sampled_from(KNOWLEDGE), st.sampled_from(KNOWLEDGE), st.sampled_from(PURPOSES))))
def test_knowing_things_never_counts(known):
    """R15: on all combinations of what somebody may know, also when an agent asked."""
    proofs = [proof(kind=kind, channel=what, purpose=purpose) for kind, what, purpose in known]
    proofs += [vouched(channel=what, purpose=purpose) for _, what, purpose in known]
    assert not may(SEE_OWN_METHODS, *proofs)
    assert not may(CHANGE_METHODS, *proofs)


def test_administrator_sees_their_methods_and_never_changes_them():
    """R17"""
    admin = replace(ANNA, roles=("Helpdesk Administrator",))
    everything = (proof(EMAIL), proof(SMS, CHANGE_METHODS), vouched())
    assert may(SEE_OWN_METHODS, *everything, whom=admin)
    assert not may(CHANGE_METHODS, *everything, whom=admin)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_disabled_account_is_shown_and_changed_never(purpose):
    disabled = replace(ANNA, is_enabled=False)
    assert not may(purpose, proof(EMAIL), proof(SMS, CHANGE_METHODS), vouched(), whom=disabled)


@pytest.mark.parametrize("elsewhere", [{"person_id": "id-ben"}, {"conversation_id": "c2"}])
def test_proof_of_somebody_else_or_of_another_conversation_counts_for_nothing(elsewhere):
    """R10, R25"""
    assert not may(SEE_OWN_METHODS, proof(**elsewhere), vouched(**elsewhere))
    assert not may(CHANGE_METHODS, proof(EMAIL), proof(SMS, CHANGE_METHODS, **elsewhere))


def test_proof_holds_half_an_hour_to_the_second():
    """R39"""
    assert may(SEE_OWN_METHODS, proof(), now=NOON)
    assert may(SEE_OWN_METHODS, proof(), now=NOON + PROOF_HOLDS - 1)
    assert not may(SEE_OWN_METHODS, proof(), now=NOON + PROOF_HOLDS)
    assert not may(SEE_OWN_METHODS, proof(), now=NOON - 1)


def test_purpose_that_does_not_exist_is_allowed_to_nobody():
    assert not may("reset_password", proof(EMAIL), proof(SMS, CHANGE_METHODS), vouched())
    assert not may(SEE_OWN_METHODS, proof(purpose="reset_password"))


def test_code_to_a_contact_that_was_removed_or_changed_since_counts_no_more():
    assert not may(SEE_OWN_METHODS, proof(EMAIL), whom=replace(ANNA, contacts=(SMS, VOICE)))
    assert not may(SEE_OWN_METHODS, proof(EMAIL), whom=replace(ANNA, contacts=(replace(EMAIL, changed_at=NOON),)))


def channels(case, whom=ANNA, now=NOON):
    return [contact.channel for contact in contacts_that_count(whom, case, now)]


@pytest.mark.parametrize(("event", "has_new_sim"), product((None, *DEVICE_EVENTS), (None, False, True)))
def test_phone_gets_a_code_only_where_the_person_has_it(event, has_new_sim):
    """The phone that is gone gets no code until its number is on a new SIM; after a theft it never does."""
    expected = {
        "stolen": False,
        "lost": has_new_sim is True,
        None: has_new_sim is True,
        "broken": True,
        "new_phone": True,
        "reset_or_deleted": True,
    }[event]
    case = Case(device_event=event, has_new_sim=has_new_sim)
    assert phone_counts(case) is expected
    assert channels(case) == (["email", "sms", "voice"] if expected else ["email"])


def test_contact_of_the_last_seven_days_gets_no_code():
    """R19: who got in adds a contact of their own first."""
    week = 7 * DAY
    for changed_at, counts in ((None, True), (NOON - week, True), (NOON - week + 1, False), (NOON + 5, False)):
        whom = replace(ANNA, contacts=(replace(EMAIL, changed_at=changed_at),))
        assert channels(BROKEN, whom) == (["email"] if counts else [])


@pytest.mark.parametrize("address", ["anna@contoso.com", " Anna@Contoso.COM "])
def test_mailbox_of_the_locked_account_gets_no_code(address):
    whom = replace(ANNA, contacts=(replace(EMAIL, address=address),))
    assert channels(BROKEN, whom) == []
    assert not may(SEE_OWN_METHODS, proof(EMAIL), whom=whom)


def test_disabled_account_and_unknown_channel_get_no_code():
    assert channels(BROKEN, replace(ANNA, is_enabled=False)) == []
    assert channels(BROKEN, replace(ANNA, contacts=(Contact("x", "pager", "12"),))) == []


def second(case, *proofs, whom=ANNA):
    return [c.channel for c in contacts_for_a_second_code(whom, case, proofs, NOON, conversation_id="c1")]


def test_second_code_goes_by_another_channel_than_the_first():
    assert second(BROKEN, proof(EMAIL)) == ["sms", "voice"]
    assert second(BROKEN, proof(SMS)) == ["email", "voice"]
    assert second(Case(device_event="stolen"), proof(EMAIL)) == []
    assert second(BROKEN) == []
    assert second(BROKEN, vouched()) == []


def test_phone_codes_count_no_more_once_the_person_says_that_it_was_stolen():
    proofs = [proof(SMS), proof(EMAIL), vouched()]
    assert that_the_case_leaves(proofs, BROKEN) == proofs
    assert that_the_case_leaves(proofs, Case(device_event="stolen")) == proofs[1:]
