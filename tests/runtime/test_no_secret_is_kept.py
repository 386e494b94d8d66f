"""A day of the whole assistant, with every secret there is, and then a search through all that it wrote (R14)."""

from __future__ import annotations

import json
import logging
import re
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database.second_factor import authenticators
from bot.database.tables import conversations
from bot.written import parsed
from tests.bot.enrolment.phone import Phone
from tests.bot.proof.fakes import MINUTE
from tests.talks import asks_to_be_looked_up, proves_it_once, proves_it_twice
from tests.web.test_enrolment_pages import _CODE, picture_in
from tests.whole import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.model]

SECRETS = parsed((Path(__file__).parents[1] / "bot/privacy/secrets.yml").read_text("utf-8"))
_SECRET = re.compile(r"⟦(?:(?:password|code|key|card number): )?([^⟧]+)⟧")
#: Kept by the person, or what was sent to them: no store and no log.
_NOT_SEARCHED = {"key"}
#: Said in the same talk, so that a search that finds nothing does find what is there.
HARMLESS = "the label on the box says zanzibar 4217-blue"


class Broker:
    """An event broker of Rasa's that writes what is streamed to a file, as other systems would get it."""

    def __init__(self, file):
        self.file = file

    def publish(self, event):
        with self.file.open("a") as stream:
            stream.write(json.dumps(event, ensure_ascii=False) + "\n")

    async def close(self):
        pass


@contextmanager
def everything_logged(file):
    """Write what anything in this process logs, down to the smallest detail, to a file."""
    handler, root = logging.FileHandler(file), logging.getLogger()
    loggers = [
        root,
        *(logging.getLogger(name) for name in ("rasa", "rasa_sdk", "bot", "actions", "sanic")),
    ]
    before = [(logger, logger.level) for logger in loggers]
    root.addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
        for logger, level in before:
            logger.setLevel(level)


def plant(assistant: Assistant, most: int) -> list[str]:
    """Say so many phrasings of each kind, each kind in a talk of its own; give the secrets in them."""
    planted = []
    for kind in SECRETS.values():
        conversation = uuid.uuid4().hex
        for said in kind["said"][:most]:
            planted += _SECRET.findall(said)
            assistant.say(conversation, re.sub(r"⟦(?:(?:password|code|key|card number): )?|⟧", "", said))
    return planted


def a_day_at_the_helpdesk(assistant: Assistant) -> list[str]:
    """Codes that are right, wrong and late, a new authenticator, theft; give every secret that was made."""
    helpdesk = assistant.helpdesk
    assistant.say(uuid.uuid4().hex, HARMLESS)
    mistyped = asks_to_be_looked_up(assistant, "elif.kaya@contoso.example")
    assistant.say(mistyped, "is it 918 273?")
    late = asks_to_be_looked_up(assistant, "ben.okafor@contoso.example")
    helpdesk.clock.pass_(61 * MINUTE)
    assistant.say(late, f"here is the code {helpdesk.codes[-1]}")
    conversation, path = proves_it_twice(assistant)
    phone = Phone().scan(picture_in(assistant.get(path).html))
    assistant.send_form(path, code="918274")
    first_code = phone.code(helpdesk.clock())
    recovery_codes = _CODE.findall(assistant.send_form(path, code=first_code).html)
    assert len(recovery_codes) == 10
    assistant.say(conversation, "done")
    helpdesk.office.send_due()
    stop = [token for _, text in helpdesk.delivery.sent for token in re.findall(r"/not-me/([\w=-]+)", text)]
    helpdesk.clock.pass_(61 * MINUTE)
    proves_it_once(assistant, opening="my phone with the authenticator was stolen, it's for work")
    helpdesk.office.send_due()
    made = [*helpdesk.codes, phone.secret, first_code, *recovery_codes, path.rpartition("/")[2], *stop]
    return [*made, "918273", "918 273", "918274"]


def found_in(text: str, secrets: set[str]) -> set[str]:
    """Give those that stand in this text as somebody would read them: whole, with or without what groups them."""
    return {secret for secret in secrets for shown in ways_to_write(secret) if shown in text and stands(shown, text)}


def ways_to_write(secret: str) -> set[str]:
    plain = re.sub(r"[\s-]", "", secret)
    return {secret, plain, json.dumps(secret)[1:-1], *({f"{plain[:3]} {plain[3:]}"} if len(plain) == 6 else ())}


def stands(shown: str, text: str) -> bool:
    """Six digits are found in any long row of random signs; they are the secret where they stand alone."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(shown)}(?![0-9A-Za-z])", text) is not None


def written_by(folder: Path, helpdesk) -> dict[str, str]:
    """Give all that was written, by its file: databases with their journals, the audit as it is exported, logs."""
    helpdesk.office.audit.export_json_lines(folder / "audit.jsonl")
    helpdesk.office.audit.export_csv(folder / "audit.csv")
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name not in _NOT_SEARCHED]
    return {file.name: file.read_bytes().decode("utf-8", "replace") for file in files}


def search(assistant: Assistant, folder: Path, most: int) -> None:
    events = folder / "events.jsonl"
    with assistant.writing_to(folder / "talks.db", Broker(events)), everything_logged(folder / "everything.log"):
        planted = set(plant(assistant, most))
        made = set(a_day_at_the_helpdesk(assistant))
    written = written_by(folder, assistant.helpdesk)
    assert {"talks.db", "sparekey.db", "audit.jsonl", "audit.csv", "events.jsonl", "everything.log"} <= set(written)
    # The search finds what is there.
    assert {name for name, text in written.items() if "zanzibar" in text} >= {"talks.db", "events.jsonl"}
    assert "uma.patel@northwind.example" in written["audit.csv"]
    assert assistant.helpdesk.rows(authenticators)
    size = sum(map(len, written.values())) // 1000
    print(f"\nR14: {len(planted)} secrets said and {len(made)} made, searched in {size} kB of {len(written)} files")
    with assistant.helpdesk.office.engine.begin() as connection:
        ids = set(connection.execute(select(conversations.c.id)).scalars())
    assert ids
    assert not any(one in written[name] for one in ids for name in ("audit.jsonl", "audit.csv")), "an id opens its talk"
    kept = {name: found for name, text in written.items() if (found := found_in(text, planted | made))}
    assert not kept


def test_search_finds_a_secret_however_it_is_written():
    assert found_in("it was 482 913 then", {"482913"}) == {"482913"}
    assert found_in('{"text": "Hunter2!"}', {"Hunter2!"}) == {"Hunter2!"}
    assert found_in('{"text": "a \\"quoted\\" one"}', {'a "quoted" one'}) == {'a "quoted" one'}
    assert not found_in("a3482913f0", {"482913"})


def test_no_store_and_no_log_keeps_a_secret(assistant, tmp_path):
    """R14: twenty phrasings of each kind said through the front door, and every code, key and link that was made."""
    search(assistant, tmp_path, 20)


@pytest.mark.long
def test_no_store_and_no_log_keeps_any_secret_of_the_lists(assistant, tmp_path):
    """R14: every phrasing that there is."""
    search(assistant, tmp_path, 10_000)
