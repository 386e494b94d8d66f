"""The bridge between Rasa and the core: one action per file, no rules, no wording."""
