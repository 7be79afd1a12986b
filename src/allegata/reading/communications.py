"""Communications: letters, statements and calls with sender, addressees and what is demanded or condemned."""

import msgspec

from allegata.reading.phrases import bare, conjuncts, phrase, trim
from allegata.reading.quantities import QuantityMatch
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence
from allegata.reading.times import TimeMatch
from allegata.reading.voices import Cast, Voice
from allegata.records import Demand, PartyMention, Quantity, Span

_SENT = frozenset(("address", "send", "issue", "write", "submit", "deliver", "dispatch", "publish", "release", "post"))
_STRONG = frozenset(("letter", "message", "note", "communique"))
_DEMANDING = frozenset(
    ("call", "urge", "demand", "request", "ask", "appeal", "condemn", "denounce", "renew", "reiterate")
)
_REPORTING_END = frozenset((",", "”", '"', "''", "."))


class Speech(msgspec.Struct, kw_only=True):
    """A communication in the making."""

    act: str
    words: str
    span: Span
    number: Quantity | None
    sender: PartyMention | None
    addressees: list[PartyMention]
    demands: list[Demand]
    time: TimeMatch | None
    evidence: list[Span]
    sentences: set[int]


def _count_before(sent: Sentence, noun: int, quantities: list[QuantityMatch]) -> Quantity | None:
    for match in quantities:
        if (
            match.unit is None
            and 0 <= sent.start[noun] - match.quantity.span[1] <= 12
            and match.quantity.high is not None
        ):
            return match.quantity
    return None


def _addressees(sent: Sentence, noun: int, cast: Cast) -> list[PartyMention]:
    found: list[PartyMention] = []
    places = [noun, sent.head[noun]] if sent.pos[sent.head[noun]] == "VERB" else [noun]
    for place in places:
        for kid in sent.kids[place]:
            if (
                sent.low[kid] in ("to", "for")
                and sent.dep[kid] in ("prep", "dative")
                and (obj := sent.kid(kid, "pobj")) is not None
            ):
                for k in conjuncts(sent, obj):
                    if sent.pos[k] in ("NOUN", "PROPN"):
                        found += _of_several(sent, k, cast)
        if found:
            break
    return found


def _of_several(sent: Sentence, head: int, cast: Cast) -> list[PartyMention]:
    """Return the addressees of a phrase; "the chiefs of the UN and the Security Council" are two."""
    prep = next((k for k in sent.kids[head] if sent.low[k] == "of"), None)
    if prep is not None and sent.tag[head] in ("NNS", "NNPS"):
        obj = sent.kid(prep, "pobj")
        if obj is not None:
            parts = conjuncts(sent, obj)
            if len(parts) > 1:
                title = sent.words[head].lower()
                return [msgspec.structs.replace(cast.mention(sent, k), why=f"of “{title} of … and …”") for k in parts]
    return [cast.mention(sent, head)]


