"""A Microsoft Entra of the tests' own, on this machine: sign-in and Graph over HTTPS, written from the facts."""
