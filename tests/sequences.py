"""Runs a state machine of hypothesis over many sequences, the same ones each time."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

#: So many at once: with every further one it takes hypothesis longer to think of one that is new.
BATCH = 500


def run_sequences(machine, sequences, steps, first=0):
    """
    Run so many sequences of so many steps; nothing is looked for again, and nothing is kept.

    `first` is the number of the first: campaigns that begin elsewhere run others.
    """
    for begin in range(first, first + sequences, BATCH):
        how = settings(
            max_examples=min(BATCH, first + sequences - begin),
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(begin)(machine), settings=how)
