"""Who somebody is, what is registered for them, and who else could reset them; behind one protocol."""
