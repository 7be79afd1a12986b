"""``allegata casebook``: making casebooks and looking after them."""

import os
import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from allegata.casebook import Casebook, CasebookError
from allegata.cli.books import BlobsOption, ByOption, CasebookArgument, opened, person, refusals
from allegata.cli.casebook_show import show
from allegata.cli.passwords import with_password, without_password
from allegata.dataset.visible import one_line

app = typer.Typer(help="Make casebooks and look after them.", no_args_is_help=True)
users = typer.Typer(help="The accounts of a team.", no_args_is_help=True)
app.add_typer(users, name="user")

WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for those who come after you.")]


class Role(StrEnum):
    """What an account may do."""

    READER = "reader"
    CODER = "coder"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@app.command("create")
def create(casebook: CasebookArgument, blobs: BlobsOption = None, by: ByOption = None) -> None:
    """Make an empty casebook: a file with a folder of original bytes, or tables in a database of PostgreSQL."""
    with refusals(), Casebook.create(with_password(casebook), blobs=blobs, by=person(by).name) as made:
        shown = without_password(casebook)
        typer.echo(f"Made {shown}; the original bytes go to {made.place.blobs}")
        folder = f" --blobs {shlex.quote(str(blobs))}" if blobs is not None else ""
        typer.echo(f"Next: allegata add {shlex.quote(shown)} PATH…{folder}")


app.command("show")(show)


@app.command("restrict")
def restrict(
    casebook: CasebookArgument,
    name: Annotated[str, typer.Argument(metavar="DOCUMENT|NAME", help="A document's id, or with --source a name.")],
    why: WhyOption,
    source: Annotated[bool, typer.Option("--source", help="A source: every document in which it speaks.")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Lift the restriction again.")] = False,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> None:
    """Mark a document or a source restricted: only accounts with the right see it and what stands in it."""
    with opened(casebook, blobs) as book:
        changed = book.restrict(person(by), "source" if source else "document", name, why=why, lift=lift)
    typer.echo(f"{changed} documents are {'open again' if lift else 'restricted now'}")


@app.command("erase")
def erase(
    casebook: CasebookArgument,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A document's id.")],
    why: WhyOption,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> None:
    """Erase a document that must not be kept: bytes, text, claims. A marked gap stays. It cannot be undone."""
    with opened(casebook, blobs) as book:
        seen = book.view(person(by)).document(document)
        line, homes = seen.line, sorted({claim.incident for claim in seen.claims if claim.incident is not None})
        what = one_line(line.title or document)
        if not yes:
            typer.confirm(f"Erase {document} ({what}) with its {line.claims} claims for good?", abort=True, err=True)
        freed = book.erase(person(by), document, why=why)
    typer.echo(f"{document} was erased, and {len(freed)} files of original bytes with it. Copies elsewhere are not.")
    if homes:
        named = ", ".join(homes[:20]) + (" …" if len(homes) > 20 else "")
        typer.echo(f"What people wrote of its incidents stays ({named}): look there whether it tells what must go.")


@app.command("manifest")
def manifest(
    casebook: CasebookArgument,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder.")],
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="Private key (Ed25519, PEM).")] = None,
    tsa: Annotated[
        str | None, typer.Option("--tsa", metavar="URL", help="An authority of time stamps (RFC 3161), asked now.")
    ] = None,
    tsq: Annotated[
        bool, typer.Option("--tsq", help="Write the question for a time stamp, to be sent by hand.")
    ] = False,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> None:
    """Write what the casebook holds as a list of hashes, signed and stamped with the time."""
    password = _password(key)
    with opened(casebook, blobs) as book:
        made = book.manifest(person(by), out, key=key, password=password, authority=tsa, question=tsq)
    typer.echo(f"{made.originals} originals and {made.records} records are listed in {out}")
    typer.echo(f"Newest entry of the log: {made.head.n} {made.head.hash}")


@app.command("check")
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `casebook manifest` wrote.")],
    casebook: Annotated[
        str | None, typer.Option("--casebook", metavar="CASEBOOK", help="Also verify this casebook against it.")
    ] = None,
    public: Annotated[
        Path | None, typer.Option("--public-key", metavar="FILE", help="The key it must be signed with (PEM).")
    ] = None,
    root: Annotated[
        Path | None, typer.Option("--tsa-root", metavar="FILE", help="Certificates of the authority (PEM).")
    ] = None,
    blobs: BlobsOption = None,
) -> int:
    """Check a manifest: its lists, its signature, its time stamp and, where one is given, the casebook it is of."""
    from allegata.casebook.manifest import check_manifest

    faults: list[str] = []
    with refusals():
        found = check_manifest(folder, public, root)
    faults += found.faults
    if casebook is not None:
        with opened(casebook, blobs) as book:
            verified = book.verify([found.manifest.head])
            if verified.head.casebook not in ("", found.manifest.casebook):
                faults.append(f"{casebook}: is another casebook than the one of this manifest")
            elif verified.fault is not None:
                faults.append(f"{verified.fault.what}: {verified.fault.why}")
    for remark in found.remarks:
        typer.echo(remark)
    errors = Console(stderr=True, highlight=False)
    for fault in faults:
        errors.print(f"allegata: {one_line(fault)}", markup=False, soft_wrap=True, style="red")
    if not faults:
        typer.echo("All holds.")
    return 1 if faults else 0


@app.command("key")
def make_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file for the private key.")],
    open_: Annotated[
        bool, typer.Option("--no-password", help="Without a password: whoever has the file can sign.")
    ] = False,
) -> None:
    """Make a key to sign manifests with; print its public half, to be given to others by another way."""
    from allegata.casebook.manifest import new_key

    password = (
        None
        if open_
        else os.environ.get("ALLEGATA_KEY_PASSWORD")
        or typer.prompt("Password of the key", hide_input=True, confirmation_prompt=True, err=True)
    )
    with refusals():
        typer.echo(new_key(file, password), nl=False)


