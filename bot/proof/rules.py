"""What a proof allows, and which contacts may receive a code. Pure; what is not allowed here is allowed nowhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from bot.case import Case
from bot.directory.names import is_named
from bot.directory.people import Contact, Person

SEE_OWN_METHODS = "see_own_methods"
CHANGE_METHODS = "change_methods"
PURPOSES = (SEE_OWN_METHODS, CHANGE_METHODS)

#: In the order of asking: e-mail first, it does not hang on the telephone that is gone.
CHANNELS = ("email", "sms", "voice")
PHONE_CHANNELS = frozenset({"sms", "voice"})
#: How an agent may have checked somebody out of band (CISA AA23-320A; facts, section 10). A question is not among
#: them: what somebody knows, others can know.
OUT_OF_BAND = frozenset({"called_back", "manager_called_back", "seen_on_video", "seen_in_person"})

DAY = 86_400.0
#: Who gets into an account adds a contact of their own first, and asks for a code there.
NEW_CONTACTS_REST = 7 * DAY
#: For how long a proof holds, in seconds.
PROOF_HOLDS = 30 * 60.0


@dataclass(frozen=True)
class Proof:
    """
    What was proved: by whom, for what, in which conversation, when, and until when, in seconds.

    `kind` is `code` or `agent`. `channel` is how the code went, or how the agent checked;
    `contact_id` is None for an agent's, `by` (the agent) for a code's.
    """

    kind: str
    channel: str
    contact_id: str | None
    person_id: str
    purpose: str
    conversation_id: str
    proved_at: float
    until: float
    by: str | None = None


def allows(purpose: str, person: Person, proofs: Iterable[Proof], now: float, *, conversation_id: str) -> bool:
    """
    Tell whether these proofs let this conversation do that for this person.

    One code to one registered contact is enough to see one's own methods. To change them takes two
    codes to contacts of different channels, or an agent who verified out of band (NIST SP 800-63B-4,
    4.2); never for an administrator (R17). Proofs of another conversation or person, expired ones,
    and knowledge (R15) count for nothing; for a disabled account nothing does.
    """
    if not person.is_enabled:
        return False
    held = [proof for proof in proofs if _holds(proof, person, now, conversation_id)]
    if purpose == SEE_OWN_METHODS:
        return bool(held)
    return purpose == CHANGE_METHODS and not person.is_admin and _is_enough_to_change(held, person)


def contacts_that_count(person: Person, case: Case, now: float) -> tuple[Contact, ...]:
    """Give the contacts that may receive a code in this case, the first to ask first; none for a disabled account."""
    if not person.is_enabled:
        return ()
    phone = phone_counts(case)
    counting = (c for c in person.contacts if _counts(c, person, now) and (phone or c.channel not in PHONE_CHANNELS))
    return tuple(sorted(counting, key=lambda contact: CHANNELS.index(contact.channel)))


def contacts_for_a_second_code(
    person: Person, case: Case, proofs: Iterable[Proof], now: float, *, conversation_id: str
) -> tuple[Contact, ...]:
    """Give the contacts at which a code, beside one that was proved already, would be enough to change something."""
    codes = [p for p in proofs if p.kind == "code" and _holds(p, person, now, conversation_id)]
    proved = [_contact_of(proof, person) for proof in codes]
    counting = contacts_that_count(person, case, now)
    return tuple(c for c in counting if any(_are_independent(c, other) for other in proved if other))


def phone_counts(case: Case) -> bool:
    """
    Tell whether a text message or a call reaches the person, and not whoever has the device.

    After a theft never. When it was lost, or nobody said what happened, only once the person says
    that the number is on a new SIM.
    """
    if case.device_event == "stolen":
        return False
    return case.has_new_sim is True or case.device_event not in (None, "lost")


def that_the_case_leaves(proofs: Iterable[Proof], case: Case) -> list[Proof]:
    """Give the proofs that still mean something after what the person said since: it was stolen, for one."""
    phone = phone_counts(case)
    return [proof for proof in proofs if phone or proof.channel not in PHONE_CHANNELS]


def _holds(proof: Proof, person: Person, now: float, conversation_id: str) -> bool:
    is_theirs = proof.person_id == person.id and proof.conversation_id == conversation_id
    if not is_theirs or proof.purpose not in PURPOSES or not proof.proved_at <= now < proof.until:
        return False
    if proof.kind == "agent":
        by_another = bool(proof.by) and not is_named(proof.by or "", person.id, person.sign_in_name)
        return proof.channel in OUT_OF_BAND and by_another
    contact = _contact_of(proof, person)
    return proof.kind == "code" and contact is not None and _counts(contact, person, now)


def _is_enough_to_change(held: list[Proof], person: Person) -> bool:
    """What was proved to see something is half of it; the other half was asked for by its name."""
    to_change = [proof for proof in held if proof.purpose == CHANGE_METHODS]
    if any(proof.kind == "agent" for proof in to_change):
        return True
    codes = (proof for proof in held if proof.kind == "code")
    pairs = itertools.product((p for p in to_change if p.kind == "code"), codes)
    return any(_are_independent(_contact_of(one, person), _contact_of(other, person)) for one, other in pairs)


def _counts(contact: Contact, person: Person, now: float) -> bool:
    """The mailbox of the locked account is behind the same lock; a new contact may be somebody else's."""
    is_new = contact.changed_at is not None and contact.changed_at > now - NEW_CONTACTS_REST
    is_locked = contact.address.strip().casefold() == person.sign_in_name.strip().casefold()
    return contact.channel in CHANNELS and not is_new and not is_locked


def _are_independent(one: Contact | None, other: Contact | None) -> bool:
    """A text message and a call to one number reach one telephone: whoever has it has both."""
    if one is None or other is None:
        return False
    return one.channel != other.channel and _reached(one) != _reached(other)


def _reached(contact: Contact) -> str:
    if contact.channel in PHONE_CHANNELS:
        return "".join(c for c in contact.address if c.isdigit())
    return contact.address.strip().casefold()


def _contact_of(proof: Proof, person: Person) -> Contact | None:
    """Give the registered contact that the code went to; None when it is registered no more."""
    return next((c for c in person.contacts if c.id == proof.contact_id and c.channel == proof.channel), None)
