"""Who administers, as people tell it in passing: the writer, nobody else, somebody of the same house."""

from __future__ import annotations

from bot.case import Case
from tests.bot.hearing.listening import after

#: What is told, whether the writer administers, and whether somebody else does.
TOLD = {
    "Global admin here, my phone was stolen.": (True, None),
    "I'm the volunteer with the admin password and nobody else has one.": (True, False),
    "You say ask your administrator. In this company that's me and me only.": (True, False),
    "I'm the church's admin and there isn't a second one.": (True, False),
    "I am admin and nobody else in the shop is.": (True, False),
    "Admin of our tenant is me, the other two are ordinary users.": (True, False),
    "I alone administer this company.": (True, False),
    "I'm the one with the admin rights.": (True, None),
    "How do I change his number as admin?": (True, None),
    "I have the admin centre open in front of me.": (True, None),
    "I'm an admin, my colleague is one too.": (True, True),
    "Both of us have the admin rights.": (True, True),
    "I'm the admin. A second administrator does not exist.": (True, False),
    "Our admin sees nothing and shrugs.": (False, True),
    "The admin of our office renamed my account.": (False, True),
    "IT of the hospital say five working days.": (False, True),
    "I told IT and they are slow.": (False, True),
    "The maths teacher is also the IT admin.": (False, True),
    "She was the only admin and she left in May.": (False, False),
    "Company mail, mine is an ordinary login.": (False, None),
    # what tells of no administrator
    "I deleted some apps and one of them was the one I need.": (None, None),
    "The IT intranet page says that a code appears.": (None, None),
    "Our admin lost his phone.": (None, None),
    "My login history has a Linux at the hour it was handed in.": (None, None),
    "The computer man who rang from Microsoft had me read a number.": (None, None),
    "The activity list shows me and nobody else.": (None, None),
}


def test_who_administers_is_heard_in_passing() -> None:
    found = {text: after(text, Case()) for text in TOLD}
    assert {text: (case.is_admin, case.has_other_admin) for text, case in found.items()} == TOLD
