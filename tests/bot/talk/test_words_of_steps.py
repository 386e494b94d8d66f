"""What a message says of steps in so many words: one is done, or the next one is asked for."""

import pytest

from bot.talk.words_of_steps import ends_with_next, step_told_in


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("it worked, I'm on the security info page now", "open_security_info"),
        ("I'm in the security page", "open_security_info"),
        ("ok i am on security info", "open_security_info"),
        ("I’ve changed my password already", "change_the_password"),
        ("I already changed the password and denied it", "change_the_password"),
        ("I reported it to the IT helpdesk", "report_the_break_in"),
        ('i clicked "this wasn\'t me"', "report_the_break_in"),
        ("I work in security", None),
        ("I'm in security", None),
        ("they changed the password", None),
        ("I changed the password but they are still in", None),
        ("I have not changed the password", None),
        ("should I say I changed the password?", None),
        ("can I do it when I'm on the security page", None),
        ("how do I get on the security info page", None),
        ("I changed my phone", None),
        ("", None),
    ],
)
def test_person_tells_of_a_step_or_does_not(text, step):
    assert step_told_in(text, at_work=False) == step


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("ok they will send the new sim thursday. next", True),
        ("I use a work phone, they did it already. Next please", True),
        ("cannot sign in, they changed the password. next", True),
        ("I called them! ok, done", True),
        ("I called them. done with this?", False),
        ("I called them\nnext", True),
        ("next", False),
        ("I did it. what comes next", False),
        ("it says: press next", False),
        ("it is not done", False),
        ("", False),
    ],
)
def test_person_ends_with_next_or_does_not(text, ends):
    assert ends_with_next(text) is ends
