"""How hard a plain text is to read: the Flesch-Kincaid grade, with a small syllable counter of our own.

The libraries that count syllables in English fetch a dictionary while they run. This one knows the usual rules and the
words of our texts that break them; `tests/library/test_readability.py` checks it against a dictionary's counts.
"""

import re

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)")

# A letter e that is not spoken: "nerve", "makes", "walked", "safely".
SILENT_E = re.compile(
    r"([^aeiouyl]e|[aeiouy]le)(?=s?$|ly$|ful$|less$|ness$|ments?$)|[^aeiouytd]ed$|[aeiouy]led$"
)
SPOKEN_ES = re.compile(r"([sxzgc]|[cs]h)es$")
# Two vowels that are spoken one after the other: "material", "area" and "period" have one more than they show.
APART = re.compile(r"(?<![ct])ia|(?<=[a-z]{2})ea$|io(?!n|us)|eo(?!p)|ua(?![rl])|uou|[aeiouy]ing$")
EXCEPTIONS = {
    word: count
    for count, row in {
        1: "aches breathe squat",
        2: "being fluid settled someone something surgeon surgeons tire tired tires",
        3: "easier sexual usual",
        4: "diabetes dietitian",
    }.items()
    for word in row.split()
}


def syllables(word: str) -> int:
    """Syllables of an English word, at least 1; a figure counts one for each digit."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if word[0].isdigit():
        return sum(character.isdigit() for character in word)
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    shown = len(re.findall(r"[aeiouy]+", word)) + len(APART.findall(word))
    if SILENT_E.search(word) and not SPOKEN_ES.search(word) and not re.search(r"[aeiouy]{2}$", word):
        shown -= 1
    return max(shown, 1)


def words(text: str) -> list[str]:
    """The words and figures of a text."""
    return WORD.findall(text)


def grade(blocks: list[str]) -> float:
    """The Flesch-Kincaid grade of blocks of text; a sentence ends at . ! or ?, and with its block."""
    sentences = [part for block in blocks for part in SENTENCE_END.split(block) if WORD.search(part)]
    found = [word for sentence in sentences for word in words(sentence)]
    if not found:
        raise ValueError("there is no text to grade")
    spoken = sum(syllables(word) for word in found)
    return 0.39 * len(found) / len(sentences) + 11.8 * spoken / len(found) - 15.59
