"""Counts for tests, without a dispatch behind them."""

from allegata.codebooks import Tally
from allegata.codebooks.counting import Figure
from allegata.incidents import Counted, profile
from tests.dataset.sample import sample


def tally_of(low: int, high: int) -> Tally:
    """Return a count from ``low`` to ``high``, which some claim with a casualty gives."""
    claim = next(claim for claim in sample().claims if claim.casualties)
    figure = Figure(claim, claim.casualties[0], Counted(low, high, "as-stated"))
    return Tally(profile=profile("airwars"), figures=(figure,), low=low, high=high)
