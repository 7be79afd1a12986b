"""One sentence into draft claims: attribution, frames, and the elements of each frame."""

from collections.abc import Callable, Sequence

import msgspec

from allegata.reading import attackers
from allegata.reading.acting import party_like
from allegata.reading.attribution import attributions, carried_quote, closing_voice, leaves_open
from allegata.reading.casualties import find_casualties, finish
from allegata.reading.claim_rules import (
    Own,
    denier,
    in_the_said,
    is_accidental,
    is_force,
    is_fresh,
    links,
    near_words,
    no_hit,
    own_act,
    runs_since,
    stance_of,
)
from allegata.reading.colon_voices import opened_by_colon, repair_before_colon
from allegata.reading.communications import Speech, find_demands, find_speech
from allegata.reading.drafts import DraftClaim, Skipped
from allegata.reading.frames import Frame, build_frames, event_type, nearest_hit
from allegata.reading.lexicon import Lexicon
from allegata.reading.people import find_chunks
from allegata.reading.place_names import PlaceMention
from allegata.reading.places import find_places
from allegata.reading.quantities import QuantityMatch, find_quantities
from allegata.reading.repairs import (
    repair_adjectives,
    repair_couples,
    repair_event_nouns,
    repair_headline_verbs,
    repair_lead_ins,
    repair_names,
    repair_subjects,
    repair_supported,
)
from allegata.reading.roles import accused as find_accused
from allegata.reading.said import Said, chain
from allegata.reading.scan import find_hedges, find_labels, find_weapons
from allegata.reading.sentence import Sentence
from allegata.reading.tagged_voices import tagged_said
from allegata.reading.tagger import Tagged
from allegata.reading.targets import targets as find_targets
from allegata.reading.times import TimeMatch, find_times
from allegata.reading.tolls import Draft
from allegata.reading.triggers import Hit, find_hits
from allegata.reading.voices import Cast
from allegata.reading.wounds import read_wounds
from allegata.records import Characterisation, Demand, Event, PartyMention, Weapon

_DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "such"))
_DENIALS = frozenset(("denies", "disputes"))


LONGEST = 400
"""Tokens of the longest sentence that is read. Nobody writes longer ones; lists and broken text are."""


def _taken_up(sent: Sentence, hit: Hit) -> bool:
    """Tell whether an event noun takes up what was told before: "the kidnapping", "this murder"."""
    return hit.noun and any(sent.low[k] in ("the", "this", "that") for k in sent.kids[hit.token])


class World(msgspec.Struct, frozen=True):
    """What the rules may ask about names: the gazetteer and the register, as plain functions of words."""

    known: Callable[[str], bool]
    country: Callable[[str], str | None]
    area: Callable[[str], bool]
    demonym: Callable[[str], bool]


class Heard(msgspec.Struct, kw_only=True):
    """What one sentence gave."""

    drafts: list[DraftClaim] = []
    speech: Speech | None = None
    demands: list[tuple[Demand, list[Said]]] = []
    skipped: list[Skipped] = []
    report_time: TimeMatch | None = None


