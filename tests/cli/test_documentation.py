"""The page on the command line names every command, every option, and nothing that is not there."""

import re

import pytest
from typer.main import get_command

from allegata.cli.app import application
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def options_by_command() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    waiting = [("allegata", get_command(application()))]
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            names = (name for item in command.params for name in (*item.opts, *item.secondary_opts))
            found[name] = {option for option in names if option.startswith("--")} - {"--help"}
        else:
            waiting += [(f"{name} {word}", each) for word, each in inner.items()]
    return found


def section(command: str) -> str:
    """Return what the page says of a command, below its own heading."""
    _, _, rest = PAGE.partition(f"\n## `{command}`\n")
    return re.split(r"\n## ", rest)[0]


@pytest.mark.parametrize("command", options_by_command())
def test_each_command_has_a_section_with_all_its_options_and_no_other(command: str) -> None:
    options = options_by_command()[command]
    written = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", section(command)))
    assert section(command).strip()
    assert written == options


def test_dates_and_countries_that_the_page_shows_are_taken() -> None:
    from allegata.cli.options import country_code, published_dates

    shown = re.findall(r"--published (\S*\d{4}-\d\d-\d\d)", PAGE)
    assert len(shown) >= 3
    for value in (*shown, "29 November 2018"):
        assert published_dates([value])
    assert [country_code(code) for code in re.findall(r"--country ([A-Z]{2})\n", PAGE)] == ["LY"]
