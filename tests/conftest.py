"""What tests of the whole assistant share; nothing of it is loaded before a test asks for it."""

import pytest
from hypothesis import settings

# Seeds are fixed: what passes today passes tomorrow. `make test-long` looks further. How long an example takes is the
# matter of the timing tests alone.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")


def pytest_collection_modifyitems(items):
    """Begin with what measures time, then the slow ones: no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in ("timing", "slow")])


@pytest.fixture
def helpdesk(tmp_path):
    """A back office of its own, with the demo's people and a clock that stands still."""
    from tests.helpdesk import open_helpdesk

    one = open_helpdesk(tmp_path)
    yield one
    one.close()


@pytest.fixture
def assistant(helpdesk):
    """The whole assistant, served, with that helpdesk behind it."""
    from tests.whole import the_assistant

    with the_assistant().with_(helpdesk) as one:
        yield one
