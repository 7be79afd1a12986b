"""Forces that a text calls backed by a state: "Iran-backed militias", "Rwanda-aligned armed groups"."""

from allegata.actors.index import BACKED, BACKED_HEADS, BETWEEN, Node, leaves
from allegata.actors.words import Tokens

PRO = "pro"
_MOST = 3  # words between the state and the head: "Turkish-backed Syrian armed opposition factions"


def backed_end(root: Node, tokens: Tokens, place: int) -> int | None:
    """Return the place after the forces that are called backed by the country before ``place``, else ``None``."""
    if place >= len(tokens) or tokens.keys[place] not in BACKED or not tokens.joined(place):
        return None
    return forces_end(root, tokens, place + 1)


def forces_end(root: Node, tokens: Tokens, place: int) -> int | None:
    """Return the place after the armed people whom the words from ``place`` on name, else ``None``."""
    for end in range(place, min(len(tokens), place + 1 + _MOST)):
        if not tokens.joined(end):
            return None
        found = list(leaves(root, tokens, end))
        if tokens.keys[end] in BACKED_HEADS or any(leaf.tail == "members" for _, leaf in found):
            after = end + 1
            more = after < len(tokens) and tokens.joined(after) and tokens.keys[after] in BACKED_HEADS
            return after + 1 if more else after
        if tokens.keys[end] not in BETWEEN and not any(leaf.adjectives for _, leaf in found):
            return None
    return None
