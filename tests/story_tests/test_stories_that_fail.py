"""Stories that must fail, each for its own reason, and what a writer reads then."""

from __future__ import annotations

import pytest

from tests.story_tests.running import case

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]


def fails_with(stories, text, *lines):
    """Run the one story in `text`, which fails, and find these lines in a row in the report."""
    result = stories.write(text).run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([line.replace("[", "[[]") for line in lines], consecutive=True)
    assert "Traceback" not in result.stdout.str()
    assert "story_tests" not in result.stdout.str().replace("tests.story_tests", "").split("FAILURES")[1]


def test_the_whole_talk_is_told_before_what_went_wrong(stories):
    text = case("- user: hello", "- utter: utter_greet", "- press: Bad", "- utter: utter_happy")

    fails_with(
        stories,
        text,
        "stories/person.yml:2  a person comes by",
        "",
        "    person  hello   (understood as greet)",
        "       bot  utter_greet: Hey!",
        "       bot  utter_ask_mood: How are you?   [Good] [Bad]",
        "    person  presses [Bad]   (understood as bad)",
        "       bot  utter_sad: I am sorry.",
        "     slots  mood = bad, hobbies = [chess, go]",
        "",
        "Not as expected, after stories/person.yml:6:",
        "  expected  the bot says utter_happy   (line 7)",
        "      came  utter_sad: I am sorry.",
    )


def test_a_broken_action_fails_with_the_last_line_of_its_traceback(stories):
    fails_with(
        stories,
        case("- user: break the oracle", "- bot: Something went wrong."),
        "Not as expected, after stories/person.yml:4:",
        "     broke  the action action_oracle broke:",
        "            ZeroDivisionError: division by zero",
    )


def test_a_text_that_changed_by_one_word_is_told_word_by_word(stories):
    fails_with(
        stories,
        case("- user: hello", "- press: Good", "- bot: Great, carry off!"),
        '  expected  the bot says "Great, carry off!"   (line 6)',
        "      came  utter_happy: Great, carry on!",
        '   differs  "off!" became "on!"',
    )


@pytest.mark.parametrize(
    ("expected", "differs"),
    [
        ("Great, carry right on!", '"right" is missing'),
        ("Great, on!", '"carry" was added'),
    ],
)
def test_a_word_that_is_missing_or_added_is_named(stories, expected, differs):
    fails_with(stories, case("- user: hello", "- press: Good", f"- bot: {expected}"), f"   differs  {differs}")


def test_a_missing_button_is_named(stories):
    text = case(
        """
        - user: hello
          assertions:
          - bot_uttered:
              utter_name: utter_ask_mood
              buttons:
              - {title: Good, payload: /good}
              - {title: So so, payload: /so_so}
              - {title: Bad, payload: /bad}
        """
    )

    fails_with(
        stories,
        text,
        "  expected  the bot says utter_ask_mood, with the buttons [Good] [So so] [Bad]   (line 6)",
        "      came  utter_greet: Hey!",
        "            utter_ask_mood: How are you?   [Good] [Bad]",
        "   differs  the button [So so] (/so_so) is missing",
    )


def test_buttons_in_another_order_are_told_apart_from_missing_ones(stories):
    text = case(
        """
        - user: hello
          assertions:
          - bot_uttered: {buttons: [{title: Bad}, {title: Good}]}
        """
    )

    fails_with(stories, text, "   differs  the buttons are the same, in another order")


def test_a_button_that_was_not_offered_cannot_be_pressed(stories):
    fails_with(
        stories,
        case("- user: hello", "- press: Excellent"),
        "Not as expected, at stories/person.yml:5:",
        "  expected  a button [Excellent] to press",
        "      came  the buttons",
        "            [Good] [Bad]",
    )


def test_what_only_comes_with_a_fixture_fails_with_that_fixture(stories):
    needs = "     needs  a fixture with `name: Ada` in it"

    fails_with(stories, case("- user: hello", "- press: Ask my friend"), "            [Good] [Bad]", needs)
    fails_with(stories, case("- user: forget it", "- utter: utter_goodbye"), "      came  Forgotten.", "", needs)


def test_where_that_fixture_is_it_is_not_asked_for(stories):
    known = case("- user: hello", "- press: Ask my friend").replace("  steps", "  fixtures: [known]\n  steps")

    assert "needs" not in stories.report(f"fixtures: [{{known: [{{name: Ada}}]}}]\n{known}")


def test_without_any_button_so_far_none_can_be_pressed(stories):
    fails_with(stories, case("- user: forget it", "- press: Good"), "      came  no button at all, so far")


def test_a_slot_with_another_value_shows_both(stories):
    fails_with(
        stories,
        case("- user: hello", "- press: Bad", "- slot_was_set: [mood: good]"),
        "  expected  the slot mood is set to good   (line 6)",
        "      came  mood = bad",
    )


