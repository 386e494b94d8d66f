"""The two laws over all cases, and the paths that a reviewer reads."""

import datetime as dt
import functools
import itertools
import random
import statistics
from pathlib import Path

import pytest

from bot.case import ACCOUNT_TYPES, DEVICE_EVENTS, METHODS, PROBLEMS, Case
from bot.paths import every_path, in_lines
from bot.plan import EVERY_ANSWER, plan_for
from bot.questions import QUESTIONS, next_question, open_questions, values_of, without_an_answer
from bot.ways_in import WAYS_IN

pytestmark = pytest.mark.slow

TODAY = dt.date(2026, 11, 24)
AFTER_SMS = dt.date(2027, 2, 2)
#: The day after the end of text messages doubles the time: `make test-fast` leaves it out.
EVERY_DAY = pytest.mark.parametrize("today", [TODAY, pytest.param(AFTER_SMS, marks=pytest.mark.slow)])
UNSURE = (None, True, False)

METHODS_OR_UNKNOWN = (None, (), *((method,) for method in METHODS), ("old_phone", "sms"), ("sms", "voice"))


def every_case():
    """Every case of the core: all problems, kinds, roles, single methods, and what was done or not known."""
    facts = itertools.product((None, *PROBLEMS), (None, *ACCOUNT_TYPES), METHODS_OR_UNKNOWN, UNSURE, UNSURE, UNSURE)
    for problem, account, methods, is_admin, other, partner in facts:
        yield Case(problem, account, methods, is_admin, other, partner)


def every_case_with_its_past():
    """The rest of the facts on top, for cases drawn with a fixed seed."""
    draw = random.Random(7)
    pasts = list(itertools.product((None, *DEVICE_EVENTS), *[(None, True)] * 4))
    for case in draw.sample(list(every_case()), 1500):
        event, compromised, secured, tried, reset = draw.choice(pasts)
        not_known = tuple(fact for fact in QUESTIONS if getattr(case, fact) is None and draw.random() < 0.3)
        yield case.with_facts(
            device_event=event,
            is_compromised=compromised,
            has_been_secured=secured,
            has_tried_fixes=tried,
            has_been_reset=reset,
            has_own_second_factor=draw.choice((None, None, True)),
            can_enrol_here=draw.choice((None, None, True, False)),
            not_known=not_known,
        )


@functools.cache
def all_cases():
    """Give them all, made once and only where a test asks for them."""
    return (*every_case(), *every_case_with_its_past())


@EVERY_DAY
def test_every_case_ends_in_exactly_one_way_in_or_answer(today):
    names = {way.name for way in WAYS_IN}
    for case in all_cases():
        plan = plan_for(case, today)
        assert (plan.way_in in names) != (plan.answer in EVERY_ANSWER), case
        assert bool(plan.steps) == bool(plan.way_in), case
        assert len(set(plan.steps)) == len(plan.steps), case


@EVERY_DAY
def test_personal_account_never_takes_the_road_of_an_organisation(today):
    """R44: no administrator, partner or Data Protection team can open it."""
    of_organisations = {"another_admin", "partner", "data_protection"}
    # The directory says of no personal account that an organisation keeps its second factor.
    personal = [one for one in all_cases() if one.account_type == "personal" and not one.has_own_second_factor]
    assert len(personal) > 1000
    for case in personal:
        assert plan_for(case, today).way_in not in of_organisations, case
        assert next_question(case, today) not in {"is_admin", "has_other_admin", "has_partner"}, case


@EVERY_DAY
def test_nobody_is_asked_what_cannot_matter(today):
    for case in all_cases():
        question = next_question(case, today)
        if question in (None, "problem"):
            continue
        assert case.is_open(question), case
        plans = {plan_for(known, today) for known in completions(case, but=())}
        assert len(plans) > 1, (case, question)
        assert any(
            plan_for(one, today) != plan_for(two, today)
            for rest in completions(case, but=(question,))
            for one, two in itertools.combinations([rest.with_facts(**{question: v}) for v in values_of(question)], 2)
        ), (case, question)


@EVERY_DAY
def test_nobody_is_left_before_the_plan_is_certain(today):
    for case in all_cases():
        if next_question(case, today) is None:
            plan = plan_for(case, today)
            for known in completions(case, but=()):
                assert plan_for(known, today) == plan, (case, known)


def test_dont_know_is_an_answer_and_ends_in_a_plan():
    for problem in PROBLEMS:
        case, asked = Case(problem=problem), []
        while question := next_question(case, TODAY):
            asked.append(question)
            case = without_an_answer(question, case)
        assert len(asked) == len(set(asked))
        assert plan_for(case, TODAY)


def test_at_most_five_questions_and_three_in_the_middle(capsys):
    paths = list(every_path(TODAY))
    counts = [len(path.asked) for path in paths]
    from_a_problem = [len(path.asked) for path in paths if path.opening.problem]
    with capsys.disabled():
        print(
            f"\n  {len(all_cases())} cases, {len(paths)} paths: at most {max(counts)} questions, "
            f"median {statistics.median(counts):g}; {statistics.median(from_a_problem):g} when the problem came first"
        )
    assert max(counts) <= 5
    assert statistics.median(counts) <= 3


def test_the_paths_in_review_are_those_of_the_code():
    written = (Path(__file__).parent / "every_path.txt").read_text("utf-8")
    assert in_lines(every_path(TODAY)) == written, "a rule changed: run `make explain` and review the difference"


def completions(case, but):
    """The case with everything that may still be asked known, in every way it can be."""
    facts = [fact for fact in open_questions(case) if fact not in (*but, "problem")]
    for values in itertools.product(*(values_of(fact) for fact in facts)):
        yield case.with_facts(**dict(zip(facts, values, strict=True)))
