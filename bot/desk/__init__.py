"""The agents' desk: accounts, calls, checks and notes, in plain Python; bot/runtime/desk.py puts it on the web."""