class Listener:
    """Reads the sentences of one document in order. Holds what later sentences need: who spoke, open quotations."""

    def __init__(self, document_id: str, cast: Cast, world: World, lex: Lexicon) -> None:
        self.document_id = document_id
        self.cast = cast
        self.world = world
        self.lex = lex
        self.open_quote = False
        self.last_paragraph = -1
        self.before: Sentence | None = None
        self.told = False
        self.tagged: Callable[[Sentence], Sequence[Tagged]] | None = None
        self._known: dict[str, bool] = {}
        cast.is_town = self._is_town
        cast.is_country = world.demonym

    def _is_known(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = self.world.known(name)
        return self._known[name]

    def _is_town(self, words: str) -> bool:
        return (
            words[:1].isupper()
            and self._is_known(words)
            and self.world.country(words) is None
            and not self.world.demonym(words)
        )

    def _leads_in(self, words: str) -> bool:
        listed = words.lower() in attackers.words()["lead_ins"]
        return listed or self.world.country(words) is not None or self._is_town(words)

    def _is_force(self, words: str) -> bool:
        last = words.split()[-1].lower()
        person = self.lex.people.get(last.removesuffix("s"))
        armed = person is not None and person.status == "combatant"
        return armed or last in ("militia", "militias", "troops") or self._is_party(words)

    def _is_party(self, words: str) -> bool:
        return self.cast.party_id(words) is not None

    def _said(self, sent: Sentence, ahead: list[Sentence]) -> list[Said]:
        """Return who says what in a sentence, and remember whether a quotation stays open."""
        cast = self.cast
        cast.advance(sent.span[1])
        if sent.paragraph != self.last_paragraph:
            self.open_quote = False
            self.last_paragraph = sent.paragraph
        repair_adjectives(sent)
        repair_couples(sent)
        repair_names(sent, cast.names_in(sent))
        repair_subjects(sent, lambda name: self.world.country(name) is not None)
        repair_lead_ins(sent, self._leads_in)
        repair_before_colon(sent, cast)
        repair_supported(sent, attackers.words()["with_support"])
        repair_event_nouns(sent, self._is_party)
        repair_headline_verbs(sent, self._is_force)
        said = attributions(sent, cast)
        opened = opened_by_colon(self.before, sent, cast) if self.before is not None else None
        if opened is not None:
            said.append(opened)
            cast.heard(opened.voice)
        self.before = sent
        if not said and self.tagged is not None and self._tells_of_an_event(sent):
            said = tagged_said(sent, self.tagged(sent), cast)
        closing = None
        opens = leaves_open(sent, self.open_quote)
        if not said and opens and ahead:
            closing = closing_voice(ahead, cast)
        carried = carried_quote(sent, self.open_quote, said, cast, closing)
        if carried is not None:
            said = [carried]
        self.open_quote = leaves_open(sent, self.open_quote)
        return said

    def _tells_of_an_event(self, sent: Sentence) -> bool:
        return any(lemma in self.lex.verbs or lemma in self.lex.nouns for lemma in sent.lemma)

    def listen(self, sent: Sentence, ahead: list[Sentence]) -> list[Said]:
        """Return who says what in a sentence, and nothing of what happened. ``ahead``: the rest of its paragraph."""
        if sent.n > LONGEST:
            return []
        said = self._said(sent, ahead)
        self.cast.note(sent)
        return said

    def hear(self, sent: Sentence, ahead: list[Sentence]) -> Heard:
        """Return the claims, communications and demands of a sentence. ``ahead``: the rest of its paragraph."""
        heard = Heard()
        if sent.n > LONGEST:
            reason = f"a sentence of {sent.n} words and marks, more than {LONGEST}: not read"
            heard.skipped.append(Skipped(document=self.document_id, span=sent.span, reason=reason))
            return heard
        cast, lex = self.cast, self.lex
        said = self._said(sent, ahead)
        hits = read_wounds(sent, find_hits(sent, lex), lex, told=self.told)
        speaks = any(lemma in lex.communications for lemma in sent.lemma)
        demands = any(
            lemma in lex.demand_verbs
            or lemma in lex.condemn_verbs
            or lemma in lex.demand_nouns
            or lemma == "condemnation"
            for lemma in sent.lemma
        )
        denial = any(item.stance in ("denies", "admits", "disputes") for item in said)
        denial = denial or any(item.bare for item in said)
        if not (hits or speaks or demands or denial):
            cast.note(sent)
            return heard
        first, last = sent.span
        quantities = find_quantities(sent.text[first:last], first)
        times = find_times(sent.text[first:last], first)
        event_times, heard.report_time = self._split_times(sent, times, said, hits)
        if hits or denial:
            self._claims(sent, said, hits, quantities, event_times, times, heard)
        if speaks:
            heard.speech = find_speech(sent, said, cast, quantities, heard.report_time)
        if demands:
            heard.demands = [(demand, said) for demand in find_demands(sent, said, cast)]
        cast.note(sent)
        return heard

    def _split_times(
        self, sent: Sentence, times: list[TimeMatch], said: list[Said], hits: list[Hit]
    ) -> tuple[dict[int, TimeMatch], TimeMatch | None]:
        """Tell times of events (token -> time) from the time at which something was said."""
        events: dict[int, TimeMatch] = {}
        report: TimeMatch | None = None
        cues = {item.verb for item in said}
        triggers = {hit.token for hit in hits}
        content = set().union(*(item.content for item in said)) if said else set()
        for match in times:
            token = sent.token_at(match.span[0])
            long = (
                match.kind == "duration"
                and match.symbolic is not None
                and match.symbolic.unit in ("week", "month", "year", "weeks", "months", "years")
            )
            if token is None or (match.kind in ("duration", "frequency") and not long):
                continue
            head = next((k for k in range(token, sent.n) if sent.end[k] >= match.span[1]), token)
            verdict = "event"
            for above in sent.up(head if sent.dep[head] != "punct" else token):
                if above in triggers:
                    break
                if above in cues or (sent.lemma[above] in _SPEECH_VERBS and sent.pos[above] == "VERB"):
                    if above in cues and head in content and not self._adjunct_of(sent, head, above):
                        break
                    verdict = "report"
                    break
                if sent.pos[above] in ("VERB", "AUX") and sent.dep[above] != "conj":
                    if any(t in sent.subtree(above) for t in triggers):
                        break
            if verdict == "report" and in_the_said(sent, token, said):
                verdict = "event"
            if verdict == "report":
                report = report or match
            else:
                events[token] = match
        return events, report

    def _adjunct_of(self, sent: Sentence, token: int, verb: int) -> bool:
        """Return whether a token hangs directly under a verb, over prepositions only."""
        for above in sent.up(token):
            if above == verb:
                return True
            if sent.pos[above] not in ("ADP", "NOUN", "PROPN", "ADV", "NUM"):
                return False
        return False

    def _claims(
        self,
        sent: Sentence,
        said: list[Said],
        hits: list[Hit],
        quantities: list[QuantityMatch],
        event_times: dict[int, TimeMatch],
        times: list[TimeMatch],
        heard: Heard,
    ) -> None:
        lex, _cast = self.lex, self.cast
        busy = {k for match in times for k in range(sent.n) if match.span[0] <= sent.start[k] < match.span[1]}
        report = set().union(*(item.report for item in said)) if said else set()
        content = set().union(*(item.content for item in said)) if said else set()
        places = find_places(
            sent,
            lex,
            self._is_known,
            self.world.country,
            self._is_party,
            self.world.area,
            busy,
            report,
            content,
            self.cast.names_in(sent),
        )
        place_of = {
            place.last: place.name
            for place in places
            if place.role == "event" and not place.container and place.country is None
        }
        day_of = {token: match.words.lower() for token, match in event_times.items() if match.kind == "point"}
        live = [hit for hit in hits if hit.state in ("event", "pattern", "negated")]
        frames = build_frames(sent, hits, said, place_of, day_of)
        dated = [match.span for match in times]
        people = [q for q in quantities if not any(a < q.quantity.span[1] and q.quantity.span[0] < b for a, b in dated)]
        chunks = find_chunks(sent, people, lex)
        casualties = find_casualties(sent, [hit for hit in live if hit.state != "pattern"], chunks, lex, told=self.told)
        weapons, labels, hedges = find_weapons(sent), find_labels(sent), find_hedges(sent)
        if not hits and any(item.stance in ("denies", "admits", "disputes") for item in said):
            self._answer(sent, said, heard)
        made: list[tuple[Frame, DraftClaim]] = []
        for frame in frames:
            mine = self._own(sent, frame, live, casualties, weapons, labels, places, event_times)
            draft, reason = self._draft(sent, frame, live, mine, hedges)
            if draft is None:
                heard.skipped.append(Skipped(document=self.document_id, span=sent.span, reason=reason))
                continue
            made.append((frame, draft))
            self.told = self.told or draft.kind == "event"
            heard.drafts.append(draft)
            heard.drafts.extend(self._answers(frame, draft))
        for item in said:
            if item.bare and self.told:
                self._bare_accusation(sent, item, [draft for _, draft in made], heard)
        if hits and not made and any(item.stance in ("denies", "admits", "disputes") for item in said):
            self._answer(sent, said, heard)
        for hit in hits:
            if hit.state in ("hypothetical", "background") and not frames:
                heard.skipped.append(
                    Skipped(
                        document=self.document_id,
                        span=sent.span,
                        reason=f"“{sent.words[hit.token]}” is {hit.state} ({hit.why})",
                    )
                )
        accusing = next((draft for _, draft in made if draft.accused), None)
        for _, draft in made:  # a general accusation beside a told event is made of the same party
            if draft.kind == "pattern" and not draft.accused and accusing is not None:
                draft.accused = [msgspec.structs.replace(m, why="named in the same sentence") for m in accusing.accused]

    def _own(
        self,
        sent: Sentence,
        frame: Frame,
        live: list[Hit],
        casualties: list[Draft],
        weapons: list[Weapon],
        labels: list[Characterisation],
        places: list[PlaceMention],
        event_times: dict[int, TimeMatch],
    ) -> "Own":
        """Give each element of the sentence to the frame whose event word it belongs to."""

        def mine(token: int | None) -> bool:
            if token is None:
                return False
            near = nearest_hit(sent, token, live)
            return near is not None and any(near is hit for hit in frame.hits)

        several = len(live) > len(frame.hits)
        chosen = [
            draft
            for draft in casualties
            if not several or mine(draft.outcome_token) or draft.outcome_token in frame.tokens
        ]
        order = [casualties.index(draft) for draft in chosen]
        for draft in chosen:
            draft.part_of = order.index(draft.part_of) if draft.part_of in order else None
            draft.derived = [order.index(k) for k in draft.derived if k in order]
        own_places = [
            place
            for place in places
            if not several or mine(place.last) or (place.inside is not None and mine(place.last))
        ]
        own_places += [
            places[p.inside] for p in own_places if p.inside is not None and places[p.inside] not in own_places
        ]
        containers = {n: places[p.inside] for n, p in enumerate(own_places) if p.inside is not None}
        own_times = [match for token, match in sorted(event_times.items()) if not several or mine(token)]
        return Own(
            casualties=chosen,
            weapons=[w for w in weapons if not several or mine(sent.token_at(w.span[0]))],
            labels=[label for label in labels if not several or mine(sent.token_at(label.span[0]))],
            places=own_places,
            containers=containers,
            times=own_times,
        )

    def _draft(
        self,
        sent: Sentence,
        frame: Frame,
        live: list[Hit],
        own: "Own",
        hedges: list[Characterisation],
    ) -> tuple[DraftClaim | None, str]:
        lex, cast = self.lex, self.cast
        main = frame.main
        accused = find_accused(sent, frame, cast)
        taken = {draft.head for draft in own.casualties}
        targets = find_targets(sent, frame, live, cast, taken)
        for mention in accused:
            known = cast.register.get(mention.party) if mention.party else None
            if known is not None and known.kind in ("armed group", "military", "private military company"):
                cast.last_force = mention
        kind = "event" if frame.kind == "negated" else frame.kind
        if any(item.stance == "admits" and item.voice.words.lower().startswith("no ") for item in frame.said):
            return None, "nobody claims it"
        stance, negated = stance_of(frame), frame.kind == "negated"
        if negated and stance not in _DENIALS and not own.casualties:
            if stance in ("alleges", "reports", "confirms"):
                stance = "denies"
            if not accused and not frame.said:
                return None, f"“{sent.words[main.token]}” is negated"
        if stance in ("denies", "admits") and not accused:
            accused = denier(frame, cast)
        if stance in ("alleges", "reports", "confirms") and own_act(sent, frame, accused):
            stance = "admits"
        days = [match for match in own.times if match.kind == "point"]
        periods = [match for match in own.times if match.kind in ("period", "duration")]
        sub_country = [p for p in own.places if p.role == "event" and p.country is None and not p.container]
        weak = all(hit.trigger.weak or hit.trigger.rank == 0 for hit in frame.hits)
        of_something = bool(targets or own.weapons or own.casualties or sub_country)
        own_word = stance in ("denies", "admits") and any(mention.party for mention in accused) and of_something
        if weak and not own_word:
            definite_noun = any(
                hit.noun and any(sent.low[k] in ("the", "this", "that", "these") for k in sent.kids[hit.token])
                for hit in frame.hits
            )
            struck = [target for target in targets if target.kind is not None]
            located = bool(struck) and (bool(sub_country) or (definite_noun and self.told))
            by_force = any(is_force(mention, cast) for mention in accused)
            if not (own.weapons or own.casualties or by_force or located):
                return None, f"“{sent.words[main.token]}” without a force, weapon or people beside it"
            if main.trigger.rank == 0 and not (own.weapons or own.casualties or accused):
                return None, f"“{sent.words[main.token]}” without a force, weapon or people beside it"
        armed = [weapon for weapon in own.weapons if weapon.type not in ("aircraft", "helicopter")]
        if not armed and not accused and stance not in ("denies", "admits") and is_accidental(sent, frame, lex):
            return None, "deaths without an attack"
        if any(word in lex.peaceful_words for word in sent.low) and not own.casualties:
            return None, "arms or launches that harm nobody"
        outcomes_only = all(hit.trigger.outcome for hit in frame.hits)
        if (
            outcomes_only
            and not (own.casualties or accused or own.weapons or targets)
            and not (self.told and (days or sub_country) and _taken_up(sent, main))
            and stance not in ("denies", "admits")
        ):
            return None, "no people are said to be harmed"
        plural = main.noun and sent.tag[main.token] in ("NNS", "NNPS")
        anchored = bool(days or sub_country or [d for d in own.casualties if d.explicit])
        definite = main.noun and any(sent.dep[k] == "det" and sent.low[k] in _DEFINITE for k in sent.kids[main.token])
        if (
            kind == "pattern"
            and days
            and (sub_country or own.casualties)
            and frame.why not in ("repeated", "systematic")
        ):
            kind = "event"
        elif kind == "event" and not anchored and not own.casualties:
            conduct = main.lemma in lex.conduct or (main.noun and plural and not definite)
            if (periods or conduct) and stance not in ("denies", "admits"):
                kind = "pattern"
        since = runs_since(sent, frame)
        if since and own.casualties and kind == "event":
            kind = "pattern"
            for item in own.casualties:
                item.cumulative = True
        said_of_it = accused or targets or own.weapons or own.casualties or sub_country or days or own.labels
        if not said_of_it and stance not in ("denies", "admits", "disputes", "confirms"):
            return None, f"nothing is said of “{sent.words[main.token]}”"
        if kind == "pattern" and not accused and not frame.said and not since:
            return None, "general conduct without an accused party"
        if kind == "pattern" and not accused and main.trigger.weak and not since:
            return None, "general conduct without an accused party"
        near = near_words(sent, frame, own, accused)
        type_, why = event_type(frame, near, lex)
        outcome_only = (
            all(hit.trigger.outcome is not None or hit.trigger.weak for hit in frame.hits) and not own.weapons
        )
        named = [match for match in days if _names_a_day(match)]
        if named and not _names_a_day(days[0]) and days[0].symbolic.part_of_day is not None:
            days = named  # "in an overnight raid on the village on Monday": the day that is named
        time = days[0] if days else (periods[0] if periods else None)
        return (
            DraftClaim(
                sentence=sent.index,
                paragraph=sent.paragraph,
                kind=kind,
                stance=stance,
                event=Event(
                    type=type_,
                    words=sent.words_of(main.first, main.token),
                    span=sent.between(main.first, main.token),
                    why=f"by “{why}”" if why else (frame.why or None),
                ),
                word=main.lemma,
                chain=links(frame, cast),
                accused=accused,
                targets=targets,
                weapons=own.weapons,
                places=own.places,
                containers=own.containers,
                time=time,
                casualties=finish(sent, own.casualties),
                labels=own.labels,
                hedges=hedges,
                evidence=sent.span,
                definite=definite,
                plural=plural,
                outcome_only=outcome_only,
                fresh=is_fresh(sent, main),
            ),
            "",
        )

    def _answers(self, frame: Frame, draft: DraftClaim) -> list[DraftClaim]:
        """Return the claims of outer voices that confirm, deny or dispute what an inner one says."""
        answers: list[DraftClaim] = []
        for depth, item in enumerate(frame.said[1:], 1):
            if item.stance in ("denies", "admits", "confirms", "disputes"):
                chain_ = links(msgspec.structs.replace(frame, said=frame.said[depth:]), self.cast)
                answers.append(msgspec.structs.replace(draft, stance=item.stance, chain=chain_, casualties=()))
        return answers

    def _answer(self, sent: Sentence, said: list[Said], heard: Heard) -> None:
        """A denial or admission that names no event ("denied responsibility", "rejected the accusation")."""
        if not self.told:
            return
        item = next(item for item in said if item.stance in ("denies", "admits", "disputes"))
        words = [k for k in sorted(item.content) if sent.pos[k] == "NOUN" and sent.lemma[k] in _ANSWERED]
        if not words:
            return
        at = words[0]
        frame = Frame(hits=[], main=no_hit(at, sent), said=chain(at, said), kind="event")
        accused = denier(frame, self.cast) if item.stance != "disputes" else []
        heard.drafts.append(self._bare_draft(sent, at, frame, item.stance, accused))

    def _bare_accusation(self, sent: Sentence, item: Said, made: list[DraftClaim], heard: Heard) -> None:
        """An accusation without an act ("…, said S, who blamed X"): of what S tells here, else of what was told."""
        accused = [
            self.cast.mention(sent, token, f"{item.cue} …", of=False)
            for token in item.accused
            if party_like(sent, token, self.cast) is not None
        ]
        if not accused:
            return
        own = [d for d in made if d.stance == "alleges" and not d.accused and d.chain[0].name == item.voice.name]
        for draft in own:
            draft.accused = accused
        if not own:
            frame = Frame(hits=[], main=no_hit(item.verb, sent), said=[item], kind="event")
            heard.drafts.append(self._bare_draft(sent, item.verb, frame, item.stance, accused))

    def _bare_draft(
        self, sent: Sentence, at: int, frame: Frame, stance: str, accused: list[PartyMention]
    ) -> DraftClaim:
        return DraftClaim(
            sentence=sent.index,
            paragraph=sent.paragraph,
            kind="event",
            stance=stance,
            event=Event(
                type="other", words=sent.words_of(at, at), span=sent.between(at, at), why="answers what was told before"
            ),
            word="attack",
            chain=links(frame, self.cast),
            accused=accused,
            targets=[],
            weapons=[],
            places=[],
            containers={},
            time=None,
            casualties=(),
            labels=[],
            hedges=find_hedges(sent),
            evidence=sent.span,
            definite=True,
            plural=False,
            outcome_only=False,
        )


def _names_a_day(match: TimeMatch) -> bool:
    return match.symbolic.weekday is not None or match.symbolic.date is not None


_SPEECH_VERBS = frozenset(("address", "send", "issue", "write", "release", "publish", "renew", "meet", "speak"))
_ANSWERED = frozenset(
    (
        "toll",
        "figure",
        "number",
        "account",
        "responsibility",
        "involvement",
        "accusation",
        "allegation",
        "claim",
        "report",
        "charge",
        "role",
        "blame",
        "accusations",
    )
)
