"""The demo has an agent, made at the first start and told once."""

from bot.commands.agents import in_words
from bot.desk.agents import AGENT, Agent
from bot.desk.desk import AgentDesk


def test_agent_of_the_demo_is_made_once_and_signs_in_with_what_is_shown(office):
    made = AgentDesk(office).first_agent_of_the_demo()
    assert made
    assert made.password in in_words(made, office.settings)
    assert made.recovery_codes[9] in in_words(made, office.settings)
    assert AgentDesk(office).first_agent_of_the_demo() is None
    agents = AgentDesk(office).agents
    assert agents.sign_in("demo", made.password, made.recovery_codes[9], None, office.now()) == Agent("demo", AGENT)


def test_no_agent_is_made_where_there_is_one(office, mara):
    assert AgentDesk(office).first_agent_of_the_demo() is None
    assert AgentDesk(office).agents.all() == [Agent("mara", AGENT)]
