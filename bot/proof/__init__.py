"""Proving it is you: one-time codes, how they are delivered, and what a proof allows."""
