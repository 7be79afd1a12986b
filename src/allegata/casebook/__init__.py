"""The casebook: the database of one investigation, with everything that people judged and the custody of it all.

The contract for pages and commands::

    from allegata.casebook import Casebook, Person, Filter

    with Casebook.open("cases.db") as casebook:                  # or postgresql://…, blobs=Path("originals")
        me = Person(name="amal", role="reviewer", restricted=True)
        view = casebook.view(me)                                 # the only way to read: shows what `me` may see

        view.counts()                                            # Counts: how much there is, states, grades
        view.incidents(Filter(state="monitored", disputed=True), sort="need", offset=0, limit=50)   # Page[IncidentLine]
        view.incident("i-…")                                     # IncidentView: incident as judged, claims, history
        view.facets("party"); view.facets("type")                # what can be filtered by
        view.map_points(Filter(date_from="2024-01-01"))          # Page[MapPoint]; unplaced and undated ones too
        view.documents(); view.search('words "in a row"')        # Page[DocumentLine]; search gives passages
        view.document("d-…")                                     # DocumentView: text, claims, captures
        view.claims(["c-…"]); view.judgements(["c-…"]); view.history()

        casebook.judge(me, "accept", ["c-…"], why="")
        casebook.judge(me, "correct", ["c-…"], field="casualties.k1.quantity", new={"low": 7, "high": 7}, why="…")
        casebook.judge(me, "reject", ["c-…"], why="…")
        casebook.judge(me, "same", ["i-…", "i-…"], why="…")      # different: split; unsure
        casebook.judge(me, "date", ["i-…"], new={"start": "2024-03-11"}, why="…")               # or a claim
        casebook.judge(me, "place", ["c-…"], new={"name": "…", "latitude": 35.1, "longitude": 38.2}, why="…")
        casebook.judge(me, "grade", ["i-…"], new="fair", why="…")
        casebook.add_claim(me, "d-…", claim, why="…")            # `marked_claim` makes one from words that were marked
        casebook.undo(me, "j-…", why="…")
        casebook.move(me, "i-…", state="in research", assignee="amal", why="…")   # STEPS: which states may follow

        me = casebook.account_of(token).person()                 # log_in, log_out, set_account, accounts
        casebook.restrict(me, "source", "…", why="…"); casebook.erase(me, "d-…", why="…")
        casebook.assign(me, ["d-…"], ("amal", "omar"))           # blind coding: judge(…, assignment="a-…"), finish
        view.assignments(); view.coding("a-…"); view.differences(); view.agreement(); casebook.adjudicate(…)
        view.chain(); view.restrictions(); view.backlog()        # the log as it stands, what is restricted, states
        view.waiting(); view.disagreements()                     # judgements without an object; reread differently
        casebook.source(me)                                      # what `allegata.codebooks.export` reads

Every value that a view returns is a msgspec struct: ``msgspec.to_builtins`` or ``msgspec.json.encode`` gives its twin.
Where something is withheld from a person, `Page.withheld`, `Counts.withheld` and `IncidentLine.withheld` say so; what
they may not see raises `UnknownError`, like what is not there. Every function makes a fixed number of queries.

Writes are durable when they return. ``why`` may be empty only for *accept* and *unsure*. ``old`` in `Casebook.judge`
may give the value that a page showed, ``seen`` the newest judgement that it showed (in `Casebook.move` the newest
step): `StaleError` then tells that somebody else decided meanwhile, and what. `CasebookError`, its
kinds and `allegata.incidents.JudgementError` carry one line for people.
"""

from allegata.casebook.accounts import Account, Session
from allegata.casebook.chain import Head
from allegata.casebook.coding import Adjudication, Assignment
from allegata.casebook.comparing import Agreement, Difference
from allegata.casebook.custody import Chain, LogEntry, Restriction
from allegata.casebook.errors import CasebookError, RightError, SlowedError, StaleError, UnknownError
from allegata.casebook.exporting import CasebookSource
from allegata.casebook.filters import Filter
from allegata.casebook.marking import MarkedCount, marked_claim
from allegata.casebook.people import ROLES, Person, Role
from allegata.casebook.rereading import Disagreement, Reread
from allegata.casebook.seen import (
    Capture,
    ClaimPlace,
    ClaimView,
    Counts,
    Deed,
    DocumentLine,
    DocumentView,
    Facet,
    Gap,
    IncidentLine,
    IncidentView,
    MapPoint,
    Move,
    Page,
    SkippedSentence,
)
from allegata.casebook.states import STATES, STEPS
from allegata.casebook.store import Casebook
from allegata.casebook.verify import Fault, Verified
from allegata.casebook.view import ENDS, View

__all__ = [
    "ENDS",
    "ROLES",
    "STATES",
    "STEPS",
    "Account",
    "Adjudication",
    "Agreement",
    "Assignment",
    "Capture",
    "Casebook",
    "CasebookError",
    "CasebookSource",
    "Chain",
    "ClaimPlace",
    "ClaimView",
    "Counts",
    "Deed",
    "Difference",
    "Disagreement",
    "DocumentLine",
    "DocumentView",
    "Facet",
    "Fault",
    "Filter",
    "Gap",
    "Head",
    "IncidentLine",
    "IncidentView",
    "LogEntry",
    "MapPoint",
    "MarkedCount",
    "Move",
    "Page",
    "Person",
    "Reread",
    "Restriction",
    "RightError",
    "Role",
    "Session",
    "SkippedSentence",
    "SlowedError",
    "StaleError",
    "UnknownError",
    "Verified",
    "View",
    "marked_claim",
]
