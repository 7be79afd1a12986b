"""Repairs of the parse: what hangs where afterwards."""

from allegata.reading.repairs import repair_adjectives, repair_names
from allegata.reading.sentence import Sentence


def sentence(words: str, pos: str, tag: str, dep: str, head: list[int]) -> Sentence:
    """Return a sentence from lists; spans as in the words with single spaces."""
    tokens = words.split()
    starts = [sum(len(w) + 1 for w in tokens[:n]) for n in range(len(tokens))]
    ends = [start + len(word) for start, word in zip(starts, tokens, strict=True)]
    lemmas = [token.lower() for token in tokens]
    ents = [""] * len(tokens)
    return Sentence(words, 0, 0, tokens, lemmas, pos.split(), tag.split(), dep.split(), head, ents, starts, ends)


def test_an_adjective_of_a_people_goes_with_its_noun() -> None:
    sent = sentence(
        "Two died in Kenyan shelling of Moyale",
        "NUM VERB ADP PROPN VERB ADP PROPN",
        "CD VBD IN NNP VBG IN NNP",
        "nsubj ROOT prep pobj advcl prep pobj",
        [1, 1, 1, 2, 1, 4, 5],
    )
    repair_adjectives(sent)
    assert (sent.head[3], sent.dep[3], sent.pos[3]) == (4, "amod", "ADJ")
    assert (sent.head[4], sent.dep[4], sent.pos[4], sent.lemma[4]) == (2, "pobj", "NOUN", "shelling")
    assert sent.kids[2] == [4]
    assert sent.kids[4] == [3, 5]


def test_other_words_stay_where_they_are() -> None:
    sent = sentence(
        "Kenyans shot at buses", "PROPN VERB ADP NOUN", "NNPS VBD IN NNS", "nsubj ROOT prep pobj", [1, 1, 1, 2]
    )
    repair_adjectives(sent)
    assert sent.head == [1, 1, 1, 2]
    assert sent.dep == ["nsubj", "ROOT", "prep", "pobj"]


def test_no_word_of_a_name_is_a_verb() -> None:
    sent = sentence(
        "Burning Spear rebels attacked Kisoro",
        "VERB PROPN NOUN VERB PROPN",
        "VBG NNP NNS VBD NNP",
        "csubj compound dobj ROOT dobj",
        [3, 2, 0, 3, 3],
    )
    repair_names(sent, [(0, 13)])
    assert (sent.head[2], sent.dep[2]) == (3, "nsubj")
    assert (sent.head[0], sent.dep[0], sent.pos[0]) == (2, "compound", "PROPN")
    assert sent.kids[3] == [2, 4]


def test_a_group_called_is() -> None:
    sent = sentence(
        "mines left by IS exploded",
        "NOUN VERB ADP AUX VERB",
        "NNS VBN IN VBZ VBD",
        "nsubjpass acl agent auxpass ROOT",
        [4, 0, 1, 4, 4],
    )
    repair_adjectives(sent)
    assert (sent.head[3], sent.dep[3], sent.pos[3]) == (2, "pobj", "PROPN")
    assert sent.dep[0] == "nsubj"


def test_no_circle_where_the_noun_stands_above_already() -> None:
    sent = sentence(
        "four hurt in Kenyan shelling north", "NUM VERB ADP PROPN NOUN ADV", "CD VBN IN NNP NN RB",
        "nsubj dep prep pobj ROOT advmod", [1, 4, 1, 2, 4, 4],
    )  # fmt: skip
    repair_adjectives(sent)
    assert all(sent.n > len(list(sent.up(i))) for i in range(sent.n))
    assert (sent.head[3], sent.dep[3]) == (4, "amod")
    assert 3 in sent.kids[4]
    assert 3 not in sent.kids[2]
