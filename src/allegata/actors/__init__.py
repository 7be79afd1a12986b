"""Actors: names to parties. ``Register.load()`` reads the built-in register and the user's own files."""

from allegata.actors.countries import COUNTRIES, Country
from allegata.actors.match import Match
from allegata.actors.parties import KINDS, ContextAlias, Kind, Needs, Party, RegisterError
from allegata.actors.register import Register
from allegata.actors.words import fold

__all__ = [
    "COUNTRIES",
    "KINDS",
    "ContextAlias",
    "Country",
    "Kind",
    "Match",
    "Needs",
    "Party",
    "Register",
    "RegisterError",
    "fold",
]
