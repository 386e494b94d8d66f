"""Rasa without TensorFlow is still Rasa: it trains and loads, and never imports it."""

import subprocess
import sys

import pytest

from bot.written import mapping_in
from tests.contracts.project import ROOT

pytestmark = pytest.mark.slow

SAYS_WHAT_IT_IMPORTED = """
import sys
from bot.runtime.agent import load_agent, prepare_this_process
from bot.settings import Settings
prepare_this_process()
import rasa.core.agent, rasa.core.run, rasa.server
load_agent(Settings())
print(sorted(name for name in ("tensorflow", "keras", "jax") if name in sys.modules))
"""


@pytest.mark.model
def test_tensorflow_is_not_imported_by_the_server_nor_by_a_loaded_model():
    run = subprocess.run(
        [sys.executable, "-c", SAYS_WHAT_IT_IMPORTED], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert run.stdout.strip().splitlines()[-1:] == ["[]"], run.stderr[-2000:]


def test_the_components_that_are_named_are_those_that_are_used():
    from bot.runtime import slim_components
    from tools.compare_pipelines import pipelines

    compared = [part for name, parts in pipelines(1).items() if "DIET" not in name for part in parts]
    named = {part["name"] for part in (*compared, *mapping_in(ROOT / "config.yml")["policies"])}
    there = {component.__name__ for component in slim_components.as_module().DEFAULT_COMPONENTS}
    assert there == {name for name in named if "." not in name}
