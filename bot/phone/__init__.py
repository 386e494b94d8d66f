"""The call to Microsoft: numbers, what the robot asks, proofs, the ticket text. Dated data and pure functions."""
