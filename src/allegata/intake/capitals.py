"""Text in capitals (old wires, headlines) gets its small letters back, without moving a character."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from allegata.intake.byline import byline
from allegata.intake.dateline import dateline
from allegata.intake.names import TOKEN, lists, phrases
from allegata.records import Span

_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s+['\"“‘(\[]*$")
_MARK = re.compile(r"\s*\[[^\[\]\n]{1,120}\]")
_OPEN_QUOTE = re.compile(r"[,:]\s+[\"“]$")
_VOWELS = frozenset("AEIOUYÀÁÂÃÄÅÈÉÊËÌÍÎÏÒÓÔÕÖØÙÚÛÜÝ")
_MONTH_OR_WORD = frozenset({"may", "march"})
_SAINTS = frozenset({"san", "santa", "saint", "santo"})


def _low(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else lower[0]


def _shares(text: str) -> tuple[int, int]:
    upper = sum(map(str.isupper, text))
    return upper, upper + sum(map(str.islower, text))


def _in_capitals(text: str, letters: int) -> bool:
    upper, cased = _shares(text)
    return cased >= letters and upper * 10 >= cased * 9


def _regions(text: str) -> Iterator[Span]:
    """Yield the stretches in capitals: the whole text, else paragraphs, else lines, with enough words to be prose."""
    if _in_capitals(text, 20) and len(TOKEN.findall(text[:2000])) >= 4:
        yield 0, len(text)
        return
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        for line in [paragraph] if _prose(paragraph[0]) else re.finditer(r"[^\n]+", paragraph[0]):
            if _prose(line[0]):
                offset = 0 if line is paragraph else paragraph.start()
                yield offset + line.start(), offset + line.end()


def _prose(words: str) -> bool:
    if not _in_capitals(words, 20) or len(TOKEN.findall(words[:500])) < 4:
        return False
    found = dateline(words)
    return byline(words) is None and (found is None or _in_capitals(words[found.span[1] :], 20))


class _Casing:
    """The tokens of one stretch in capitals, and which of them keep their first or all letters."""

    def __init__(
        self,
        text: str,
        span: Span,
        names: Callable[[str], bool] | None,
        everyday: Callable[[str], bool] | None = None,
    ) -> None:
        self.text = text
        self.start, self.end = span
        self.tokens = [m.span() for m in TOKEN.finditer(text, *span)]
        self.words = [text[a:b] for a, b in self.tokens]
        self.low = [word.casefold() for word in self.words]
        self.first: set[int] = set()
        self.whole: set[int] = set()
        self.known: set[str] = set()
        """Words that are names somewhere in the stretch."""
        self.names = cache(names) if names is not None else None
        self.everyday = everyday

    def between(self, number: int) -> str:
        """Return what stands before token ``number`` since the token before it."""
        before = self.tokens[number - 1][1] if number else self.start
        return self.text[before : self.tokens[number][0]]

    def near(self, number: int) -> bool:
        """Tell whether token ``number`` follows the one before it with nothing but a space or hyphen between."""
        return 0 < number < len(self.tokens) and re.fullmatch(r"[ \n]+|-|\.\s", self.between(number)) is not None

    def sentences(self) -> None:
        """Capitals after full stops, at the start of paragraphs and quotations; datelines stay as they are."""
        titles = lists()["titles"]
        for number, (start, _) in enumerate(self.tokens):
            gap = self.between(number)
            if number == 0 or "\n\n" in gap.replace(" ", ""):
                self._paragraph(number, start)
            elif _OPEN_QUOTE.search(gap):
                self.first.add(number)
            elif _SENTENCE_END.search(gap):
                before = self.words[number - 1]
                if gap.strip() != "." or not (len(before) == 1 or before.casefold() in titles):
                    self.first.add(number)

    def _paragraph(self, number: int, start: int) -> None:
        """Read a paragraph's start: dateline, wire marks in square brackets ("[TEXT]"), first word."""
        found = dateline(self.text[start : min(self.end, start + 200)])
        at = start if self.text[start - 1 : start] != "[" else start - 1
        if found is not None:
            at = start + found.span[1]
            self.whole.update(range(number, bisect_left(self.tokens, (at, 0))))
            self.known.update(part.casefold() for part in TOKEN.findall(found.place or "") if len(part) > 3)
        for _ in range(4):
            match = _MARK.match(self.text, at, self.end)
            if match is None:
                break
            self.first.add(bisect_left(self.tokens, (at, 0)))
            at = match.end()
        self.first.add(bisect_left(self.tokens, (at, 0)))

    def listed(self) -> None:
        data = lists()
        known, most = phrases()
        for number, word in enumerate(self.low):
            for length in range(min(most, len(self.low) - number), 0, -1):
                if tuple(self.low[number : number + length]) in known and all(
                    self.near(n) for n in range(number + 1, number + length)
                ):
                    self.first.update(range(number, number + length))
                    break
            if word in _MONTH_OR_WORD and self._dated(number):
                self.first.add(number)
            if number and self.low[number - 1] in _SAINTS and self.near(number):
                self.first.update((number - 1, number))
            if word in data["divisions"] and self.near(number) and self.low[number - 1] not in data["common"]:
                self._before(number - 1)
            plain = self.words[number]
            bare = re.sub(r"['’]S$", "", plain)
            if bare == "US" and self._pronoun(number):
                continue
            if bare in data["acronyms"] or any(c.isdigit() for c in plain):
                self.whole.add(number)
            elif bare.isalpha() and bare.isascii() and len(bare) > 1 and not _VOWELS & set(bare):
                (self.first if word in data["titles"] or word in data["particles"] else self.whole).add(number)
            elif len(plain) == 1 and (plain == "I" or (plain != "A" and plain.isalpha()) or self._initial(number)):
                self.whole.add(number)

    def _pronoun(self, number: int) -> bool:
        """Tell whether "US" is the pronoun, by the words beside it."""
        before = self.low[number - 1] if number and self.near(number) else ""
        after = self.low[number + 1] if self.near(number + 1) else ""
        return before in lists()["us after"] and (not after or after in lists()["us before"])

    def _dated(self, number: int) -> bool:
        """Tell whether a figure stands beside token ``number``, so that "MAY" is a month."""
        return any(self.words[n].isdigit() for n in (number - 1, number + 1) if 0 <= n < len(self.words))

    def _before(self, number: int) -> None:
        """Take the words up to token ``number``, not everyday ones, for a division's name ("LA UNION PROVINCE")."""
        common, particles = lists()["common"], lists()["particles"]
        for n in range(number, max(-1, number - 4), -1):
            if self.low[n] in common and self.low[n] not in particles:
                break
            self.first.add(n)
            if not self.near(n):
                break

    def _initial(self, number: int) -> bool:
        end = self.tokens[number][1]
        return self.text[end : end + 1] == "." and number + 1 < len(self.tokens) and self.near(number + 1)

    def brackets(self) -> None:
        """Bracketed initials of the words before: the letters stay, the words are a name."""
        spelled: set[str] = set()
        for match in re.finditer(r"[\[(]\s*([A-Z][A-Z-]{1,9})\s*[\])]", self.text[self.start : self.end]):
            at = self.start + match.start()
            last = bisect_right(self.tokens, (at, at)) - 1
            inside = range(last + 1, bisect_left(self.tokens, (self.start + match.end(), 0)))
            taken = self._spelled(match[1].replace("-", "").casefold(), last)
            if taken:
                self.first.update(taken)
                self.whole.update(inside)
                spelled.add(match[1])
        self.whole.update(n for n, word in enumerate(self.words) if word in spelled)

    def _spelled(self, letters: str, last: int) -> list[int]:
        """Return the tokens up to ``last`` whose initials are ``letters`` in any order, one other word allowed."""
        missing, taken, other = Counter(letters), [], 0
        for number in range(last, max(-1, last - 12), -1):
            initial = self.low[number][0]
            if missing[initial] > 0:
                missing[initial] -= 1
                taken.append(number)
            elif len(self.low[number]) > 3:
                other += 1
                taken.append(number)
            if other > 1:
                return []
            if not missing.total():
                return taken
        return []

    def after_titles(self) -> None:
        """Take the words after a title for a name."""
        data = lists()
        for number, word in enumerate(self.low):
            if word not in data["titles"]:
                continue
            follow = number + 1
            while (
                follow <= number + 5
                and self.near(follow)
                and (self.low[follow] not in data["common"] or self.low[follow] in data["particles"])
                and not (follow > number + 1 and self._plain(follow))
            ):
                if (
                    self.low[follow] in data["particles"]
                    and follow == number + 1
                    and self.low[follow] in ("of", "de", "la")
                ):
                    break
                follow += 1
                if self.text[self.tokens[follow - 1][1] : self.tokens[follow - 1][1] + 1] in ",;:":
                    break
            named = [n for n in range(number + 1, follow) if self.low[n] not in data["titles"]]
            if named and not all(self.low[n] in data["particles"] for n in named):
                self.first.update(range(number, follow))
                self.known.update(
                    self.low[n] for n in named if self.low[n] not in data["particles"] and len(self.low[n]) > 2
                )

    def places(self) -> None:
        """Take words where a place stands, that ``names`` knows, for names."""
        data = lists()
        if self.names is None:
            return
        number = 0
        while number < len(self.low):
            before = self.low[number - 1] if number else ""
            listed = number > 0 and number - 1 in self.first and re.fullmatch(r",\s+", self.between(number)) is not None
            step = 1
            for length in range(4, 0, -1):
                last = number + length - 1
                if last >= len(self.low) or not all(self.near(n) for n in range(number + 1, last + 1)):
                    continue
                if self.low[last] in data["common"] or (
                    length == 1 and (self.low[number] in data["common"] or number in self.first)
                ):
                    continue
                follows = (
                    last + 1 < len(self.low) and self.near(last + 1) and self.low[last + 1] in data["after places"]
                )
                if not (before in data["before places"] or listed or follows or (before == "the" and length > 1)):
                    continue
                if self.low[number] in data["common"] - data["particles"]:
                    continue
                if self.names(" ".join(self.words[number : last + 1]).title()):
                    self.first.update(range(number, last + 1))
                    if length == 1 and len(self.low[number]) > 3:
                        self.known.add(self.low[number])
                    step = length
                    break
            number += step

    def _plain(self, number: int) -> bool:
        """Tell whether token ``number`` is an everyday word that is no name, by the lists."""
        data, word = lists(), self.low[number]
        if self.everyday is None or word in data["also names"] or word in data["particles"] or word in data["titles"]:
            return False
        return len(word) > 1 and self.everyday(word)

    def unknown(self) -> None:
        """Take words that are no everyday ones for names, and beside them words that are often names ("CARLOS")."""
        if self.everyday is None:
            return
        data = lists()
        strange: set[int] = set()
        for number, word in enumerate(self.low):
            if len(word) < 3 or word in data["common"] or word in data["particles"] or not self.words[number].isalpha():
                continue
            if number not in self.whole and not self.everyday(word):
                strange.add(number)
        for number, word in enumerate(self.low):
            if word in data["also names"] and (
                (number - 1 in strange and self.near(number)) or (number + 1 in strange and self.near(number + 1))
            ):
                strange.add(number)
        self.first |= strange
        self.known.update(
            self.low[n] for n in strange if self.low[n] not in data["also names"] and len(self.low[n]) > 3
        )

    def spread(self) -> None:
        """Capitalise everywhere what was a name somewhere."""
        names = self.known - lists()["common"]
        self.first.update(n for n, word in enumerate(self.low) if re.sub(r"['’]s$", "", word) in names)

    def write(self, out: list[str]) -> None:
        """Put the stretch into ``out``, one character for one."""
        done = self.start
        for number, (start, end) in enumerate(self.tokens):
            out[done:start] = [_low(c) for c in out[done:start]]
            done = end
            if number in self.whole:
                cut = re.search(r"['’]S$", self.words[number])
                numeral = re.fullmatch(r"\d+(?:ST|ND|RD|TH|D)", self.words[number])
                if numeral or (cut and len(self.words[number]) > 3):
                    tail = start + (numeral.start() if numeral else cut.start() if cut else 0)
                    out[tail:end] = [_low(c) for c in out[tail:end]]
                continue
            keep = start + 1 if number in self.first else start
            out[keep:end] = [_low(c) for c in out[keep:end]]
        out[done : self.end] = [_low(c) for c in out[done : self.end]]


def readable(
    text: str, names: Callable[[str], bool] | None = None, everyday: Callable[[str], bool] | None = None
) -> str:
    """Return ``text`` with its parts in capitals in small letters, as long as before, character for character.

    Capitals stay at the start of sentences, in acronyms, datelines and initials, and on names: those of
    ``data/names.yaml``, words after titles, words spelled out by bracketed initials, and words where a place stands
    that ``names`` (say, a gazetteer; called with title case) knows. Where ``everyday`` tells everyday words (lower
    case), the others are names as well. Text that is not in capitals comes back unchanged.
    """
    regions = list(_regions(text))
    if not regions:
        return text
    out = list(text)
    for span in regions:
        casing = _Casing(text, span, names, everyday)
        casing.listed()
        casing.sentences()
        casing.brackets()
        casing.after_titles()
        casing.places()
        casing.unknown()
        casing.spread()
        casing.write(out)
    return "".join(out)
