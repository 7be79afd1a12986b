"""Who acts on a casebook, and what each role may do."""

from typing import Literal, get_args

import msgspec

from allegata.casebook.errors import RightError

Role = Literal["reader", "coder", "reviewer", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""A *reader* sees; a *coder* also judges; a *reviewer* also publishes, restricts and adjudicates; an *admin* all."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who reads or writes. ``restricted``: whether they may see what is marked restricted."""

    name: str
    role: Role = "admin"
    restricted: bool = True

    def needs(self, role: Role, what: str) -> None:
        """Raise `RightError` where this person's role is below ``role``; ``what`` is what was asked for."""
        if ROLES.index(self.role) < ROLES.index(role):
            raise RightError(f"{what} needs the role of {role}; {self.name} is {self.role}")
