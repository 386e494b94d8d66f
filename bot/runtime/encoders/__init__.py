"""What a sentence means, as numbers: one encoder that knows sixteen languages, and two that learnt our field."""
