"""The people file: what is wrong in it is told with its file and its place, and nothing wrong comes through."""

import datetime as dt
import textwrap

import pytest

from bot.directory.people import MAY_RESET_ADMINISTRATORS, MAY_RESET_MEMBERS, Contact
from bot.directory.people_file import administrator_roles, read_people
from bot.errors import PeopleFileWrong
from tests.bot.directory.cast import CAST, write_people

NOW = 1_795_000_000.0

GOOD = """\
tenants:
  - id: contoso
    name: Contoso
    kind: business
    domains: [contoso.example]
    second_factor: helpdesk
    has_partner: false
    people:
      - id: mika
        sign_in_name: mika@contoso.example
        name: Mika Salo
        roles: [Global Administrator]
        enabled: true
        call_back_number: "+44 20 7946 0100"
        contacts:
          - channel: sms
            address: "+44 7700 900123"
          - channel: email
            address: mika@example.org
        methods:
          - method: authenticator
            label: Authenticator on a Pixel
  - id: private
    name: personal accounts
    kind: personal
    domains: [example.com]
    second_factor: microsoft
    people:
      - id: rosa
        sign_in_name: rosa@example.com
        name: Rosa Fuentes
        story: personal account
"""

#: What is changed in the good file, and what the error then names: its place, and what is wrong.
WRONG = [
    ("    name: Contoso\n", "    nmae: Contoso\n", "contoso > nmae", "is not known here"),
    ("    name: Contoso\n", "", "contoso > name", "is missing"),
    ("name: Contoso\n", "name: 365\n", "contoso > name", "365 is no text"),
    ("kind: business", "kind: company", "contoso > kind", "'company' is not known; there is: business"),
    ("second_factor: helpdesk", "second_factor: helpdsk", "contoso > second_factor", "there is: helpdesk"),
    ("has_partner: false", "has_partner: nope", "contoso > has_partner", "neither true nor false"),
    ("domains: [contoso.example]", "domains: contoso.example", "contoso > domains", "is no list"),
    ("domains: [contoso.example]", "domains: []", "contoso > domains", "is missing"),
    ("domains: [contoso.example]", "domains: [contoso]", "contoso > domains", "'contoso' is no domain"),
    ("domains: [contoso.example]", "domains: [con toso.example]", "contoso > domains", "is no domain"),
    ("[example.com]", "[example.com, Contoso.Example]", "private > domains", "contoso.example is there already"),
    ("id: private", "id: contoso", "contoso > id", "the tenant contoso is there already"),
    ("id: mika", "id: Mika Salo", "contoso > Mika Salo > id", "has more in it than"),
    ("id: rosa", "id: mika", "private > mika > id", "the person mika is there already"),
    ("mika@contoso.example", "mika", "mika > sign_in_name", "'mika' is no sign-in name"),
    ("mika@contoso.example", "mika@fabrikam.example", "mika > sign_in_name", "is no domain of contoso"),
    ("roles: [Global Administrator]", "roles: [Global Admin]", "mika > roles", "there is: Global Administrator"),
    ("roles: [Global Administrator]", "roles: Global Administrator", "mika > roles", "is no list"),
    (
        "name: Rosa Fuentes",
        "name: Rosa\n        roles: [Global Reader]",
        "rosa > roles",
        "do not fit a personal account",
    ),
    ("enabled: true", "enabled: sometimes", "mika > enabled", "neither true nor false"),
    ("enabled: true", "enable: true", "mika > enable", "is not known here"),
    ('"+44 20 7946 0100"', '"020 7946 0100"', "mika > call_back_number", "no international number"),
    ("channel: sms", "channel: fax", "mika > contacts 1 > channel", "'fax' is not known"),
    ('"+44 7700 900123"', "+447700900123", "mika > contacts 1 > address", "put it in quotes"),
    ('"+44 7700 900123"', '"0044 7700 900123"', "mika > contacts 1 > address", "no international number"),
    ("address: mika@example.org", "address: mika", "mika > contacts 2 > address", "'mika' is no e-mail address"),
    ("address: mika@example.org", "address: mika@localhost", "mika > contacts 2 > address", "is no e-mail address"),
    ("address: mika@example.org", "address: Mika@Contoso.example", "mika > contacts 2", "the mailbox of the account"),
    (
        "address: mika@example.org",
        "address: mika@example.org\n          - {channel: email, address: Mika@example.org}",
        "mika > contacts 3 > address",
        "is there already",
    ),
    ("address: mika@example.org", "address: m@example.org\n            changed: soon", "contacts 2 > changed", "soon"),
    ("method: authenticator", "method: authentcator", "mika > methods 1 > method", "there is: authenticator"),
    ("label: Authenticator on a Pixel", "label: text to 07700 900123", "methods 1 > label", "holds a number"),
    ("label: Authenticator on a Pixel", "label: mika@example.org", "methods 1 > label", "holds a number or an address"),
    ("story: personal account", "story: x\n        problem: phone gone", "rosa > problem", "is not known"),
    ("tenants:", "tenantss:", "tenantss", "is not known here"),
    ("  - id: private", "  - private\n  - id: private", "tenants 2", "is no entry"),
    ("        name: Mika Salo", "        name: Mika\n        name: Mika Salo", "line 12", "name is there already"),
    ("name: Mika Salo", "name: [Mika", "line 12", "is no YAML"),
    ("name: Mika Salo", 'name: "Mika\\nSalo"', "mika > name", "is no line of"),
    ("name: Mika Salo", 'name: ""', "mika > name", "is no line of"),
    ("name: Mika Salo", f"name: {'x' * 201}", "mika > name", "is no line of"),
]


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "people.yml"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.mark.parametrize(("before", "after", "place", "what"), WRONG, ids=[row[1].strip()[:40] for row in WRONG])
def test_mistake_is_told_with_its_file_and_place_in_one_line(written, before, after, place, what):
    """R4"""
    path = written(GOOD.replace(before, after, 1))
    with pytest.raises(PeopleFileWrong) as error:
        read_people(path, NOW)
    line = str(error.value)
    assert line.startswith(f"the people file cannot be used: {path}: ")
    assert place in line
    assert what in line
    assert "\n" not in line


