"""The robot on Microsoft's phone: what is said to it for each caller, and what it is understood to have asked."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path

import pytest

from bot.phone import robot as room
from bot.phone.caller import Caller
from bot.phone.cues import cues_from
from bot.phone.dated import dated_from
from bot.phone.robot import families, families_from, family_and_line_for, family_named, line_named, script_for
from tests.timing import takes_less_than

COMPANY = Caller(account_type="business", has_other_admin=False)
SCHOOL = Caller(account_type="school", has_other_admin=False)
ANYBODY = Caller()

#: The last lines of every family, whatever the robot asked before.
THE_END = ("service_request", "sent_away", "code", "case_number")

# In words that stand in no data file, by the line that answers them.
ASKED = {
    "problem": [
        "What seems to be the trouble?",
        "How may I help you today?",
        "Let me know what the matter is",
        "it wants me to describe my issue",
        "Alright, what are you calling Microsoft about today?",
        "In just a few words, how can we help?",
        "Could you tell me a bit about the issue",
        "an agent is on, he asks what the problem is",
    ],
    "product": [
        "Which Microsoft product do you need help with?",
        "Do you need help with Windows or Microsoft 365?",
        "the assistant asks what product I use",
        "it asked me if I'm calling about Azure, Dynamics or Microsoft 365",
        "Which product are you having a problem with?",
        "it did not ask about the problem, it asks which product",
        "which piece of software are you calling about",
    ],
    "education_or_company": [
        "Is this for a school or for a business?",
        "we should say if we are an educational institution or a company",
        "Are you calling for education?",
        "Is this regarding a college or a corporation?",
        "it asked do i have a business or education subscription",
    ],
    "administrator": [
        "Are you the global administrator?",
        "it asks if I'm the administrator",
        "May I ask if you are the administrator",
        "do you administer the Microsoft 365 account",
        "first it asked for the product, then if I'm an admin",
        "I said for companies and now it asks if I am an admin",
    ],
    "other_administrator": [
        "Does anyone else have admin access?",
        "Other than you, are there admins?",
        "are you the one and only administrator",
        "it wants to find out if any colleague is an administrator",
        "Can another admin reset your sign-in?",
        "So there's no second administrator?",
    ],
    "service_request": [
        "Would you like me to open a support ticket?",
        "It wants to know if it should open a ticket",
        "Do you want me to file a support ticket on your behalf?",
        "would you like to be transferred to a support engineer",
    ],
    "sent_away": [
        "it told me to go to support.microsoft.com",
        "they send me to a web page and hang up",
        "You can manage this yourself in the Microsoft 365 admin center. Goodbye.",
        "now it wants to send me a link",
        'I said what you told me and it answered "you can reset your password online"',
        "Please ask your IT department",
        "All support requests must be submitted online",
    ],
    "code": [
        "I just emailed a code to the address in your company profile. What is it?",
        "the lady says a code was texted to our company phone",
        "The support agent asks for the code that came by mail",
    ],
    "case_number": [
        "Your service request has been created",
        "He gave me a ticket number",
        "I've opened a case and escalated it",
    ],
    "opening": [
        "It talks for half a minute about some website",
        "Did you know that you can find answers at support.microsoft.com?",
        "there's a long intro about a website link",
        "your call may be recorded",
    ],
    "business_user": [
        "If you are calling about your work email, press 1",
        "the voice says press 1 for home and 2 for business",
        "it says press one if business",
    ],
    "technical_help": [
        "please press one if you require technical support",
        "it says press 1 for sales, 2 for support",
        "it asks me to press 1 for tech help",
    ],
    "home_or_business": [
        "Are you calling as a home customer or a business customer",
        "Is it a work or school account or a personal account?",
        "Do you use Microsoft 365 at home or at work?",
        'it says "it looks like you are calling about a personal account", that\'s wrong',
    ],
    "kind_of_inquiry": [
        "What is the category of your inquiry?",
        "it asks if it's about billing or technical support",
        "Please select the type of your request",
    ],
    "plan": [
        "which plan are you on?",
        "it asks me for the licence type",
        "it wants to know if I have business basic or premium",
    ],
    "new_or_existing": [
        "Is this a new request or an existing one?",
        "it asks if I have a ticket already",
        "Are you calling about an existing case?",
        "it asks if I already called",
        "it asks for a case number",
    ],
}

UNCLEAR = [
    "",
    "hold the line please",
    '"This call may be recorded", do I agree?',
    "it said something else",
    "it never asked me that",
    "Sorry, I didn't get that",
    "it's asking me to say yes or no",
    "music, only music",
    "all agents are busy",
    "To continue in English, press one",
    "says press 9 for more options",
    "Our offices are currently closed",
    "they want the last four digits of a credit card",
    "asks for the number of licences",
    "it wants a support plan number",
    "it asks for my tenant ID",
    "it asks for my email address",
    "it asks for something called a PIN",
    "what is your password",
    "Please enter the code from your authenticator app",
    "Go to quickassist and give me the code",
    "someone rang me and said he is from Microsoft and asked for the code",
    "the agent wants to remote into my computer",
    "Are you a new or existing customer?",
    "Can you sign in with an administrator account?",
    "How many administrators do you have?",
    "Did that resolve your issue?",
    "does anyone else have access to your phone",
    "he says data protection does not exist",
    "it put me through to sales",
    "What is the error message?",
    "now a person is on the line and asks for my name",
]


@pytest.mark.parametrize(("line", "said"), [(line, said) for line, all_said in ASKED.items() for said in all_said])
def test_person_who_reports_a_question_gets_the_line_that_answers_it(line, said):
    found = family_and_line_for(said)
    assert found is not None
    family, number = found
    assert family_named(family).line_ids[number] == line
    assert script_for(COMPANY, family)[number] == line_named(COMPANY, line)


def heard():
    """The many more wordings in heard.txt, each with the line that answers it, or None."""
    line = None
    for row in Path(__file__).with_name("heard.txt").read_text("utf-8").splitlines():
        if row.startswith("["):
            line = None if row == "[nothing]" else row.strip("[]")
        elif row and not row.startswith("#"):
            yield row, line


def test_no_wording_gets_a_wrong_line_and_nearly_all_get_theirs():
    missed = []
    for said, line in heard():
        found = family_and_line_for(said)
        got = family_named(found[0]).line_ids[found[1]] if found else None
        assert got in (line, None), f"{said!r} is taken for {got}"
        missed += [said] if got != line else []
    assert len(missed) <= 5, missed


@pytest.mark.parametrize("said", UNCLEAR)
def test_person_who_reports_what_is_unclear_gets_no_wrong_line(said):
    assert family_and_line_for(said) is None


def test_every_line_of_every_family_can_be_found():
    assert {line for family in families() for line in family_named(family).line_ids} == set(ASKED)


def test_call_stays_with_its_robot_when_that_asks_the_question_too():
    assert family_and_line_for("Are you the administrator?") == ("speaking", 3)
    assert family_and_line_for("Are you the administrator?", "keypad") == ("keypad", 6)
    assert family_and_line_for("Are you the administrator?", "home_or_business") == ("speaking", 3)
    assert family_and_line_for("home or business?", "speaking") == ("home_or_business", 0)
    assert family_and_line_for("Are you the administrator?", "an old name") == ("speaking", 3)


@pytest.mark.timing
def test_very_long_report_is_read_in_time():
    family_and_line_for("warm")
    for text in ("are you the administrator? ", "x", "x ", "which product ", "press one for business ", "the a . , "):
        takes_less_than(0.05, partial(family_and_line_for, (text * 10_000)[:10_000]))


def test_speaking_robot_comes_first():
    assert families() == ("speaking", "keypad", "home_or_business")


def test_company_answers_in_the_order_in_which_people_were_asked():
    said = [line.you_say for line in script_for(COMPANY, "speaking")[:5]]
    assert said[:3] == ['"Authenticator"', '"Office 365 for business"', '"For companies"']
    assert said[3].startswith('"Yes')
    assert said[4].startswith('"No"')


def test_school_administrator_says_education():
    for family in ("speaking", "keypad"):
        lines = script_for(SCHOOL, family)
        line = lines[family_named(family).line_ids.index("education_or_company")]
        assert line.you_say == '"For education"'
        assert not any("compan" in said.lower() for said in line.instead)


def test_person_with_another_administrator_never_denies_them():
    caller = Caller(account_type="business", has_other_admin=True)
    for family in families():
        for line in script_for(caller, family):
            for said in (line.you_say, *line.instead):
                assert "only administrator" not in said
                assert "no other administrator" not in said.lower()
    assert line_named(caller, "other_administrator").you_say.startswith('"Yes"')
    assert "without this call" in (line_named(caller, "other_administrator").note or "")


def test_person_who_did_not_say_is_left_to_say_the_truth():
    for family in families():
        for line in script_for(ANYBODY, family):
            assert all("only administrator." not in said for said in (line.you_say, *line.instead))
    assert "if there is another" in line_named(ANYBODY, "other_administrator").you_say
    assert "education" in line_named(ANYBODY, "education_or_company").you_say
    assert "companies" in line_named(ANYBODY, "education_or_company").you_say
    assert script_for(Caller(account_type="personal"), "speaking") == script_for(ANYBODY, "speaking")


@pytest.mark.parametrize("family", families())
@pytest.mark.parametrize(
    "caller",
    [
        Caller(None, None, None, *facts)
        for facts in itertools.product((None, "business", "school"), (None, True, False))
    ],
)
def test_every_call_ends_with_data_protection_the_code_and_the_case_number(family, caller):
    lines = script_for(caller, family)
    assert family_named(family).line_ids[-4:] == THE_END
    request, sent_away, code, case_number = lines[-4:]
    assert request.you_say == '"Yes. Please open a service request for the Data Protection team."'
    assert "cannot sign in" in sent_away.you_say
    assert "service request for the Data Protection team" in sent_away.you_say
    assert "You placed this call yourself" in (code.note or "")
    assert "only time" in (code.note or "")
    assert "hang up" in (code.note or "")
    assert "case number" in case_number.you_say


def test_no_line_but_that_one_reads_out_a_code_and_none_a_password():
    for family in families():
        for line_id in family_named(family).line_ids:
            line = line_named(COMPANY, line_id)
            said = " ".join((line.you_say, *line.instead)).lower()
            assert "password" not in said
            assert ("code" in said) == (line_id == "code")


def test_what_it_does_not_take_has_something_to_try_next():
    assert line_named(COMPANY, "problem").instead == ('"Multi-factor authentication"', '"Lost account"')
    assert line_named(COMPANY, "product").instead == ('"Microsoft 365 for business"',)


def test_every_family_says_who_saw_it_and_when():
    for family in families():
        assert family_named(family).seen
        assert family_named(family).sources
        assert all(source.url.startswith("https://") for source in family_named(family).sources)


def test_unknown_family_is_named():
    with pytest.raises(ValueError, match="'shouting' is no family of the robot, only speaking"):
        script_for(COMPANY, "shouting")


FILE = Path(room.__file__).with_name("robot.yml").read_text("utf-8")
CUES = Path(room.__file__).with_name("robot_cues.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        ("lines: [problem,", "lines: [problems,", r"robot\.yml: families\.speaking\.lines: knows no problems"),
        ("sources: [Q5850895, Q5858982, Q586", "sources: [Q1, Q586", r"robot\.yml: families\.speaking\.sources"),
        ('    it_asks: "What is the problem?"', '    asks: "?"', r"robot\.yml: lines\.problem: is no line"),
        ('      school: "\\"For education\\""\n', "", r"robot\.yml: lines\.education_or_company\.you_say: does not"),
        ("by: has_other_admin", "by: country", r"robot\.yml: lines\.other_administrator\.you_say: does not answer"),
        ("families:\n", "familie:\n", r"robot\.yml: families: is no mapping"),
    ],
)
def test_maintainer_who_slips_in_the_lines_is_told_the_file_and_the_key(written, instead, named):
    assert written in FILE
    with pytest.raises(ValueError, match=named):
        families_from(FILE.replace(written, instead, 1))


@pytest.mark.parametrize(
    ("written", "instead", "named"),
    [
        ("  product:\n", "  produkt:\n", r"robot_cues\.yml: lines: and the data differ in product, produkt"),
        ("{problem}", "{trouble}", r"robot_cues\.yml: lines\.problem.*cannot be read"),
        ("score: 3", "points: 3", r"robot_cues\.yml: lines\.problem: is no cue"),
        ("(solved|solve|", "((solved|solve|", r"robot_cues\.yml: lines\.problem\.unless.*cannot be read"),
    ],
)
def test_maintainer_who_slips_in_the_cues_is_told_the_file_and_the_key(written, instead, named):
    assert written in CUES
    content = dated_from("robot_cues.yml", CUES.replace(written, instead, 1)).content
    with pytest.raises(ValueError, match=named):
        cues_from("robot_cues.yml", content, frozenset(ASKED))


@pytest.mark.parametrize(("is_compromised", "is_told"), [(True, True), (False, False), (None, False)])
def test_microsoft_hears_of_a_break_in_from_whom_it_happened_to(is_compromised, is_told):
    note = line_named(Caller(is_compromised=is_compromised), "service_request").note
    assert "when a person answers" in note
    assert ("Somebody else got into the account" in note) is is_told
