"""Documents from which no event claim was read: accounts made of their text alone, so that they are not lost.

A post in another language, or a page of which only the headline is left, may still speak of a known incident: by the
places it names in any script, its figures, its words and when it was published. It adds no claim and no source.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from allegata.actors import Register
from allegata.incidents.accounts import LEAD, MAIN, REST, Account, party_words, published_of, publisher_of, text_places
from allegata.incidents.terms import ages_of, script_of, weighed, words_of
from allegata.incidents.told_places import told_places
from allegata.records import Claim, Document, short_hash


def untold(claims: Iterable[Claim], documents: Mapping[str, Document], register: Register) -> list[Account]:
    """Return an account without claims for each document that has words of its own and no claim of an event."""
    told = {claim.document for claim in claims if claim.kind == "event" and claim.happening is not None}
    made = (_account(document, register) for name, document in documents.items() if name not in told)
    return [account for account in made if account.terms or account.about]


def _account(document: Document, register: Register) -> Account:
    named = told_places(document)
    places = text_places(document)
    held = {form for place in places for form in place.forms}
    published = published_of(document)
    text = document.text
    title = document.title or ""
    lead = f"{title}\n{text[:LEAD]}"
    return Account(
        id=short_hash("i", [document.id]),
        document=document.id,
        claims=(),
        day_from=None,
        day_to=None,
        precision="unknown",
        weekdays=(),
        published_from=date.fromisoformat(published.start).toordinal() if published is not None else None,
        published_to=date.fromisoformat(published.end).toordinal() if published is not None else None,
        places=places,
        within=(),
        about=tuple(name for name in named.names if name not in held),
        country=next((place.country for place in places if place.country), document.country),
        types=(),
        accused=(),
        above=(),
        accused_names=(),
        targets=(),
        tolls={},
        victims=(),
        ages=tuple(sorted(ages_of(lead))),
        standing=MAIN,
        publisher=publisher_of(document),
        script=script_of(lead),
        terms=weighed(
            [(title, 1.0), (text[:LEAD], REST if title else 1.0), (text[LEAD:], REST)],
            frozenset(words_of(document.publisher or "")),
            party_words(register),
        ),
    )
