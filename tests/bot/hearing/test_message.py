"""What a message may mean, when it is not clear."""

from bot.hearing.message import likely_problems


def ranking(**confidence):
    return [{"name": name, "confidence": value} for name, value in confidence.items()]


def test_message_in_doubt_may_mean_several_problems_the_likeliest_first():
    found = ranking(nlu_fallback=0.4, lost_authenticator=0.7, inform=0.2, account_compromised=0.2, ask_qr_code=0.01)
    assert likely_problems(found) == ("lost_authenticator", "account_compromised")


def test_who_asks_clearly_for_something_else_is_not_asked_which_problem_they_mean():
    assert likely_problems(ranking(ask_how_long=0.8, out_of_scope=0.2)) == ()
    assert likely_problems([]) == ()
