"""Agents at the desk of the whole assistant, whose browsers run no script."""

from __future__ import annotations

import re

from argon2 import PasswordHasher

from bot import authenticator
from bot.desk import agents as accounts
from bot.desk.agents import AGENT, Agents, FirstSignIn
from tests.web.visiting import Visitor
from tests.whole import Answer, Assistant


def hires(assistant: Assistant, name: str, role: str = AGENT) -> FirstSignIn:
    """Make an agent, with a password that is quick to check."""
    accounts._hasher = lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts._nobodys.cache_clear()
    office = assistant.helpdesk.office
    return Agents(office.engine, office.keys, office.audit).make(name, role, "operator root", office.now())


def code_of(made: FirstSignIn, assistant: Assistant) -> str:
    """What the agent's phone shows now; each code signs in once, so the clock goes on."""
    assistant.helpdesk.clock.pass_(60)
    return authenticator.code_at(made.key, authenticator.step_at(assistant.helpdesk.clock()))


class AtTheDesk(Visitor):
    """An agent whose browser runs no script."""

    def sign_in(self, made: FirstSignIn, **instead: str) -> Answer:
        given = {"name": made.name, "password": made.password, "code": code_of(made, self.assistant), **instead}
        self.page = self.send("POST", "/desk/sign-in", given)
        return self._follow()

    def calls(self) -> Answer:
        return self.open("/desk")

    def takes_a_call(self) -> str:
        """Begin a new call, and give its path."""
        self.calls()
        self.posts("/desk/calls")
        return self.path

    def posts(self, path: str, **values: str) -> Answer:
        self.page = self.send("POST", path, {"form": self.form_token, **values})
        return self._follow()

    def key(self, key: str) -> Answer:
        """Press what carries this key: the button, in the form that it stands in."""
        tag = re.search(rf'<button[^>]*data-key="{re.escape(key)}"[^>]*>', self.page.html)
        assert tag, f"nothing on the page carries {key}"
        form = self.page.html[: tag.start()].rpartition("<form")[2]
        path = re.search(r'formaction="([^"]+)"', tag[0]) or re.search(r'action="([^"]+)"', form)
        named = re.search(r'name="(\w+)" value="([^"]*)"', tag[0])
        return self.posts(path[1], **({named[1]: named[2]} if named else {}))

    def _follow(self) -> Answer:
        if self.page.status == 303:
            self.path = self.page.headers["location"]
            self.open(self.path)
        return self.page

    @property
    def shows(self) -> str:
        """What the page shows, without its tags."""
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.html.partition("<body")[2].partition(">")[2]).split())
