"""Who sets up what cannot be is told so at the start, by the name of the variable."""

import pytest

from bot.settings import Settings

CANNOT_BE = {
    "PORT": ["70000", "0", "-1", "many", "5005.5"],
    "SMTP_PORT": ["0", "65536"],
    "ACTION_DEADLINE": ["nan", "inf", "0", "-5", "soon"],
    "PROXIES": ["-1", "1000"],
    "MESSAGES_PER_MINUTE": ["0", "-40"],
    "REQUESTS_PER_MINUTE": ["0", "-300"],
    "PUBLIC_URL": [
        "sparekey.example.org",
        "http://sparekey.example.org",
        "ftp://sparekey.example.org",
        "https://user:secret@sparekey.example.org",
        "https://sparekey.example.org/?page=",
        "https://sparekey.example.org/#top",
        "/",
    ],
    "DELIVERY": ["post"],
    "FIXED_TODAY": ["tomorrow"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in CANNOT_BE.items() for value in values])
def test_what_cannot_be_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=f"^SPAREKEY_{name} cannot be '"):
        Settings.from_env({f"SPAREKEY_{name}": value})


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://sparekey.example.org/", "https://sparekey.example.org"),
        ("https://example.org:8443/sparekey/", "https://example.org:8443/sparekey"),
        ("http://127.0.0.1:5005", "http://127.0.0.1:5005"),
        ("http://localhost:8080", "http://localhost:8080"),
    ],
)
def test_pages_are_reached_over_https_or_on_this_machine(given, taken):
    assert Settings.from_env({"SPAREKEY_PUBLIC_URL": given}).address() == taken


def test_numbers_at_the_ends_are_taken():
    named = {"PORT": "65535", "PROXIES": "0", "MESSAGES_PER_MINUTE": "1", "ACTION_DEADLINE": "0.05"}
    settings = Settings.from_env({f"SPAREKEY_{name}": value for name, value in named.items()})
    assert (settings.port, settings.proxies, settings.messages_per_minute) == (65535, 0, 1)
    assert settings.action_deadline == 0.05
