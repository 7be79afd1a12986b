"""Rules on a whole claim: whose act it is, whether it is a further one, what its chain of voices is."""

import msgspec

from allegata.reading.frames import Frame
from allegata.reading.lexicon import Lexicon
from allegata.reading.place_names import PlaceMention
from allegata.reading.said import Said
from allegata.reading.sentence import Sentence
from allegata.reading.times import TimeMatch
from allegata.reading.tolls import Draft
from allegata.reading.triggers import Hit
from allegata.reading.voices import Cast
from allegata.records import Attribution, Characterisation, PartyMention, Stance, Weapon


def is_accidental(sent: Sentence, frame: Frame, lex: Lexicon) -> bool:
    """Return whether people died of something that nobody did: a flood, an illness, a crash, a fire."""
    if not all(hit.trigger.outcome or hit.trigger.weak for hit in frame.hits):
        return False
    if any(hit.trigger.outcome == "detained" for hit in frame.hits):
        return False
    if any(hit.outcome is not None and hit.lemma == "shoot" for hit in frame.hits):
        return False  # somebody was hit by a bullet, however it came to be fired
    if any(
        word in lex.accident_words or lemma in lex.accident_words
        for word, lemma in zip(sent.low, sent.lemma, strict=True)
    ):
        return True
    for hit in frame.hits:
        subject = sent.subject(hit.token) if not hit.noun else None
        if subject is not None and subject > 0 and sent.lemma[subject - 1] in ("return", "open", "exchange"):
            continue  # "returned fire killing one", parsed as a fire that kills
        if subject is not None and sent.lemma[subject] in ("fire", "blaze", "gas", "cylinder", "wave", "heat", "cold"):
            return True
    return False


def runs_since(sent: Sentence, frame: Frame) -> bool:
    """Return whether counts run over a stretch of time ("since the war began", "over the past six days")."""
    for k in range(sent.n):
        if sent.low[k] == "since" and any(t in sent.up(k) for t in frame.tokens):
            return True
    return False


_FURTHER = frozenset(("another", "second", "third", "separate", "further", "additional", "other", "new"))
_ELSEWHERE = frozenset(("elsewhere", "separately", "meanwhile", "also"))


def is_fresh(sent: Sentence, main: Hit) -> bool:
    """Return whether an event is told as a further one rather than taken up again."""
    if any(word in _ELSEWHERE for word in sent.low[:3]) and sent.low[0] != "the":
        return True
    modifiers = {sent.low[k] for k in sent.kids[main.token]}
    if main.noun and modifiers & _FURTHER and "the" not in modifiers:
        return True
    return False


def in_the_said(sent: Sentence, token: int, said: list[Said]) -> bool:
    """Return whether a time stands among the words that are said, wherever the parser hung it.

    "S said that an airstrike … on Tuesday", "…, on Friday, S said": yes. "S said on Tuesday that …": no.
    """
    for item in said:
        if not item.content or not item.report or item.cue_span is None:
            continue
        low, _high = min(item.report), max(item.report)
        first, last = min(item.content), max(item.content)
        clause = bool(item.accused) or any(
            sent.pos[k] in ("VERB", "AUX") and sent.dep[k] in ("ccomp", "pcomp") for k in item.content
        )
        if first > item.verb and token > first and clause:
            return True
        if last < low and token < low and token > first:
            return True
    return False


class Own(msgspec.Struct, kw_only=True):
    """The elements of a sentence that belong to one frame."""

    casualties: list[Draft]
    weapons: list[Weapon]
    labels: list[Characterisation]
    places: list[PlaceMention]
    containers: dict[int, PlaceMention]
    times: list[TimeMatch]


def no_hit(token: int, sent: Sentence) -> Hit:
    """Return a stand-in event word for an answer that names no event ("rejected the accusations")."""
    from allegata.reading.lexicon import Trigger

    return Hit(token=token, first=token, trigger=Trigger(type="other", rank=0), lemma=sent.lemma[token], noun=True)


def stance_of(frame: Frame) -> Stance:
    """Return what the ultimate speaker does with the claim; the publisher's own words report."""
    if not frame.said:
        return "reports"
    return frame.said[0].stance  # type: ignore[return-value]


