"""``allegata verify``: the custody of a casebook, from every value back to its bytes."""

from rich.console import Console

from allegata.cli.books import BlobsOption, CasebookArgument, opened


def verify(
    casebook: CasebookArgument,
    blobs: BlobsOption = None,
) -> int:
    """Check every byte, every span, every judgement, the chain of the log and its head; name the first that fails."""
    console = Console(highlight=False)
    with opened(casebook, blobs) as book:
        found = book.verify()
    for note in found.notes:
        console.print(f"note: {note}", markup=False, soft_wrap=True)
    if found.fault is not None:
        Console(stderr=True, highlight=False).print(
            f"allegata: {found.fault.what}: {found.fault.why}", markup=False, soft_wrap=True, style="red"
        )
        return 1
    console.print(", ".join(f"{number:,} {what}" for what, number in found.checked.items()), markup=False)
    console.print(f"All holds. Newest entry of the log: {found.head.n} {found.head.hash}", markup=False, soft_wrap=True)
    return 0
