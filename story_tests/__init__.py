"""
Conversation tests driven by story files: Rasa Pro's `test_cases` format, played by Rasa Open
Source with the real actions.

`-p story_tests.plugin` in pytest's addopts is all that a Rasa 3.6 project needs (docs/story-tests.md).
"""