def test_a_slot_that_was_set_earlier_is_told_apart_from_one_that_never_was(stories):
    fails_with(
        stories,
        case("- user: hello", "- press: Bad", "- user: hello", "- slot_was_set: [mood]"),
        "      came  mood was not set in this turn; it held bad already",
    )


def test_a_slot_that_should_have_been_left_alone(stories):
    fails_with(
        stories,
        case("- user: hello", "- press: Bad", "- slot_was_not_set: [mood]"),
        "  expected  the slot mood is not set   (line 6)",
        "      came  mood = bad",
    )


def test_yes_is_not_the_number_one(stories):
    fails_with(
        stories,
        case("- user: hello", "- press: Good", "- slot_was_set: [tries: true]"),
        "  expected  the slot tries is set to true   (line 6)",
        "      came  tries = 1",
    )


def test_a_pattern_that_is_not_in_the_text(stories):
    fails_with(
        stories,
        case(
            """
            - user: ask the oracle
              assertions:
              - bot_uttered: {text_matches: "^[a-z]+$"}
            """
        ),
        "  expected  the bot says a text with /^[a-z]+$/ in it   (line 6)",
        "      came  42",
        '   differs  /^[a-z]+$/ is not found in "42"',
    )


def test_assertions_that_are_met_in_the_wrong_order(stories):
    fails_with(
        stories,
        case(
            """
            - user: hello
              assertion_order_enabled: true
              assertions:
              - bot_uttered: {utter_name: utter_ask_mood}
              - bot_uttered: {utter_name: utter_greet}
            """
        ),
        "  expected  the bot says utter_greet, after this: the bot says utter_ask_mood   (line 8)",
        "      came  it before that: the two are the other way round",
    )


def test_something_that_should_not_have_been_said(stories):
    fails_with(
        stories,
        case(
            """
            - user: hello
              assertions:
              - bot_did_not_utter: {text_matches: How}
            """
        ),
        "  expected  the bot does not say a text with /How/ in it   (line 6)",
        "      came  utter_ask_mood: How are you?   [Good] [Bad]",
    )


def test_an_action_that_did_not_run_shows_those_that_did(stories):
    fails_with(
        stories,
        case("- user: hello\n  assertions: [action_executed: action_oracle]"),
        "  expected  action_oracle runs   (line 5)",
        "      came  utter_greet, utter_ask_mood",
    )


def test_a_message_expected_twice_has_to_come_twice(stories):
    text = case("- user: hello", "- utter: utter_greet", "- utter: utter_greet")

    fails_with(stories, text, "  expected  the bot says utter_greet   (line 6)")


def test_a_silent_turn_fails_even_when_the_story_expects_nothing_of_it(stories):
    fails_with(
        stories,
        case("- user: say nothing"),
        "Not as expected, after stories/person.yml:4:",
        "   silence  the bot said nothing at all: the person is left without an answer.",
        "            What ran: action_oracle.",
    )


def test_everything_that_is_wrong_with_a_turn_is_told_at_once(stories):
    report = stories.report(case("- user: hello", "- utter: utter_happy", "- slot_was_set: [mood, tries]"))

    assert "the bot says utter_happy" in report
    assert "the slot mood is set" in report
    assert "the slot tries is set" in report


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (
            "- utter: utter_gret",
            "stories/person.yml:5: there is no response named 'utter_gret'. Did you mean `utter_greet`?",
        ),
        ("- slot_was_not_set: [moood]", "stories/person.yml:5: there is no slot named 'moood'. Did you mean `mood`?"),
        (
            "  assertions: [action_executed: action_orakel]",
            "stories/person.yml:5: there is no action named 'action_orakel'. Did you mean `action_oracle`?",
        ),
    ],
)
def test_a_name_that_the_assistant_does_not_have_is_a_mistake_of_the_story(stories, step, message):
    fails_with(stories, case(f"- user: hello\n{step}"), message)


def test_a_fixture_cannot_set_a_slot_that_the_assistant_does_not_have(stories):
    text = """
        fixtures:
        - premium:
          - membership: gold
        test_cases:
        - test_case: a member comes by
          fixtures: [premium]
          steps:
          - user: hello
    """

    assert "stories/person.yml:3: there is no slot named 'membership'." in stories.report(text)


def test_an_action_that_the_assistant_does_not_have_cannot_be_stubbed(stories):
    text = "stub_custom_actions:\n  action_orakel: {responses: [{text: 43}]}\n" + case("- user: hello")

    assert "stories/person.yml:2: there is no action named 'action_orakel'." in stories.report(text)


def test_what_was_logged_on_the_way_is_shown_only_on_demand(stories):
    stories.write(case("- user: break the oracle"))

    assert "the oracle is out of order" not in stories.run().stdout.str()
    assert "the oracle is out of order" in stories.run("-v").stdout.str()
