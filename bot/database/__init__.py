"""Sparekey's own database: people, codes, registrations, throttles and the audit, apart from Rasa's conversations."""
