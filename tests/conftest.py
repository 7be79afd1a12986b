"""What all tests share: one reader, and no places of the person who runs them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from allegata.gazetteer import BUILT
from allegata.reading import Reader
from tests.casebook.places import elsewhere, postgres, where  # noqa: F401 - fixtures of all folders

ROOT = Path(__file__).resolve().parent.parent

# No test fails because a machine is slow.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")


@pytest.fixture(scope="session", autouse=True)
def no_places_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Look for the user's own places in an empty folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLEGATA_DATA", str(tmp_path_factory.mktemp("no-places")))
        yield


@pytest.fixture(scope="session")
def reader(no_places_of_ones_own: None) -> Reader:
    """A reader with everything loaded."""
    if not BUILT.is_file():
        pytest.skip("the gazetteer is not built; run: python -m allegata.gazetteer.build")
    reader = Reader()
    reader.warm()
    return reader
