"""What was said becomes words, and words become notions, so that like wordings meet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process
from snowballstemmer import stemmer

SHORTEST_MENDED = 6
LIKE_ENOUGH = 84
FAMILY = "="
NOT, NO = f"{FAMILY}not", f"{FAMILY}no"
NEGATIONS = (NOT, NO)

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notion:
    """A word or several that mean one thing; `start` and `end` count the words said."""

    name: str
    start: int
    end: int

    @property
    def is_family(self) -> bool:
        """Whether it stands for a family of like words, not for one word alone."""
        return self.name.startswith(FAMILY)


@dataclass(frozen=True, slots=True)
class Trie:
    """Phrases by their words; the longest that begins at a place is found."""

    next: dict[str, Trie] = field(default_factory=dict)
    ends: list[str] = field(default_factory=list)

    def add(self, words: Sequence[str], name: str) -> None:
        """Adds a phrase that means `name`; the first meaning of a phrase stays."""
        node = self
        for word in words:
            node = node.next.setdefault(word, Trie())
        if words:
            node.ends.append(name)

    def longest(self, words: Sequence[str], start: int) -> tuple[str, int] | None:
        """The meaning of the longest phrase that begins at `start`, and where it ends."""
        node, found = self, None
        for place in range(start, len(words)):
            following = node.next.get(words[place])
            if following is None:
                break
            node = following
            if node.ends:
                found = (node.ends[0], place + 1)
        return found


class Spelling:
    """How words are written: small letters, long forms, numbers as words."""

    def __init__(self, long_forms: Mapping[str, str], numbers: Mapping[int, str]) -> None:
        """`long_forms` maps "can't" to "can not"; `numbers` names whole numbers."""
        self._long = {form: long for form, long in long_forms.items() if " " not in form}
        self._longer = {f: long for f, long in long_forms.items() if " " in f and f != long}
        forms = "|".join(map(re.escape, self._longer))
        self._pattern = re.compile(rf"\b({forms})\b" if forms else r"(?!)")
        self._numbers = numbers

    @lru_cache(maxsize=65_536)  # noqa: B019 - a recogniser lives as long as its process
    def words(self, text: str) -> Words:
        """The words of a text as it was typed or heard."""
        text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
        text = re.sub(r"'s (?=(?:got|had)\b)", " has ", text)
        text = self._pattern.sub(lambda match: self._longer[match[1]], text)
        text = re.sub(r"\d+", lambda match: f" {self._number(int(match[0]))} ", text)
        raw = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*'?", text)
        return tuple(word for token in raw for word in self._word(token))

    def _word(self, token: str) -> Iterable[str]:
        bare = token.replace("'", "")
        long = self._long.get(token) or self._long.get(bare)
        if long:
            return long.split()
        return [token.split("'", maxsplit=1)[0] if token.endswith(("'s", "'")) else bare]

    def _number(self, number: int) -> str:
        if number in self._numbers or number > 999:
            return self._numbers.get(number, "many")
        size = next(size for size in (100, 10, 1) if number >= size)
        head, rest = divmod(number, size)
        first = self._numbers.get(head * size) or f"{self._number(head)} {self._number(size)}"
        return f"{first} {self._number(rest)}" if rest else first


class Notions:
    """Makes notions of words: equal stems, families of like words, mended slips."""

    def __init__(self, families: Mapping[str, Iterable[Words]], language: str = "english") -> None:
        """`families` maps the name of a notion to the phrases that express it."""
        self._stemmer = stemmer(language)
        self._trie = Trie()
        self._stems: dict[str, str] = {}
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for name, phrases in families.items():
            for phrase in phrases:
                self._trie.add([self.learn(word) for word in phrase], f"{FAMILY}{name}")

    def learn(self, word: str) -> str:
        """Takes note of a word of the model; slips are mended towards such words."""
        if word not in self._stems:
            self._stems[word] = str(self._stemmer.stemWord(word))
            self._by_letter[word[0]].append(word)
        return word

    def known(self, word: str) -> str:
        """The word, or the known word that it is a slip of."""
        if word in self._stems or len(word) < SHORTEST_MENDED:
            return word
        return self._mended(word)

    @lru_cache(maxsize=4096)  # noqa: B019 - a recogniser lives as long as its process
    def _mended(self, word: str) -> str:
        if str(self._stemmer.stemWord(word)) in self._all_stems:
            return word
        near = self._by_letter[word[0]]
        likest = process.extractOne(word, near, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        return str(likest[0]) if likest else word

    @cached_property
    def _all_stems(self) -> set[str]:
        return set(self._stems.values())

    def stem(self, word: str) -> str:
        """The stem of a word as heard; that of the likest known word if it is not known."""
        known = self.known(word)
        return self._stems.get(known) or str(self._stemmer.stemWord(known))

    def of(self, words: Sequence[str]) -> tuple[Notion, ...]:
        """The notions of some words, in order."""
        known = [self.known(word) for word in words]
        notions: list[Notion] = []
        place = 0
        while place < len(known):
            name, end = self._trie.longest(known, place) or (self.stem(known[place]), place + 1)
            notions.append(Notion(name, place, end))
            place = end
        return tuple(notions)
