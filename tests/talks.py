"""Talks that more than one test begins with: somebody proves who they are, and is given the page."""

from __future__ import annotations

import asyncio
import re
import uuid

from bot.case import Case
from tests.whole import Assistant

UMA = "uma.patel@northwind.example"
BROKE = "my phone broke and authenticator was on it, it's my work account"


def asks_to_be_looked_up(assistant: Assistant, name: str, opening: str = BROKE) -> str:
    """Somebody new gives a sign-in name; gives their conversation."""
    conversation = uuid.uuid4().hex
    for said in (opening, "look it up for me"):
        assistant.say(conversation, said)
    assert "a code is on its way" in assistant.say(conversation, name).text
    return conversation


def proves_it_once(assistant: Assistant, name: str = UMA, opening: str = BROKE) -> str:
    conversation = asks_to_be_looked_up(assistant, name, opening)
    assert "that was right" in assistant.say(conversation, assistant.helpdesk.codes[-1]).text
    return conversation


def proves_it_twice(assistant: Assistant, name: str = UMA) -> tuple[str, str]:
    """Give the conversation, and the path of the page that it was given."""
    conversation = proves_it_once(assistant, name)
    assistant.say(conversation, "/send_second_code")
    answer = assistant.say(conversation, assistant.helpdesk.codes[-1])
    assert "both codes were right" in answer.text
    return conversation, page_in(answer.text)


def is_given_a_page(assistant: Assistant, name: str = UMA) -> str:
    """Give the path of a page that was proved for twice, without a word said: for tests of the page alone."""
    helpdesk, conversation = assistant.helpdesk, uuid.uuid4().hex
    office, case = helpdesk.office, Case(device_event="broken")

    async def prove() -> str:
        await office.proof.begin(conversation, name, case)
        await office.proof.settle()
        office.proof.take_code(conversation, helpdesk.codes[-1], helpdesk.clock())
        await office.proof.begin_second(conversation, case)
        office.proof.take_code(conversation, helpdesk.codes[-1], helpdesk.clock())
        return await office.page_for(conversation)

    return page_in(asyncio.run(prove()))


def page_in(text: str) -> str:
    return re.search(r"/enrol/[\w=-]+", text)[0]
