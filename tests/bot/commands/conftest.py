"""A house of its own for every command."""

import pytest

from bot.__main__ import main
from bot.audit import Audit
from bot.database.engine import open_database
from bot.keys import keys_of


@pytest.fixture
def house(tmp_path):
    return tmp_path / "var"


@pytest.fixture
def run(house, capsys):
    """Run a command as in a shell; give its exit code and what it printed."""
    environment = {
        "SPAREKEY_OWN_DATABASE": str(house / "sparekey.db"),
        "SPAREKEY_DATABASE": str(house / "conversations.db"),
        "SPAREKEY_KEY_FILE": str(house / "key"),
        "SPAREKEY_PORT": "1",  # where nobody listens
    }

    def run(*arguments):
        code = main([str(argument) for argument in arguments], environment)
        return code, "".join(capsys.readouterr())

    return run


@pytest.fixture
def engine(house):
    return open_database(house / "sparekey.db")


@pytest.fixture
def audit(house, engine):
    """Three rows; Anna is in the directory, Bert has left it."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO tenants (id, name, kind, domains, second_factor) "
            "VALUES ('t', 'Contoso', 'business', '[]', 'helpdesk')"
        )
        connection.exec_driver_sql(
            "INSERT INTO people (id, tenant_id, sign_in_name, sign_in_key, name, roles, is_enabled) "
            "VALUES ('p1', 't', 'Anna@Contoso.example', 'anna@contoso.example', 'Anna', '[]', 1)"
        )
    audit = Audit(engine, keys_of(engine, house / "key"))
    for person_id, for_whom in (("p1", None), (None, "anna@CONTOSO.example"), (None, "bert@contoso.example")):
        audit.write(None, now=1e9, who="person", what="look_up", result="found", person_id=person_id, for_whom=for_whom)
    return audit
