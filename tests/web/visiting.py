"""A visitor of the site whose browser runs no script: follows links and forms, and keeps cookies."""

from __future__ import annotations

import html
import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.whole import Answer, Assistant

_FORM = "application/x-www-form-urlencoded"


@dataclass
class Visitor:
    """Keeps what a browser keeps: the cookies, and the page that is open."""

    assistant: Assistant
    cookies: dict[str, str] = field(default_factory=dict)
    page: Answer | None = None

    def open(self, path: str = "/") -> Answer:
        self.page = self.send("GET", path)
        return self.page

    def say(self, text: str) -> Answer:
        return self._submit(text=text)

    def press(self, title: str) -> Answer:
        """Press the newest button with this title."""
        found = re.findall(
            rf'name="(\w+)" value="([^"]*)">{re.escape(html.escape(title, quote=False))}<', self.page.html
        )
        assert found, f"no button {title!r} on the page:\n{self.text}"
        return self._submit(**{found[-1][0]: html.unescape(found[-1][1])})

    @property
    def form_token(self) -> str:
        return re.search(r'name="form" value="([^"]+)"', self.page.html)[1]

    @property
    def text(self) -> str:
        """What the page shows of the talk, without its tags."""
        talk = self.page.html.partition('id="talk"')[2].partition(">")[2].partition('<p id="typing"')[0]
        return html.unescape(re.sub(r"<[^>]+>", "", talk))

    def send(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> Answer:
        """Send one request with the cookies, and keep those that come back."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            sent["Content-Type"] = _FORM
        connection = http.client.HTTPConnection("127.0.0.1", self.assistant.port, timeout=30)
        try:
            connection.request(method, path, urlencode(form) if form is not None else None, sent)
            reply = connection.getresponse()
            for name, value in reply.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies.update([value.split(";")[0].split("=", 1)])
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def _submit(self, **values: str) -> Answer:
        if self.page is None:
            self.open()
        answer = self.send("POST", "/say", {"form": self.form_token, **values})
        self.assistant.settle()
        if answer.status == 303:
            return self.open(answer.headers["location"].partition("#")[0])
        self.page = answer
        return answer
