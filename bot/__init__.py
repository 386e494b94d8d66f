"""The knowledge of Sparekey: facts, ways back in, steps and questions, in plain Python without Rasa."""
