"""Codebooks: each book's view of the claims and incidents, with what it cannot hold. Verb: ``export``."""
