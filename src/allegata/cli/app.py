"""The application: its commands, and how wrong use is told."""

import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from allegata import __version__
from allegata.cli import (
    add,
    bench,
    casebook,
    evaluate,
    explain,
    export,
    gazetteer,
    importing,
    incidents,
    judge,
    match,
    read,
    release,
    reread,
    serve,
    verify,
)

app = typer.Typer(
    name="allegata",
    help="Read dispatches on alleged attacks on civilians into attributed claims, each value tied to its words.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"allegata {__version__}")
        raise typer.Exit()


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Read dispatches on alleged attacks on civilians into attributed claims and incidents."""


_DATASET, _CASEBOOK, _BOOKS, _OWN = "Read and gather", "Keep and judge", "Publish and compare", "Measure and adapt"

app.command("read", rich_help_panel=_DATASET)(read.read)
app.command("incidents", rich_help_panel=_DATASET)(incidents.incidents)
app.command("judge", rich_help_panel=_DATASET)(judge.judge)
app.add_typer(casebook.app, name="casebook", rich_help_panel=_CASEBOOK)
app.command("add", rich_help_panel=_CASEBOOK)(add.add)
app.command("reread", rich_help_panel=_CASEBOOK)(reread.reread)
app.command("serve", rich_help_panel=_CASEBOOK)(serve.serve)
app.command("verify", rich_help_panel=_CASEBOOK)(verify.verify)
app.command("export", rich_help_panel=_BOOKS)(export.export_command)
app.command("explain", rich_help_panel=_BOOKS)(explain.explain_command)
app.command("release", rich_help_panel=_BOOKS)(release.release_command)
app.command("import", rich_help_panel=_BOOKS)(importing.import_command)
app.command("match", rich_help_panel=_BOOKS)(match.match_command)
app.add_typer(gazetteer.app, name="gazetteer", rich_help_panel=_OWN)
app.command("evaluate", rich_help_panel=_OWN)(evaluate.evaluate_command)
app.add_typer(bench.app, name="bench", rich_help_panel=_OWN)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit status: 0 done, 1 done but something could not be read, 2 wrong use."""
    command = get_command(app)
    try:
        status = command.main(
            args=list(arguments) if arguments is not None else None, prog_name="allegata", standalone_mode=False
        )
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
