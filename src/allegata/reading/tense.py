"""Whether a clause tells of something past or something ahead: needed where words such as "Monday" fit both."""

from typing import Literal

from allegata.reading.sentence import Sentence

Side = Literal["past", "ahead", "open"]

_AHEAD_AUXILIARIES = frozenset(("will", "'ll", "’ll", "shall", "wo", "may", "might", "could", "should", "would", "can"))
_AHEAD_WORDS = frozenset(
    ("due", "expected", "scheduled", "set", "slated", "planned", "ready", "going", "upcoming", "poised")
)
_AHEAD_VERBS = frozenset(
    (
        *("plan", "expect", "intend", "hope", "aim", "schedule", "promise", "pledge", "vow", "agree", "want", "set"),
        *("prepare", "go", "ask", "urge", "order", "allow", "propose", "target", "seek", "consider", "wait", "await"),
        *("threaten", "due"),
    )
)
_SCHEDULED = frozenset(
    (
        "begin",
        "start",
        "end",
        "open",
        "close",
        "expire",
        "take",
        "arrive",
        "leave",
        "resume",
        "conclude",
        "depart",
        "fall",
    )
)
"""Verbs whose present tense with a day speaks of a timetable: "the visit ends on Sunday"."""
_AHEAD_NOUNS = frozenset(("deadline", "target", "goal", "plan", "schedule", "forecast"))


def side_of(sent: Sentence, token: int) -> Side:
    """Return on which side of the day of telling the clause around ``token`` (an index of ``sent``) places things.

    "ahead": with "will", "is due to", "plans to", a deadline; "past": with a verb in the past or the perfect; "open"
    otherwise, as in "the hearing is on Monday".
    """
    if any(sent.lemma[above] in _AHEAD_NOUNS and sent.pos[above] == "NOUN" for above in list(sent.up(token))[:2]):
        return "ahead"
    verb = next((k for k in [token, *sent.up(token)] if sent.pos[k] in ("VERB", "AUX") and k != token), None)
    return "open" if verb is None else _side_of_verb(sent, verb)


def _side_of_verb(sent: Sentence, verb: int) -> Side:
    auxiliaries = [k for k in sent.kids[verb] if sent.dep[k] in ("aux", "auxpass")]
    if sent.low[verb] in _AHEAD_WORDS or sent.low[verb] in _AHEAD_AUXILIARIES:
        return "ahead"
    lows = {sent.low[k] for k in auxiliaries}
    if lows & _AHEAD_AUXILIARIES:
        return "past" if "have" in lows else "ahead"
    if "to" in lows and "have" not in lows:
        above = sent.head[verb]
        if sent.lemma[above] in _AHEAD_VERBS or sent.low[above] in _AHEAD_WORDS:
            return "ahead"
        if sent.lemma[above] == "be" or sent.pos[above] in ("NOUN", "PROPN", "ADJ"):
            return "ahead"
        if sent.dep[verb] in ("xcomp", "advcl") and above != verb and sent.pos[above] in ("VERB", "AUX"):
            return _side_of_verb(sent, above)
    tags = {sent.tag[verb], *(sent.tag[k] for k in auxiliaries)}
    if "VBD" in tags or (sent.tag[verb] == "VBN" and lows & {"has", "have", "had", "'ve", "'d", "having", "been"}):
        return "past"
    if sent.tag[verb] == "VBN" and not auxiliaries:
        return "past"
    if sent.tag[verb] == "VBG" and not lows & {"is", "are", "'s", "'re", "'m"}:
        above = sent.head[verb]
        if above != verb and sent.pos[above] in ("VERB", "AUX"):
            return _side_of_verb(sent, above)
    if sent.tag[verb] in ("VBZ", "VBP") and sent.lemma[verb] in _SCHEDULED and not auxiliaries:
        return "ahead"
    return "open"
