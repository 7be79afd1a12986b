"""The tables of a casebook. Times are ISO 8601 in UTC (``…Z``), records are JSON by `allegata.records.encode`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

casebook = Table(
    "casebook",
    metadata,
    Column("one", Integer, primary_key=True),  # always 1: the row that every writer locks
    Column("id", String(64), nullable=False),
    Column("created", String(32), nullable=False),
    Column("last", Integer, nullable=False),  # number of the newest entry of the log
    Column("last_hash", String(64), nullable=False),
    Column("changed", Integer, nullable=False),  # counts what incidents depend on
    Column("gathered", Integer, nullable=False),  # what ``changed`` was when incidents were last computed
    Column("gathered_by", String(64)),  # by which version of the rules
)

Large = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number of any size: SQLite's are."""

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("erased", Boolean, nullable=False, default=False),
)

documents = Table(
    "documents",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("text_sha256", String(64), nullable=False, index=True),
    Column("title", Text),
    Column("publisher", Text, index=True),
    Column("language", String(16), index=True),
    Column("published", String(10), index=True),
    Column("characters", Integer, nullable=False),
    Column("gated", Boolean, nullable=False),
    Column("unread", Integer, nullable=False),  # sentences with event words that made no claim
    Column("restricted", Boolean, nullable=False, index=True),
    Column("erased", Boolean, nullable=False),
    Column("added", String(32), nullable=False),
    Column("record", Text),  # empty once erased
    Column("folded", Text),  # its words, folded for the search
)

captures = Table(
    "captures",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("blob", ForeignKey("blobs.sha256"), nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("by", Text, nullable=False),
)

intakes = Table(
    "intakes",
    metadata,
    Column("blob", String(64), primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("documents", Integer, nullable=False),
    Column("at", String(32), nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reader", Text, nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("record", Text),  # skipped sentences, notes, whether the gate held it back
)

claims = Table(
    "claims",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reading", ForeignKey("readings.id")),  # none where a person added the claim
    Column("standing", String(16), nullable=False, index=True),  # read, kept, held, superseded, added
    Column("kind", String(16), nullable=False),
    Column("stance", String(16), nullable=False),
    Column("event_type", String(64), nullable=False),
    Column("record", Text, nullable=False),
)

communications = Table(
    "communications",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reading", ForeignKey("readings.id"), nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("id", "reading"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("by", Text, nullable=False, index=True),
    Column("at", String(32), nullable=False, index=True),
    Column("field", Text),
    Column("undoes", String(32), index=True),
    Column("assignment", String(32), index=True),  # of blind coding, until adjudicated
    Column("released_from", String(32), index=True),  # the same, once adjudicated
    Column("erased", Boolean, nullable=False),
    Column("record", Text, nullable=False),
)

judged = Table(
    "judged",
    metadata,
    Column("judgement", ForeignKey("judgements.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("about", String(32), nullable=False, index=True),
    Column("document", String(32), index=True),  # whose claim or text it is about
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("audience", Integer, primary_key=True),  # 0 everybody, 1 those who may see all, 2 those who may not
    Column("date_from", String(10)),
    Column("date_to", String(10)),
    Column("place", Text),
    Column("place_key", Text),
    Column("within", Text),
    Column("country", String(2)),
    Column("precision", String(16)),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_km", Float),
    Column("grade", String(16), nullable=False),
    Column("state", String(32), nullable=False),
    Column("assignee", Text),
    Column("killed_min", Large),
    Column("killed_max", Large),
    Column("killed_highest", Large),
    Column("injured_min", Large),
    Column("injured_max", Large),
    Column("killed_or_injured_min", Large),
    Column("killed_or_injured_max", Large),
    Column("killed_or_injured_highest", Large),
    Column("claims", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("judgements", Integer, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("withheld", Integer, nullable=False),
    Column("need", Integer, nullable=False),  # how much a person is needed: higher first
    Column("record", Text, nullable=False),  # as judged
    Column("proposed", Text, nullable=False),  # what judgements on the incident replaced
)

incident_claims = Table(
    "incident_claims",
    metadata,
    Column("claim", String(32), primary_key=True),
    Column("incident", String(32), nullable=False, index=True),
)

incident_facets = Table(
    "incident_facets",
    metadata,
    Column("incident", String(32), primary_key=True),
    Column("audience", Integer, primary_key=True),
    Column("kind", String(16), primary_key=True),  # party, type
    Column("value", String(255), primary_key=True),
    Column("name", Text, nullable=False),
    Index("facets_by_value", "kind", "value"),
)

moves = Table(
    "moves",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("incident", String(32), nullable=False, index=True),
    Column("state", String(32), nullable=False),
    Column("assignee", Text),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
)

log = Table(
    "log",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("by", Text, nullable=False),
    Column("kind", String(32), nullable=False, index=True),
    Column("about", String(64), nullable=False, index=True),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

restrictions = Table(
    "restrictions",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),  # document, source
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("restricted", Boolean, nullable=False),  # or lifted again
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("document", ForeignKey("documents.id"), primary_key=True),
    Column("key", String(255), primary_key=True, index=True),  # folded name of a voice of the document
    Column("name", Text, nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("document", ForeignKey("documents.id"), primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("restricted", Boolean, nullable=False),  # whether it may see what is restricted
    Column("password", Text, nullable=False),  # argon2
    Column("active", Boolean, nullable=False),
    Column("created", String(32), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", String(64), primary_key=True),  # SHA-256 of the token: the token itself is nowhere
    Column("account", ForeignKey("accounts.name"), nullable=False, index=True),
    Column("created", String(32), nullable=False),
    Column("expires", String(32), nullable=False, index=True),
)

attempts = Table(
    "attempts",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("name", String(255), nullable=False, index=True),
    Column("address", String(64), nullable=False, index=True),
    Column("at", String(32), nullable=False, index=True),
    Column("good", Boolean, nullable=False),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("coder", Text, nullable=False, index=True),
    Column("pair", String(32), nullable=False, index=True),  # the two that code the same
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("done", String(32)),
    Column("adjudicated", String(32)),
)

adjudications = Table(
    "adjudications",
    metadata,
    Column("pair", String(32), primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("why", Text, nullable=False),
)

QUEUE = (
    ("date_from", "date_to"),
    ("date_to",),
    ("place_key",),
    ("country",),
    ("grade",),
    ("state", "need"),
    ("assignee",),
    ("killed_min",),
    ("killed_max",),
    ("killed_highest",),
    ("sources",),
    ("disputed",),
    ("unsure",),
    ("need",),
    ("latitude", "longitude"),
)
"""The columns that the queue filters and sorts by, each with an index."""

for _columns in QUEUE:
    Index(f"incidents_by_{_columns[0]}", *(incidents.c[name] for name in _columns))
