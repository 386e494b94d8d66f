"""Says at the end how many talks were played, on however many workers."""

import pytest

#: Where the talks are that are made from the paths of the core.
_MADE = "test_every_path.py::"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    outcomes = ("passed", "failed")
    played = [one for outcome in outcomes for one in terminalreporter.getreports(outcome) if one.when == "call"]
    stories = [one for one in played if one.nodeid.partition("::")[0].endswith(".yml")]
    made = [one for one in played if _MADE in one.nodeid and "[" in one.nodeid]
    if stories or made:
        seconds = sum(one.duration for one in [*stories, *made])
        terminalreporter.write_line(f"{len(stories)} stories and {len(made)} talks along the paths, {seconds:.0f} s")
