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

#: Trains, then runs pytest as often as it is asked to, all in one process: Rasa and TensorFlow take long to import.
_RUNS = """
import contextlib, io, json, pytest, sys
from rasa.model_training import train
answers = sys.stdout
with contextlib.redirect_stdout(sys.stderr):
    train("domain.yml", "config.yml", ["data"], "models", fixed_model_name="starter")
for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        code = pytest.main(json.loads(line))
    print(json.dumps([int(code), printed.getvalue()]), file=answers, flush=True)
"""


class Starter:
    """The project in a folder; before the first run of pytest it is trained, with Rasa's own code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: subprocess.Popen[str] | None = None
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
        return [self._run(["-p", "no:cacheprovider", *arguments]) for arguments in runs]

    def _run(self, arguments: list[str]) -> tuple[int, str]:
        if self._running is None:
            self._running = self._begun()
        pipes = self._running.stdin, self._running.stdout
        assert pipes[0]
        assert pipes[1]
        print(json.dumps(arguments), file=pipes[0], flush=True)
        answer = pipes[1].readline()
        assert answer, (self.folder / "errors.txt").read_text("utf-8")
        code, printed = json.loads(answer)
        return code, printed

    def _begun(self) -> subprocess.Popen[str]:
        with (self.folder / "errors.txt").open("w") as errors:
            return subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", _RUNS],
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def close(self) -> None:
        """End the process that runs pytest."""
        if self._running:
            self._running.communicate()

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
