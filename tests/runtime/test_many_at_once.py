"""Many people talk in the same moment, and each hears only what is theirs (R25)."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.bot.proof.fakes import code_of

pytestmark = [pytest.mark.slow, pytest.mark.model]

BROKE = "my phone broke and authenticator was on it, it's my work account"
#: Each with a mailbox on file; one address may look up twenty.
PEOPLE = [
    f"{name}.example"
    for name in """
    amara.diallo@contoso ben.okafor@contoso clara.neumann@contoso david.mensah@contoso elif.kaya@contoso
    farid.haddad@contoso grace.lindqvist@contoso hugo.martins@contoso paula.stein@fabrikam
    rafael.ortiz@adventure-works sofia.berg@northwind tariq.aziz@northwind uma.patel@northwind
    xavier.roche@northwind mia.rossi@fineart noah.dubois@fineart
    """.split()
]


def in_the_same_moment(act):
    """Let everybody do this at once; give what each got."""
    barrier = Barrier(len(PEOPLE))

    def one(name):
        barrier.wait(30)
        return act(name)

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        return dict(zip(PEOPLE, pool.map(one, PEOPLE), strict=True))


def test_sixteen_people_at_once_are_each_told_of_their_own_account(assistant, helpdesk):
    """R25: looked up, sent a code and told what is on file in the same moment; the codes were first mixed up."""
    talks = {name: uuid.uuid4().hex for name in PEOPLE}
    in_the_same_moment(lambda name: assistant.post(talks[name], BROKE))
    in_the_same_moment(lambda name: assistant.post(talks[name], f"look up what is registered for {name}"))
    assistant.settle()
    codes = {contact.address.split("@")[0]: code_of(text) for contact, text in helpdesk.delivery.sent}
    assert set(codes) == {name.split("@")[0] for name in PEOPLE}
    neighbour = dict(zip(PEOPLE, [*PEOPLE[1:], PEOPLE[0]], strict=True))

    def enters_the_code_of(someone, name):
        return assistant.post(talks[name], f"my code is {codes[someone.split('@')[0]]}").text

    in_vain = in_the_same_moment(lambda name: enters_the_code_of(neighbour[name], name))
    assert not any("•••" in said for said in in_vain.values())
    told = in_the_same_moment(lambda name: enters_the_code_of(name, name))
    for name, said in told.items():
        mailboxes = re.findall(r"\w•••@•••\.\w+", said)
        assert [mailbox[0] for mailbox in mailboxes] == [name[0]], (name, said)