def find_speech(
    sent: Sentence,
    said: list[Said],
    cast: Cast,
    quantities: list[QuantityMatch],
    report_time: TimeMatch | None,
) -> Speech | None:
    """Return the letter, statement or appeal that a sentence speaks of, with sender and addressees where stated."""
    for noun in range(sent.n):
        act = cast.lex.communications.get(sent.lemma[noun])
        if act is None or sent.pos[noun] != "NOUN" or (act in ("appeal",) and sent.lemma[noun] == "call"):
            continue
        if sent.lemma[noun] not in _STRONG and act not in ("statement", "complaint"):
            continue
        verb = sent.head[noun]
        if sent.dep[noun] == "pobj":
            verb = sent.head[sent.head[noun]]
        sender: PartyMention | None = None
        governing = next((item for item in said if item.verb == verb), None)
        if governing is not None:
            sender = governing.voice.mention()
        elif sent.lemma[verb] in _SENT and sent.pos[verb] == "VERB":
            subject = sent.subject(verb)
            agent = sent.kid(verb, "agent")
            if agent is not None:
                subject = sent.kid(agent, "pobj")
            elif subject == noun:
                subject = None
            if subject is not None:
                voice = cast.voice(sent, subject)
                if voice is not None:
                    sender = voice.mention()
                    cast.last_voice = voice
        if sender is None:
            owner = sent.kid(noun, "poss")
            if owner is not None and sent.pos[owner] != "PRON":
                sender = cast.mention(sent, owner)
            elif cast.last_voice is not None and said:
                sender = said[0].voice.mention()
        addressees = _addressees(sent, noun, cast)
        number = _count_before(sent, noun, quantities)
        if sender is None and not addressees and not (number is not None and sent.kid(noun, "poss") is not None):
            continue
        first, last = trim(sent, *phrase(sent, noun, of=False))
        return Speech(
            act=act,
            words=sent.words_of(first, last),
            span=sent.between(first, last),
            number=number,
            sender=sender,
            addressees=addressees,
            demands=[],
            time=report_time,
            evidence=[sent.span],
            sentences={sent.index},
        )
    return None


def _end_of_demand(sent: Sentence, start: int, said: list[Said]) -> int:
    """Return the last token of what is demanded: before the reporting words that close the sentence."""
    end = sent.n - 1
    for item in said:
        low = min(item.report) if item.report else item.verb
        if low > start and start in item.content:
            end = min(end, low - 1)
    for k in range(start + 3, end):
        again = sent.pos[k] == "VERB" and sent.tag[k] in ("VBD", "VBZ", "VBP") and sent.lemma[k] in _DEMANDING
        if again and sent.low[k - 1] in ("and", "but"):
            end = k - 2
            break
    while end > start and (sent.words[end] in _REPORTING_END or sent.pos[end] == "PUNCT"):
        end -= 1
    return end


def find_demands(sent: Sentence, said: list[Said], cast: Cast) -> list[Demand]:
    """Return what a sentence demands, of whom, and what it condemns or regrets."""
    lex = cast.lex
    found: list[Demand] = []
    for i in range(sent.n):
        lemma = sent.lemma[i]
        noun = sent.pos[i] == "NOUN" and lemma in lex.demand_nouns
        verb = sent.pos[i] == "VERB" and lemma in lex.demand_verbs and lemma not in ("renew", "reiterate")
        if sent.pos[i] in ("VERB", "NOUN") and (
            (lemma in lex.condemn_verbs and sent.pos[i] == "VERB") or lemma == "condemnation"
        ):
            condemned = _condemned(sent, i, said)
            if condemned is not None:
                found.append(condemned)
            continue
        if not (noun or verb) or any(sent.start[i] < demand.span[1] for demand in found):
            continue
        if verb and sent.tag[i] == "VBN" and sent.dep[i] in ("acl", "amod") and sent.subject(i) is None:
            continue
        if verb and lemma == "call" and not any(sent.low[k] in ("on", "upon", "for") for k in sent.kids[i]):
            continue
        if (
            noun
            and lemma == "call"
            and not any(sent.low[k] in ("on", "upon", "for", "to") for k in range(i + 1, min(sent.n, i + 4)))
        ):
            continue
        demand = _demand(sent, i, said, cast)
        if demand is not None:
            found.append(demand)
    return found


