"""The proofs to have at hand: what is known filled in, what is missing marked, and no secret among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.phone import proofs as room
from bot.phone.caller import Caller
from bot.phone.proofs import proof_boxes, proof_lines, proofs, proofs_from

ANNA = Caller("DE", "contoso.com", "anna@contoso.onmicrosoft.com", "business", False)


def test_person_sees_what_is_known_and_how_to_spell_it():
    lines = proof_lines(ANNA).splitlines()
    assert "- Domain of the locked tenant: contoso.com" in lines
    assert "- Its domain that ends in onmicrosoft.com: contoso.onmicrosoft.com" in lines
    assert "- Sign-in name of the locked administrator: anna@contoso.onmicrosoft.com" in lines
    assert "  Spelt: Charlie Oscar November Tango Oscar Sierra Oscar dot Charlie Oscar Mike" in lines
    assert "still to find" not in proof_lines(ANNA)


def test_person_sees_what_is_still_to_find_and_where():
    lines = proof_lines(Caller())
    assert lines.count("still to find") == 3
    assert "the part after the @" in lines
    assert "Spelt" not in lines


def test_domain_of_microsoft_is_not_taken_for_the_own_one():
    lines = proof_lines(Caller(tenant_domain="contoso.onmicrosoft.com"))
    assert "Domain of the locked tenant: still to find" in lines
    assert "onmicrosoft.com: contoso.onmicrosoft.com" in lines
    assert Caller(tenant_domain="contoso.com").own_domain == "contoso.com"
    assert Caller(sign_in_name="anna@contoso.com").onmicrosoft_domain is None


def test_no_password_and_no_code_is_a_proof():
    assert "password" not in proof_lines(ANNA).lower()
    assert "code" not in proof_lines(ANNA).lower()


def test_control_of_the_dns_is_said_not_to_be_enough():
    assert "not enough alone" in proof_lines(Caller())


def test_every_proof_names_its_source_and_how_far_it_goes():
    assert len(proofs()) == len({proof.id for proof in proofs()}) == 10
    assert {proof.trust for proof in proofs()} == {"official", "moderator", "answer"}


def test_sheet_has_a_box_for_each_and_ticks_what_is_known():
    boxes = proof_boxes(ANNA)
    assert boxes.count("[x] ") == 3
    assert boxes.count("[ ] ") == len(proofs()) - 3
    assert proof_boxes(Caller()).count("[ ] ") == len(proofs())
    assert all(len(line) <= 78 for line in boxes.splitlines())


FILE = Path(room.__file__).with_name("proofs.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        ("source: Q5831569", "source: Q1", r"proofs\.yml: proofs\.tenant_domain\.source: knows no Q1"),
        ("trust: answer", "trust: rumour", r"proofs\.yml: proofs\.tenant_domain\.trust: is none of"),
        ("fact: own_domain", "fact: password", r"proofs\.yml: proofs\.tenant_domain\.fact: knows no password"),
        ('    where: "It looks', '    hint: "It looks', r"proofs\.yml: proofs\.sign_in_name: is no proof"),
        ("    fact: own_domain\n", "", r"proofs\.yml: proofs\.tenant_domain\.where: goes with a fact"),
    ],
)
def test_maintainer_who_slips_is_told_the_file_and_the_key(written, instead, named):
    assert written in FILE
    with pytest.raises(ValueError, match=named):
        proofs_from(FILE.replace(written, instead, 1))