def _password(key: Path | None) -> str | None:
    from allegata.casebook.manifest import locked

    if key is None or not locked(key):
        return None
    return os.environ.get("ALLEGATA_KEY_PASSWORD") or str(
        typer.prompt("Password of the key", hide_input=True, err=True)
    )


@users.command("set")
def set_user(
    casebook: CasebookArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the account.")],
    role: Annotated[Role | None, typer.Option("--role", help="reader, coder, reviewer or admin.")] = None,
    restricted: Annotated[
        bool | None, typer.Option("--restricted/--no-restricted", help="Whether it sees what is marked restricted.")
    ] = None,
    password: Annotated[bool, typer.Option("--password", help="Ask for a new password.")] = False,
    active: Annotated[bool | None, typer.Option("--active/--no-active", help="Whether it can log in.")] = None,
    blobs: BlobsOption = None,
    by: ByOption = None,
) -> None:
    """Make an account, or change one; a new one asks for its password (or takes it from ALLEGATA_PASSWORD)."""
    with opened(casebook, blobs) as book:
        new = all(account.name != name for account in book.accounts())
        if new and role is None:
            raise CasebookError(f"{name}: a new account needs a --role")
        word = None
        if new or password:
            word = os.environ.get("ALLEGATA_PASSWORD") or typer.prompt(
                f"Password of {name}", hide_input=True, confirmation_prompt=True, err=True
            )
        account = book.set_account(
            person(by), name, password=word, role=role.value if role else None, restricted=restricted, active=active
        )
    sees = "sees" if account.restricted else "does not see"
    typer.echo(f"{account.name} is {account.role}, {sees} what is restricted{'' if account.active else ', locked out'}")


@users.command("list")
def list_users(casebook: CasebookArgument, blobs: BlobsOption = None) -> None:
    """List the accounts."""
    with opened(casebook, blobs) as book:
        found = book.accounts()
    table = Table("account", "role", "sees what is restricted", "can log in", "since")
    for account in found:
        yes = ("yes" if account.restricted else "no", "yes" if account.active else "no")
        table.add_row(account.name, account.role, *yes, account.created[:10])
    Console(highlight=False).print(table)
