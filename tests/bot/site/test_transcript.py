"""The talk is shown as it was kept: in its order, buttons by their titles, and no code."""

from bot.site.transcript import Button, Entry, answers_in, entries_of, with_answers


def user(text):
    return {"event": "user", "text": text, "timestamp": 1.0}


def bot(text, **buttons):
    return {
        "event": "bot",
        "text": text,
        "data": {"buttons": [{"title": title, "payload": payload} for title, payload in buttons.items()] or None},
    }


def test_what_was_pressed_is_shown_by_its_title():
    entries = entries_of([user("hello"), bot("Which?", Work="/inform{}"), user("/inform{}")])
    assert entries == (
        Entry("person", "hello"),
        Entry("sparekey", "Which?", buttons=(Button("Work", "/inform{}"),)),
        Entry("person", "Work", "button"),
    )


def test_code_is_shown_as_a_code_and_nothing_more():
    assert entries_of([user("/give_code")]) == (Entry("person", "", "code"),)


def test_button_of_long_ago_is_shown_as_a_button():
    assert entries_of([user("/affirm")]) == (Entry("person", "", "button"),)


def test_event_without_words_is_not_shown():
    assert entries_of([bot(None), user(None)]) == (Entry("person", ""),)


def test_answers_as_they_went_out_take_the_place_of_those_that_were_kept():
    kept = entries_of([user("one"), bot("first"), user("two"), bot("<your page>")])
    out = answers_in([{"text": "https://x.example/enrol/abc"}, {"text": None}])
    assert [entry.text for entry in with_answers(kept, out)] == ["one", "first", "two", "https://x.example/enrol/abc"]
    assert with_answers((), out) == out
