"""Who can act: which phrases can name a party that does something, and when a party speaks of itself."""

from allegata.reading.phrases import phrase, trim
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence
from allegata.reading.voices import Cast, Voice
from allegata.records import PartyMention

PRONOUNS = frozenset(("it", "they", "we", "he", "she", "its", "their", "our", "them", "us"))
FORCE_KINDS = frozenset(("military", "armed group", "police"))
_ACTORS = frozenset(
    (
        "settler",
        "mob",
        "herder",
        "herdsman",
        "bandit",
        "assailant",
        "attacker",
        "kidnapper",
        "vigilante",
        "smuggler",
        "guard",
        "raider",
        "bomber",
        "killer",
        "pirate",
    )
)
_UNNAMED = frozenset(("armed", "masked", "uniformed", "unidentified", "unknown"))
_GENERIC_FORCES = frozenset(
    (
        "forces",
        "force",
        "troops",
        "army",
        "military",
        "warplanes",
        "jets",
        "aircraft",
        "planes",
        "soldiers",
        "artillery",
        "drones",
        "navy",
    )
)


def party_like(sent: Sentence, i: int, cast: Cast) -> str | None:
    """Return why the phrase headed by ``i`` can be a party that acts, or ``None``."""
    if sent.pos[i] == "PRON" and sent.low[i] not in PRONOUNS:
        return None
    first, last = trim(sent, *phrase(sent, i))
    words = sent.words_of(first, last)
    if cast.party_id(words) is not None:
        return "a registered party"
    lemma, low = sent.lemma[i], sent.low[i]
    person = cast.lex.people.get(lemma)
    if person is not None and person.status == "combatant":
        return "combatants"
    modifiers = {sent.low[k] for k in range(first, i)}
    if person is not None and modifiers & _UNNAMED:
        return "unnamed armed people"
    named = any(sent.words[k][:1].isupper() for k in range(max(first, 1), i))
    if lemma in _ACTORS and ("suicide" not in modifiers or named):
        return "people who act"
    if any(cast.lex.speakers.get(word) == "armed group" for word in modifiers):
        return "a force"
    if person is not None and cast.lex.speakers.get(lemma) not in FORCE_KINDS:
        return None
    if any(cast.lex.speakers.get(word) in FORCE_KINDS for word in (lemma, low, low.removesuffix("s"))):
        return "a force"
    if low in _GENERIC_FORCES or lemma in (
        "warplane",
        "jet",
        "aircraft",
        "helicopter",
        "gunship",
        "fighter",
        "bomber",
        "force",
        "attacker",
        "assailant",
    ):
        return "a force"
    elsewhere = ("PERSON", "GPE", "LOC", "FAC", "EVENT", "DATE", "TIME", "LAW")
    natural = {sent.low[k] for k in range(first, last + 1)} & cast.lex.accident_words
    if sent.pos[i] == "PROPN" and sent.ent[i] not in elsewhere and not natural:
        return "a named body"
    if cast.is_short(sent, i) and cast.fuller(sent, i) is not None:
        return "a short form"
    return None


BODIES = frozenset(
    (
        "group",
        "gang",
        "crowd",
        "band",
        "clan",
        "tribe",
        "hunter",
        "agent",
        "member",
        "supporter",
        "extremist",
        "fanatic",
        "thug",
        "pastoralist",
        "youth",
        "interrogator",
        "warder",
        "hooligan",
        "robber",
        "burglar",
        "intruder",
        "hijacker",
        "squad",
        "patrol",
        "unit",
    )
)
_NO_DOING = frozenset(("lose", "die", "perish", "succumb", "explode", "fall", "survive", "suffer"))
_SET_OFF = frozenset(("bomb", "explosive", "vest", "belt", "device", "car", "truck", "grenade", "charge"))


_FIGURES = frozenset(
    ("bill", "proposal", "deal", "plan", "measure", "motion", "law", "treaty", "project", "idea", "hope")
)
"""What is killed or attacked in words alone."""


def does_it(sent: Sentence, verb: int, subject: int, cast: Cast) -> bool:
    """Return whether a subject that no register knows does the act: people or a body doing it to somebody.

    "Dogon hunters attacked a village", "a man shot two passers-by". Never where the verb has no object: the parser
    takes "two men shot dead in X" for an act of theirs. Never who died, lost lives or stepped on a mine.
    """
    obj = sent.kid(verb, "dobj")
    if (
        obj is None
        or sent.lemma[obj] in _FIGURES
        or sent.lemma[verb] in _NO_DOING
        or sent.low[obj].endswith(("self", "selves"))
    ):
        return False
    if sent.lemma[verb] == "detonate" and sent.lemma[obj] not in _SET_OFF:
        return False  # whoever steps on a mine sets it off as well
    if sent.lemma[subject] in BODIES and sent.pos[subject] in ("NOUN", "PROPN"):
        return True
    if sent.pos[subject] == "PROPN" and sent.ent[subject] == "PERSON":
        return subject < verb
    person = cast.lex.people.get(sent.lemma[subject])
    counted = sent.lemma[subject] in cast.lex.counted or sent.lemma[subject] in cast.lex.states
    return person is not None and not person.family and not counted and sent.pos[subject] == "NOUN"


def person_like(sent: Sentence, i: int, cast: Cast) -> bool:
    """Tell whether the phrase headed by ``i`` is of persons: those by whom others were harmed ("killed by two men")."""
    if sent.ent[i] == "PERSON" and sent.pos[i] == "PROPN":
        return True
    person = cast.lex.people.get(sent.lemma[i]) or cast.lex.people.get(sent.low[i])
    return person is not None and sent.lemma[i] not in ("life", "body", "victim", "other", "person")


def known_name(cast: Cast, party: str | None, name: str) -> str:
    """Return the register's name of a party, else the one given."""
    known = cast.register.get(party) if party else None
    return known.name if known else name


_FIRST_PERSON = frozenset(("we", "our", "us"))
_ACTING = frozenset(("government", "military", "armed group", "police", "other"))


def _before_colon(sent: Sentence, cast: Cast) -> Voice | None:
    """Return who speaks, where a sentence begins with a name and a colon: "Central Command: We struck …"."""
    at = next((k for k in range(1, min(8, sent.n)) if sent.words[k] == ":"), None)
    if at is None or cast.party_id(sent.words_of(0, at - 1)) is None:
        return None
    return cast.voice(sent, at - 1)


def self_reference(sent: Sentence, i: int, said: list[Said], why: str, cast: Cast) -> PartyMention | None:
    """Return the speaker as the one meant by "it", "its forces", "we", when a party speaks of its own act."""
    if any(sent.pos[k] in ("NOUN", "PROPN") for item in said[:1] for k in item.content if k < i):
        return None  # the pronoun may stand for another that is named before it
    for item in said[:1]:
        if item.voice.name and item.voice.kind in _ACTING and (item.voice.party or item.stance in ("denies", "admits")):
            voice = item.voice
            return PartyMention(
                words=sent.words_of(i, i),
                span=sent.between(i, i),
                party=voice.party,
                name=known_name(cast, voice.party, voice.name),
                refers_to=voice.span,
                why=why,
            )
    if not said and sent.low[i] in _FIRST_PERSON:
        voice = (
            _before_colon(sent, cast) or cast.publisher()
        )  # a party's own release: "we struck", "our forces shelled"
        if voice.party and voice.kind in _ACTING:
            return PartyMention(
                words=sent.words_of(i, i),
                span=sent.between(i, i),
                party=voice.party,
                name=known_name(cast, voice.party, voice.name),
                refers_to=voice.span,
                why="speaks of its own act",
            )
    return None
