"""The only room in bot/ that knows Rasa: the NLU component, the front door, the one-process server, training."""
