"""HURIDOCS' micro-thesauri as the book uses them: which term stands for what we hold."""

from collections.abc import Mapping
from typing import Any

from allegata.actors import Register
from allegata.codebooks.happening import side_kind
from allegata.records import Response


class Thesauri:
    """Looks terms up in the ``terms`` of the data file."""

    def __init__(self, terms: Mapping[str, Any], register: Register) -> None:
        self._terms = terms
        self._register = register

    def act(self, outcome: str, event_types: tuple[str, ...]) -> tuple[str | None, str | None, str]:
        """Return type of act (MT04), status at its end (MT25), and the act in words."""
        found: Mapping[str, str] = self._terms["acts"][outcome]
        context = "war" if set(event_types) & set(self._terms["war"]) else "other"
        return found.get(context), found.get("status"), found["words"]

    def methods(self, outcome: str, event_types: tuple[str, ...]) -> list[str] | None:
        """Return methods of violence (MT05); of killing alone."""
        known: Mapping[str, str] = self._terms["methods"]
        found = list(dict.fromkeys(known[kind] for kind in event_types if kind in known))
        return found if found and outcome == "killed" else None

    def attribution(self, response: Response) -> str | None:
        """Return a response as of officials or of non-state actors (MT28); none where the kind of party is unknown."""
        known: Mapping[str, Mapping[str, str]] = self._terms["attributions"]
        kind = side_kind(response.party, self._register) if response.party is not None else "unknown"
        return known.get(response.kind, {}).get(kind)

    def perpetrator(self, party: str | None) -> str | None:
        """Return the type of a party (MT24), by its kind in the register."""
        found = self._register.get(party) if party is not None else None
        known: Mapping[str, str] = self._terms["perpetrators"]
        return known.get(found.kind) if found is not None else None

    def connection(self, kind: str) -> str:
        """Return how a kind of source is connected to what it says (MT19)."""
        known: Mapping[str, str] = self._terms["connections"]
        return known.get(kind, known["others"])

    def material(self, sender_kind: str | None) -> str:
        """Return the type of source material (MT16); ``sender_kind``: of a letter's or statement's sender."""
        known: Mapping[str, str] = self._terms["materials"]
        return known.get(sender_kind or "others", known["others"])
