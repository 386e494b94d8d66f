"""Whatever Graph may answer, in whatever shape: somebody is found, nobody is, or it is said that it cannot be read."""

import asyncio
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from bot.directory.facts import facts_of
from bot.directory.graph_connection import Answer
from bot.directory.graph_person import look_up, look_up_resetters
from bot.directory.people import Person, Tenant
from bot.errors import DirectoryUnavailable
from tests.bot.directory.test_facts import TODAY
from tests.entra.organisation import ROLE_IDS, authenticator, mail, method, phone

KEY = "anna@contoso.example"
TENANT = Tenant("contoso", "Contoso", "business", ("contoso.example",), "microsoft")
ORGANISATION = Answer(200, content={"value": [{"id": "1", "verifiedDomains": [{"name": "contoso.example"}]}]})
GOOD = [
    {"id": "1", "userPrincipalName": KEY, "displayName": "Anna", "accountEnabled": True, "businessPhones": ["+44 1"]},
    authenticator(),
    phone("+44 7700900123"),
    mail("anna@example.org"),
    method("fido2", aaGuid="x", passkeyType="synced"),
    {
        "principalId": "2",
        "roleDefinitionId": ROLE_IDS["Global Administrator"],
        "directoryScopeId": "/",
        "roleDefinition": {"displayName": "Global Administrator"},
        "principal": {
            "@odata.type": "#microsoft.graph.user",
            "id": "2",
            "userPrincipalName": "g@contoso.example",
            "accountEnabled": True,
        },
    },
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def bent(draw):
    """An object as Graph gives it, with anything at all in place of some of its values."""
    one = dict(draw(st.sampled_from(GOOD)))
    for name in draw(st.lists(st.sampled_from(sorted(one)), max_size=2)):
        one[name] = draw(ANYTHING)
    return one


@st.composite
def answers(draw):
    status = draw(st.sampled_from([200, 200, 200, 400, 403, 404, 500]))
    if status != 200:
        return Answer(status, code=draw(st.sampled_from([None, "AadPremiumLicenseRequired", "x"])))
    items = tuple(draw(st.lists(bent(), max_size=3)))
    return Answer(200, content={"value": list(items), **(items[0] if items else {})}, items=items)


class Graph:
    """Answers with these, over and over; the last question of a look-up, about the tenant, is answered well."""

    def __init__(self, given_answers):
        self.answers = given_answers
        self.is_first = True

    async def ask(self, questions, deadline):
        given_answers = [self.answers[n % len(self.answers)] for n in range(len(questions))]
        if self.is_first and questions[-1].url.startswith("/organization"):
            given_answers[-1] = ORGANISATION
        self.is_first = False
        return given_answers


@st.composite
def about_anna(draw):
    """Most often the first answer is about her, as it should be."""
    rest = draw(st.lists(answers(), min_size=1, max_size=3))
    return [Answer(200, content=GOOD[0]) if draw(st.integers(0, 4)) else draw(answers()), *rest]


@given(about_anna(), st.lists(answers(), min_size=1, max_size=4))
def test_no_answer_breaks_a_look_up_or_what_is_told_of_it(about_the_person, about_the_roles):
    async def ask():
        person = await look_up(Graph(about_the_person), TENANT, KEY, None)
        if person is not None:
            resetters = await look_up_resetters(Graph(about_the_roles), person, None)
            assert isinstance(person, Person)
            assert all(other.is_enabled and other.roles for other in resetters or ())
            facts_of(person, resetters, TODAY)

    with suppress(DirectoryUnavailable):
        asyncio.run(ask())
