"""What is said next: pure functions from a turn of the talk to a reply, without Rasa and without wording."""
