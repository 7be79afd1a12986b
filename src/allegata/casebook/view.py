"""What one person sees of a casebook. Every page, twin, map, search and export reads through here, and nowhere else.

Each function makes a fixed number of queries, whatever the number of its rows.
"""

from collections.abc import Hashable

from allegata.casebook.gathering import stale
from allegata.casebook.view_incidents import ENDS, FEW, IncidentViews
from allegata.casebook.view_work import WorkViews
from allegata.casebook.viewing import MOST

__all__ = ["ENDS", "FEW", "MOST", "View"]


class View(IncidentViews, WorkViews):
    """A casebook as ``person`` may see it."""

    def version(self) -> tuple[Hashable, ...]:
        """Return what changes whenever anything in the casebook, or what this person may see of it, does."""
        with self._reading() as connection:
            return self._version(connection)

    def withheld(self) -> bool:
        """Return whether there is anything that this person may not see."""
        with self._reading() as connection:
            return self._withheld(connection)

    def stale(self) -> bool:
        """Return whether claims or judgements changed since incidents were computed."""
        with self._reading() as connection:
            return stale(connection)
