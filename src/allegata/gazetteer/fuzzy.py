"""Folding keys one letter apart."""

_ALPHABET = "abcdefghijklmnoprstuvxz"
LONG = 8
"""From this length a letter may also be exchanged; in shorter keys only one may be missing or added."""
LONGEST = 16
"""A longer key is a phrase rather than a name, and is not tried."""


def one_letter_off(key: str, shortest: int) -> frozenset[str]:
    """Return the keys of at least ``shortest`` letters that differ from ``key`` by one letter.

    Keys are consonants and long vowels, so one letter is much; two are never allowed.
    """
    if not shortest <= len(key) <= LONGEST:
        return frozenset()
    cuts = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    forms = {left + right[1:] for left, right in cuts if right}
    forms.update(left + letter + right for left, right in cuts for letter in _ALPHABET)
    if len(key) >= LONG:
        forms.update(left + letter + right[1:] for left, right in cuts if right for letter in _ALPHABET)
    forms.discard(key)
    return frozenset(form for form in forms if len(form) >= shortest)
