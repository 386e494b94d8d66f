"""The pages for people: views and templates, rendered on the server; no Rasa, and no server either."""