def _demand(sent: Sentence, i: int, said: list[Said], cast: Cast) -> Demand | None:
    end = _end_of_demand(sent, i, said)
    to = next(
        (
            k
            for k in range(i + 1, end)
            if sent.low[k] == "to" and sent.tag[k] == "TO" and sent.pos[k + 1] in ("VERB", "AUX", "ADV")
        ),
        None,
    )
    that = next((k for k in range(i + 1, min(end, i + 3)) if sent.low[k] == "that"), None)
    if that is not None:
        verb = next(
            (
                k
                for k in range(that + 1, end + 1)
                if sent.pos[k] in ("VERB", "AUX")
                and sent.dep[k] in ("ccomp", "acl", "relcl", "advcl", "xcomp", "ROOT", "conj", "aux")
            ),
            None,
        )
        if verb is None or verb == that + 1:
            return None
        of_head = sent.subject(verb) if sent.dep[verb] != "aux" else sent.subject(sent.head[verb])
        if of_head is None or not that < of_head < verb:
            return None
        while verb - 1 > that and sent.dep[verb - 1] in ("aux", "advmod", "neg"):
            verb -= 1
        return _make(sent, verb, end, of_head, cast)
    if to is not None:
        heads = [
            k
            for k in range(i + 1, to)
            if sent.pos[k] in ("NOUN", "PROPN")
            and sent.dep[k] in ("dobj", "pobj", "nsubj", "dative")
            and sent.head[k] < k
        ]
        direct = [k for k in heads if sent.dep[k] != "pobj" or sent.low[sent.head[k]] in ("on", "upon", "for", "to")]
        return _make(sent, to, end, next(iter(direct or heads), None), cast)
    obj = sent.kid(i, "dobj")
    if obj is None:
        prep = next((k for k in sent.kids[i] if sent.low[k] == "for"), None)
        obj = sent.kid(prep, "pobj") if prep is not None else None
    if obj is None:
        return None
    addressed = next((k for k in sent.kids[i] if sent.low[k] in ("on", "upon", "from", "to")), None)
    of_head = sent.kid(addressed, "pobj") if addressed is not None else None
    tree = [k for k in sent.subtree(obj) if k <= end]
    return _make(sent, min(tree), max(tree), of_head, cast)


def _make(sent: Sentence, first: int, last: int, of_head: int | None, cast: Cast) -> Demand | None:
    first, last = _balanced(sent, *trim(sent, first, last))
    of_name: str | None = None
    of_span: Span | None = None
    if of_head is not None:
        mention = cast.mention(sent, of_head)
        of_name, of_span = mention.name, mention.span
    return Demand(words=sent.words_of(first, last), span=sent.between(first, last), of=of_name, of_span=of_span)


def _condemned(sent: Sentence, i: int, said: list[Said]) -> Demand | None:
    end = _end_of_demand(sent, i, said)
    act = "regrets" if sent.lemma[i] == "regret" else "condemns"
    clause = sent.kid(i, "ccomp")
    if clause is not None or (i + 1 < sent.n and sent.low[i + 1] == "that"):
        tree = list(range(i + 2 if sent.low[i + 1] == "that" else i + 1, end + 1))
    else:
        prep = next((k for k in sent.kids[i] if sent.low[k] == "of"), None)
        obj = sent.kid(i, "dobj") or (sent.kid(prep, "pobj") if prep is not None else None)
        if obj is None:
            return None
        tree = [k for k in sent.subtree(obj) if i < k <= end]
    if not tree:
        return None
    first, last = _balanced(sent, *trim(sent, min(tree), max(tree)))
    return Demand(words=sent.words_of(first, last), span=sent.between(first, last), of=None, act=act)


def _balanced(sent: Sentence, first: int, last: int) -> tuple[int, int]:
    """Take a closing quotation mark back in whose opening one stands inside."""
    straight = sum(1 for k in range(first, last + 1) if sent.words[k] in ('"', "``", "''"))
    curly = sum((sent.words[k] in "“«") - (sent.words[k] in "”»") for k in range(first, last + 1))
    if last + 1 < sent.n and (straight % 2 or curly > 0) and sent.pos[last + 1] == "PUNCT":
        return first, last + 1
    return first, last


def same_sender(speech: Speech, voice: Voice | None) -> bool:
    """Return whether a voice is that of a communication's sender."""
    if voice is None or speech.sender is None:
        return False
    sender = speech.sender
    return (sender.party is not None and sender.party == voice.party) or bare(
        sender.name
    ).casefold() == voice.name.casefold()
