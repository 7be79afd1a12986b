"""The application: its commands, and how wrong use is told."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from allegata import __version__

_DATASET, _CASEBOOK, _BOOKS, _OWN = "Read and gather", "Keep and judge", "Publish and compare", "Measure and adapt"


class _Command(NamedTuple):
    """A command: its module in this room, its function there (a `typer.Typer` for a family), its panel of the help."""

    module: str
    function: str
    panel: str


_COMMANDS = {
    "read": _Command("read", "read", _DATASET),
    "incidents": _Command("incidents", "incidents", _DATASET),
    "judge": _Command("judge", "judge", _DATASET),
    "casebook": _Command("casebook", "app", _CASEBOOK),
    "add": _Command("add", "add", _CASEBOOK),
    "reread": _Command("reread", "reread", _CASEBOOK),
    "serve": _Command("serve", "serve", _CASEBOOK),
    "verify": _Command("verify", "verify", _CASEBOOK),
    "export": _Command("export", "export_command", _BOOKS),
    "explain": _Command("explain", "explain_command", _BOOKS),
    "release": _Command("release", "release_command", _BOOKS),
    "import": _Command("importing", "import_command", _BOOKS),
    "match": _Command("match", "match_command", _BOOKS),
    "gazetteer": _Command("gazetteer", "app", _OWN),
    "evaluate": _Command("evaluate", "evaluate_command", _OWN),
    "bench": _Command("bench", "app", _OWN),
}


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"allegata {__version__}")
        raise typer.Exit()


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Read dispatches on alleged attacks on civilians into attributed claims and incidents."""


def application(arguments: Sequence[str] | None = None) -> typer.Typer:
    """Return the application with the command that ``arguments`` begin with, and with all where they begin with none.

    The rooms behind the other commands are not loaded: that takes longer than many a command.
    """
    first = arguments[0] if arguments else None
    names = [first] if first in _COMMANDS else [] if first == "--version" else list(_COMMANDS)
    app = typer.Typer(
        name="allegata",
        help="Read dispatches on alleged attacks on civilians into attributed claims, each value tied to its words.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
    )
    app.callback()(_root)
    for name in names:
        command = _COMMANDS[name]
        found = getattr(import_module(f"allegata.cli.{command.module}"), command.function)
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name, rich_help_panel=command.panel)
        else:
            app.command(name, rich_help_panel=command.panel)(found)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit status: 0 done, 1 done but something could not be read, 2 wrong use."""
    words = list(arguments) if arguments is not None else sys.argv[1:]
    try:
        status = get_command(application(words)).main(args=words, prog_name="allegata", standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        _complain(error)
        sys.exit(2)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        print("allegata: stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        _let_go_of_output()
        sys.exit(1)
    except OSError as error:
        where = error.filename or "standard output"
        print(f"allegata: {where}: {error.strerror or error}; free some space or write elsewhere", file=sys.stderr)
        _let_go_of_output()
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def _let_go_of_output() -> None:
    """Point standard output elsewhere, so that the interpreter does not fail once more when it flushes at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _complain(error: Exception) -> None:
    """Print one line: what is wrong and what to do. Nothing where the help was printed for want of a command."""
    format_message = getattr(error, "format_message", None)
    message = " ".join(str(format_message() if format_message else error).split()).rstrip(".")
    if not message:
        return
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "allegata") if context is not None else "allegata"
    print(f"allegata: {message} (see `{path} --help`)", file=sys.stderr)


if __name__ == "__main__":
    main()
