"""One outlet under two names: a site or an account that an address tells, and the name of who publishes there."""

from collections.abc import Iterable

from allegata.intake.addresses import publisher_by_address
from allegata.intake.header import same_publisher
from allegata.records import Document


def outlet_names(documents: Iterable[Document]) -> dict[str, str]:
    """Return the outlet's name by the other names that it goes by in some documents, these in small letters.

    A publisher known by its address alone ("syriahr.com", "@example") is the one that another document of the same site
    or account names; a name and its initials on one site are one. Where one site has publishers of several names, as an
    archive of reports does, nobody's name stands for it.
    """
    named: dict[str, list[str]] = {}
    for document in documents:
        told = publisher_by_address(document.url)
        if told is not None and document.publisher is not None and document.publisher_from is None:
            named.setdefault(told.casefold(), []).append(document.publisher)
    found: dict[str, str] = {}
    for told, names in named.items():
        name = max(dict.fromkeys(names), key=len)
        if all(same_publisher(name, other) for other in names):
            found |= {other.casefold(): name for other in (told, *names)}
    return found