def own_act(sent: Sentence, frame: Frame, accused: list[PartyMention]) -> bool:
    """Return whether a party says of itself that it did it ("said that it had carried out the bombing")."""
    if not frame.said or not accused:
        return False
    voice = frame.said[0].voice
    verb = frame.main.token
    owned = sent.dep[verb] == "xcomp" and sent.head[verb] == frame.said[0].verb  # "claimed to have fired"
    return any(
        (owned and mention.span == voice.span)
        or (mention.refers_to == voice.span and mention.words.lower() in ("it", "they", "we", "its", "their", "our"))
        for mention in accused
    )


def denier(frame: Frame, cast: Cast) -> list[PartyMention]:
    """Return the speaker as the accused whose act it denies or admits, where it is a party that can act."""
    voice = frame.said[0].voice if frame.said else None
    if voice is None or voice.kind in ("local source", "witness", "resident", "news agency", "media", "health", "NGO"):
        return []
    if voice.party is None and voice.kind == "official":
        return []
    known = cast.register.get(voice.party) if voice.party else None
    name = known.name if known else voice.name
    return [msgspec.structs.replace(voice.mention(), name=name, why="speaks of its own act")]


def links(frame: Frame, cast: Cast) -> list[Attribution]:
    """Return the chain from the ultimate speaker outward to the publisher."""
    links: list[Attribution] = []
    for item in frame.said:
        for inner, cue, span in item.inner:
            links.append(inner.attribution(cue, span))
        links.append(item.voice.attribution(item.cue, item.cue_span))
        for outer in item.outer:
            links.append(outer.attribution(None, None))
    publisher = cast.publisher()
    agency = cast.document.credited
    if agency and agency != publisher.name and not any(link.name == agency for link in links):
        credit = cast.document.credited_span
        party = cast.party_id(agency)
        words = cast.document.text[credit[0] : credit[1]] if credit else agency
        links.append(
            Attribution(
                words=words,
                span=credit,
                name=agency,
                kind="news agency",
                anonymous=False,
                cue=None,
                cue_span=None,
                party=party,
            )
        )
    if not any(link.name == publisher.name for link in links):
        links.append(publisher.attribution(None, None))
    unique: list[Attribution] = []
    for link in links:
        if not any(link.name == other.name and link.span == other.span for other in unique):
            unique.append(link)
    return unique


def near_words(sent: Sentence, frame: Frame, own: Own, accused: list[PartyMention]) -> list[str]:
    """Return the words of means and weapons that may refine the event type, delivery means of the accused first."""
    near: list[str] = []
    for mention in accused:
        if mention.span is None:
            continue
        low = mention.words.lower().replace("-", " ")
        tokens = low.split()
        near += [" ".join(tokens[-2:]), tokens[-1]] if tokens else []
    for hit in frame.hits:
        subject = sent.subject(hit.token) if not hit.noun else None
        if subject is not None and not any(sent.dep[k] == "auxpass" for k in sent.kids[hit.token]):
            near += [
                f"{sent.low[subject - 1]} {sent.low[subject]}" if subject else sent.low[subject],
                sent.low[subject],
            ]
        if hit.noun and hit.first > 0:
            near += [sent.low[k] for k in range(max(0, hit.first - 2), hit.first)]
        above = sent.head[hit.token]
        if "fire" in (sent.low[hit.token], sent.lemma[hit.token]) and (
            (hit.noun and sent.lemma[above] == "open") or "soldier" in sent.lemma or "troop" in sent.lemma
        ):
            near.append("open fire")
    near += [weapon.words.lower() for weapon in own.weapons]
    return near


_FORCES = frozenset(("military", "armed group", "alliance", "private military company", "police"))


def is_force(mention: PartyMention, cast: Cast) -> bool:
    """Return whether an accused party is one that bears arms: its deeds need no weapon beside an everyday verb."""
    known = cast.register.get(mention.party) if mention.party else None
    if known is not None and known.kind in _FORCES:
        return True
    for word in mention.words.lower().replace("-", " ").split():
        person = cast.lex.people.get(word) or cast.lex.people.get(word.removesuffix("s"))
        if cast.lex.speakers.get(word) in _FORCES or (person is not None and person.status == "combatant"):
            return True
    return False
