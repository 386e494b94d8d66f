"""What a sentence means, as numbers: one encoder that knows sixteen languages, and one that learnt our field."""
