"""Runs a state machine of hypothesis over many sequences, the same ones each time."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test


def run_sequences(machine, sequences, steps):
    """Run so many sequences of so many steps; nothing is looked for again, and nothing is kept."""
    how = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=how)
