"""Official accounts of parties: who speaks behind an @."""

import pytest

from allegata.actors import Register
from allegata.actors.register import HANDLES

REGISTER = Register.load()


def test_every_account_is_that_of_a_listed_party() -> None:
    assert {id for id in HANDLES.values() if REGISTER.get(id) is None} == set()


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("@mod_russia", "russian-defence-ministry"),
        ("@GENERALSTAFFUA", "ukrainian-armed-forces"),
        ("@SyriaCivilDef", "white-helmets"),
    ],
)
def test_an_account_is_looked_up_with_its_sign(name: str, party: str) -> None:
    match = REGISTER.lookup(name)
    assert match is not None
    assert match.party.id == party


def test_without_the_sign_or_unlisted_it_is_none() -> None:
    assert REGISTER.lookup("adgpi") is None
    assert REGISTER.account("@someone_else") is None
