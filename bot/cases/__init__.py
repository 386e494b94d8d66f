"""The case beyond one talk: what a human is handed, so that nobody is asked twice."""
