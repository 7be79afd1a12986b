from pathlib import Path

import pytest

from allegata.gazetteer import BUILT, Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The compiled gazetteer without the user's own places."""
    if not BUILT.is_file():
        pytest.skip("the gazetteer is not built; run: python -m allegata.gazetteer.build")
    return Gazetteer([BUILT])


@pytest.fixture
def user_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where ``add_file`` writes by default, in an empty directory."""
    monkeypatch.setenv("ALLEGATA_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "gazetteer-user.sqlite"
