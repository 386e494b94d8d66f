"""What Rasa itself can tell of our data and our stories, as anyone who knows Rasa asks it."""

import subprocess

import pytest

from tests.contracts.project import ROOT


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(300)
def test_rasas_own_checks_find_nothing():
    checks = subprocess.run(["tools/rasa_checks.sh"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checks.returncode == 0, checks.stdout + checks.stderr
