"""Doing what the guide says, in a folder of its own: its commands, its files, its servers."""

import io
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.casebook import servers
from tests.cli.conftest import Ran, Run, own_environment
from tests.conftest import ROOT
from tests.guide.pages import Block, Page

PASSWORD = "a long enough password"
"""What is answered wherever a command asks for a password; the guide's password file holds it too."""
_SHELL = set("|><&;*?$`")


class Walk:
    """A reader who goes through the pages, in one folder."""

    def __init__(self, folder: Path, database: str | None) -> None:
        """``database``: host and port of a server of PostgreSQL, where there is one."""
        self.folder = folder
        self.database = database
        self.home = folder.parent / "home"
        self.home.mkdir()
        programs = folder.parent / "programs"
        programs.mkdir()
        shim = programs / "allegata"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m allegata "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        there = servers.programs()
        self.own = {
            "HOME": str(self.home),
            "ALLEGATA_DATA": str(folder.parent / "places"),
            "ALLEGATA_PASSWORD": PASSWORD,
            "ALLEGATA_KEY_PASSWORD": PASSWORD,
            "PATH": os.pathsep.join([str(programs), *([str(there)] if there else []), os.environ["PATH"]]),
        }
        if database is not None:
            host, _, port = database.partition(":")
            self.own |= {"PGHOST": host, "PGPORT": port, "PGUSER": "tester"}

    def read(self, page: Page, allegata: Run, patch: pytest.MonkeyPatch) -> None:
        """Do what a page says, block by block. What is done on another machine is done in a folder of its own."""
        before = self.folder
        if page.needs:
            self.folder = before.with_name(page.name)
            shutil.copytree(ROOT / "examples", self.folder / "examples")
        for name, value in self.own.items():
            patch.setenv(name, value)
        patch.chdir(self.folder)
        printed = ""
        for block in page.blocks:
            if block.title is not None:
                self._write(block.title, block.body)
            elif block.not_run is not None:
                continue
            elif block.language == "sh":
                printed = self._run(block, allegata, patch)
            elif block.language == "text":
                _compare(self._here(block.body), printed)
        self.folder = before

    def _write(self, name: str, words: str) -> None:
        path = Path(name.replace("~", str(self.home), 1)) if name.startswith("~") else self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._here(words), encoding="utf-8")

    def _run(self, block: Block, allegata: Run, patch: pytest.MonkeyPatch) -> str:
        printed = []
        for line in block.commands:
            command = self._here(line)
            for written, (file, words) in block.ids.items():
                command = command.replace(written, self._id(file, words))
            patch.setattr("sys.stdin", io.StringIO("y\n"))
            if command.startswith("allegata serve "):
                printed.append(self._serve(command))
                continue
            if command.startswith("allegata ") and not _SHELL.intersection(command):
                ran = allegata(*shlex.split(command)[1:])
            else:
                ran = self._shell(command)
            assert ran.status == block.status, f"{command}\n{ran.out}{ran.err}"
            printed += [ran.out, ran.err]
        return "".join(printed)

    def _here(self, words: str) -> str:
        """Put the test's database server in the place of one at the usual port."""
        if self.database is None:
            return words
        return re.sub(r"(?<=@)localhost(?=/)|^localhost:5432(?=:)", self.database, words)

    def _id(self, file: str, words: str) -> str:
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        (line,) = [line for line in lines if words in line]
        return str(json.loads(line)["id"])

    def _environment(self) -> dict[str, str]:
        return own_environment() | self.own

    def _shell(self, command: str) -> Ran:
        # In a session without a terminal, programs that ask for a password read it from what is given here.
        done = subprocess.run(
            ["bash", "-c", command],
            input=f"{PASSWORD}\n{PASSWORD}\n".encode(),
            capture_output=True,
            cwd=self.folder,
            env=self._environment(),
            start_new_session=True,
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def _serve(self, command: str) -> str:
        """Start the workbench, open it as a browser would, and stop it; return what it printed."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = shlex.split(command)
        names = [words[at + 1] for at, word in enumerate(words) if word == "--name"]
        with subprocess.Popen(
            [sys.executable, "-m", "allegata", *words[1:], "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=self._environment(),
            text=True,
        ) as process:
            try:
                page = _opened(process, f"http://127.0.0.1:{port}/", names[0] if names else "127.0.0.1")
                stranger = _opened(process, f"http://127.0.0.1:{port}/", "elsewhere.example.com")
            finally:
                process.send_signal(signal.SIGINT)
            assert process.stdout is not None
            printed = process.stdout.read()
        if names:
            assert 'type="password"' in page
        else:
            assert "Queue" in page
        assert "Queue" not in stranger
        assert 'type="password"' not in stranger
        return printed.replace(str(port), "8760")


def _opened(process: subprocess.Popen[str], address: str, host: str) -> str:
    """Return the page at an address, asked by a name, as soon as it is answered."""
    until = time.monotonic() + 240
    while True:
        asked = urllib.request.Request(address, headers={"Host": host})
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return str(answer.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            return error.read().decode("utf-8")
        except urllib.error.URLError:
            if process.poll() is not None or time.monotonic() > until:
                told = process.stdout.read() if process.poll() is not None and process.stdout else "no answer"
                raise AssertionError(told) from None
            time.sleep(0.2)


def _compare(written: str, printed: str) -> None:
    """Find each line that the guide shows in what was printed; ``…`` is anything, and lines may be broken elsewhere."""
    all_of_it = " ".join(printed.split())
    for line in written.splitlines():
        if line.strip():
            pattern = r".*?".join(re.escape(part) for part in " ".join(line.split()).split("…"))
            assert re.search(pattern, all_of_it), f"the guide shows:\n{line}\nprinted is:\n{printed}"
