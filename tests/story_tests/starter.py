"""A project that is not ours: the starter that `rasa init` makes, with one custom action and a quick pipeline."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import rasa

ROOT = Path(__file__).parents[2]
_CREATED_BY_RASA = Path(rasa.__file__).parent / "cli/initial_project"

CONFIG = """
recipe: default.v1
assistant_id: starter
language: en
pipeline:
- name: WhitespaceTokenizer
- name: CountVectorsFeaturizer
- name: LogisticRegressionClassifier
policies:
- name: MemoizationPolicy
- name: RulePolicy
"""

DOMAIN = """
actions:
- action_tell_the_day
slots:
  weekday:
    type: any
    mappings:
    - type: custom
"""

DATA = """
version: "3.1"
nlu:
- intent: ask_the_day
  examples: |
    - which day is it
    - what day is it today
    - is it Monday today
rules:
- rule: tell the day
  steps:
  - intent: ask_the_day
  - action: action_tell_the_day
"""

ACTION = """
from rasa_sdk import Action
from rasa_sdk.events import SlotSet

DAYS = {1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday"}


class ActionTellTheDay(Action):
    def name(self):
        return "action_tell_the_day"

    def run(self, dispatcher, tracker, domain):
        weekday = tracker.get_slot("weekday") or 1
        buttons = [{"title": "Thanks, bye", "payload": "/goodbye"}]
        dispatcher.utter_message(text=f"It is {DAYS[weekday]}.", buttons=buttons)
        return [SlotSet("weekday", weekday)]
"""

#: Trains if need be, and runs pytest several times, all in one process, because Rasa takes ten seconds to import.
_RUNS = """
import contextlib, io, json, pathlib, pytest, sys
if not pathlib.Path("models/starter.tar.gz").exists():
    from rasa.model_training import train
    with contextlib.redirect_stdout(sys.stderr):
        train("domain.yml", "config.yml", ["data"], "models", fixed_model_name="starter")
results = []
for arguments in json.loads(sys.argv[1]):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        code = pytest.main(arguments)
    results.append([int(code), printed.getvalue()])
print(json.dumps(results))
"""


class Starter:
    """The project in a folder; the first run of pytest trains it, with Rasa's own code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(_CREATED_BY_RASA / "data", folder / "data")
        shutil.copytree(_CREATED_BY_RASA / "tests", folder / "tests")
        domain = (_CREATED_BY_RASA / "domain.yml").read_text().replace("- greet\n", "- greet\n  - ask_the_day\n")
        self.write("domain.yml", domain + DOMAIN)
        self.write("config.yml", CONFIG)
        self.write("data/day.yml", DATA)
        self.write("actions/__init__.py", "")
        self.write("actions/tell_the_day.py", ACTION)
        self.write("pytest.ini", "[pytest]\naddopts = -p story_tests.plugin\n")

    def write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def run_pytest(self, *runs: list[str]) -> list[tuple[int, str]]:
        """Run pytest with each of these arguments, and give its exit code and what it printed."""
        done = self.command("-c", _RUNS, json.dumps([["-p", "no:cacheprovider", *arguments] for arguments in runs]))
        assert done.returncode == 0, done.stderr
        return [(code, printed) for code, printed in json.loads(done.stdout.splitlines()[-1])]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "ignore", *arguments],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def environment(self) -> dict[str, str]:
        # The tests around this one may run in workers of their own.
        own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        return own | {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"}
