"""``allegata serve``: the workbench over a casebook."""

import contextlib
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from allegata.casebook import Casebook, CasebookError
from allegata.cli.passwords import with_password
from allegata.dataset.visible import one_line

PORT = 8760


def serve(
    casebook: Annotated[
        str, typer.Argument(help="A casebook: its file, or an address of PostgreSQL.", metavar="CASEBOOK")
    ],
    host: Annotated[
        str, typer.Option(help="Address to listen on. Any but this machine's own needs accounts.", metavar="ADDRESS")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = PORT,
    name: Annotated[
        list[str] | None,
        typer.Option(help="A further host name by which browsers call it, such as a proxy's.", metavar="HOST"),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="Browsers reach it over HTTPS, through a proxy on this machine.")
    ] = False,
    tiles: Annotated[
        str | None, typer.Option(help="Your own map tiles: an address with {z}, {x} and {y}.", metavar="ADDRESS")
    ] = None,
    blobs: Annotated[
        Path | None, typer.Option(help="Folder of the original documents, for PostgreSQL.", metavar="DIR")
    ] = None,
) -> None:
    """Serve the workbench: judge incidents in a browser. Stop it with Ctrl-C.

    On this machine's own address one person needs no account, until accounts are made. It calls nobody.
    """
    from allegata.workbench import SettingsError, check_address, serve_forever  # loads the web framework

    try:
        book = Casebook.open(with_password(casebook), blobs=blobs)
    except CasebookError as error:
        raise typer.BadParameter(one_line(str(error)), param_hint="CASEBOOK") from error
    with contextlib.closing(book):
        accounts = bool(book.accounts())
        if (name or https) and not accounts:
            raise typer.BadParameter(
                "whoever comes through a proxy comes from this machine, and there are no accounts to tell people "
                "apart; make one with `allegata casebook user set CASEBOOK NAME --role admin`"
            )
        try:
            settings = check_address(host, accounts=accounts, names=name or (), tiles=tiles, https=https)
        except SettingsError as error:
            raise typer.BadParameter(one_line(str(error))) from error
        _check_free(host, port)
        console = Console(highlight=False)
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/"
        console.print(f"The workbench: {address}  (stop with Ctrl-C)", markup=False, soft_wrap=True)
        serve_forever(book, host, port, settings)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise typer.BadParameter(
                f"{host}:{port} cannot be listened on ({error.strerror}); choose another with --port"
            ) from error