def test_sign_in_name_is_refused_twice_however_it_is_written(written):
    twice = GOOD.replace(
        "        name: Rosa Fuentes",
        "        name: Rosa Fuentes\n      - {id: r2, name: R, sign_in_name: ROSA@example.com}",
    )
    with pytest.raises(PeopleFileWrong, match=r"r2 > sign_in_name: the sign-in name rosa@example.com is there already"):
        read_people(written(twice.replace("        story: personal account\n", "")), NOW)


@pytest.mark.parametrize(
    "text", ["", "[]", "tenants: []", "tenants:", "just words", "a: &a [*a]", "\0", "tenants: 2026-13-45"]
)
def test_file_without_people_is_refused(written, text):
    with pytest.raises(PeopleFileWrong):
        read_people(written(text), NOW)


def test_file_that_is_not_there_or_no_text_is_refused(tmp_path):
    (tmp_path / "latin.yml").write_bytes("tenants: bücher".encode("latin-1"))
    for name in ("nowhere.yml", "latin.yml"):
        with pytest.raises(PeopleFileWrong, match=name):
            read_people(tmp_path / name, NOW)


def test_good_file_says_what_is_written_there(written):
    file = read_people(written(GOOD), NOW)
    mika, rosa = file.people
    assert (mika.tenant.id, mika.roles, mika.is_enabled) == ("contoso", ("Global Administrator",), True)
    assert mika.contacts == (Contact("1", "sms", "+447700900123"), Contact("2", "email", "mika@example.org"))
    assert mika.call_back_number == "+442079460100"
    assert (rosa.roles, rosa.is_enabled, rosa.contacts, rosa.methods) == ((), True, (), ())
    assert (file.parts["rosa"].problem, file.parts["rosa"].story) == ("lost_authenticator", "personal account")


def test_people_come_out_as_they_were_written(tmp_path):
    assert sorted(p.id for p in read_people(write_people(tmp_path / "p.yml", CAST), NOW).people) == sorted(
        p.id for p in CAST
    )


@pytest.mark.parametrize(
    ("changed", "seconds"),
    [
        ("yesterday", NOW - 24 * 3600),
        ("2026-11-23", dt.datetime(2026, 11, 23, tzinfo=dt.timezone.utc).timestamp()),
        ("2026-11-23T10:00:00Z", dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc).timestamp()),
        ("2026-11-23 12:00:00+02:00", dt.datetime(2026, 11, 23, 10, tzinfo=dt.timezone.utc).timestamp()),
    ],
)
def test_contact_knows_when_it_was_changed(written, changed, seconds):
    text = GOOD.replace('address: "+44 7700 900123"', f'address: "+44 7700 900123"\n            changed: {changed}')
    assert read_people(written(text), NOW).people[0].contacts[0].changed_at == seconds


def test_roles_that_reset_others_are_roles_that_the_file_knows():
    assert {*MAY_RESET_MEMBERS, *MAY_RESET_ADMINISTRATORS}.issubset(administrator_roles())


@pytest.mark.slow
def test_school_of_two_thousand_is_read_whole(written):
    head = textwrap.dedent(GOOD[: GOOD.index("      - id: mika")])
    pupils = (
        f"      - {{id: p{n}, sign_in_name: p{n}@contoso.example, name: Pupil {n},"
        f" contacts: [{{channel: email, address: p{n}@example.org}}]}}\n"
        for n in range(2_000)
    )
    assert len(read_people(written(head + "".join(pupils)), NOW).people) == 2_000
