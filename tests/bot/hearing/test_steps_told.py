"""Who is further than the guide says so in passing: what they did, or what is before them now."""

import pytest

from tests.bot.hearing.test_facts import finder

TOLD = {
    "add_sign_in_method": [
        "I did that and it shows a QR code",
        "it shows a qr code now",
        "ok I see the QR code",
        "there is a QR code on my screen",
        "the page gives me a QR code",
        "now it wants me to scan something",
    ],
    "get_the_app": [
        "I installed it",
        "installed",
        "app is installed",
        "just installed the authenticator",
        "the app is open now",
    ],
    "scan_the_qr_code": [
        "scanned it",
        "ok scanned",
        "I have scanned the code",
        "the QR code is scanned",
        "scanned and now?",
    ],
}
NOT_TOLD = [
    "I can't scan it",
    "it does not show a QR code",
    "where is the QR code",
    "not installed yet",
    "no qr code there",
    "I scanned a QR code two years ago",
    "do I see a qr code?",
    "The QR code given by the app of my school does not work",
    "can you send me a QR code",
]


def steps_in(text):
    return [finding.value for finding in finder().find(text) if finding.fact == "did"]


@pytest.mark.parametrize(("step", "said"), [(step, said) for step, all_said in TOLD.items() for said in all_said])
def test_step_that_is_told_as_done_is_heard(step, said):
    assert steps_in(said) == [step]


@pytest.mark.parametrize("said", NOT_TOLD)
def test_step_that_is_denied_asked_for_or_long_ago_is_not(said):
    assert steps_in(said) == []
