"""What a message tells: the facts in its words, and what they change in the case and in the progress of the talk."""
