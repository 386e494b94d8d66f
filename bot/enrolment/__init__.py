"""A new authenticator where the helpdesk owns the second factor: shown once, proved, told to all, and stoppable."""
