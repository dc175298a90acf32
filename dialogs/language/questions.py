"""Finding the question a parent means among those that have an answer, by shared characters and pairs of characters."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log, sqrt
from types import MappingProxyType

from dialogs.language.normal import normalise
from dialogs.language.questions_asking import asks
from dialogs.language.questions_smalltalk import is_small_talk
from dialogs.language.synonyms import same_words

# Chosen on a set of parents' wordings held back from the variants; see the tests for a small one of the kind.
_BEST, _POOLED, _ANSWER = 0.30, 0.45, 0.25
_ANSWERS_FROM, _CHOOSES_FROM, _CLEAR_LEAD = 0.50, 0.28, 0.08
_SURE = 0.80
_SHORTEST, _A_WORD, _CLEAR_LEAD_OF_A_WORD = 2, 3, 0.30
_LONGEST_QUERY = 120
# A few words that ask for nothing, a place or a name, are only a question where they come close to one.
_FEW, _FEW_CHOOSE_FROM = 6, 0.50
_SIZES = (1, 2)
_HELD_ONCE = 0.5
_SHOWN = 8
_PROTECTED = 0.90

# Whole messages of words that ask for nothing by themselves.
_SAYS_NOTHING = re.compile(
    "(怎么|怎么办|怎么弄|怎么说|为什么|什么|哪里|哪个|多少|几个|没有|有|不要|不是|不行|不会|不知道|是的?|对的?|不对|要|"
    r"随便|都一样|都行|都可以|都好|无所谓|得行|要得|中|可得|[\d一二三四五六七八九十]+岁半?|"
    "一个|两个|三个|老大|老二|老三|孩子|妈妈|爸爸|老人|奶奶|爷爷|今天|明天|后天|晚上|早上|周[一二三四五六日]|星期.)+"
)
_NOT_WORDS = re.compile(r"[\W_]+")
_FILLERS = re.compile(
    "请问|我想问一?下?|想问一?下?|问一?下|你好|您好|老师好|在吗|那个|就是说?|其实|然后|的话|一下|有点|现在|最近|总是|"
    "老是|一直|天天|我家那?个?|我们家|我们|你们说|[啊呀嘛呢吧吗哦噢嗯呃额唉哎诶了的地得着过]"
)


@dataclass(frozen=True)
class Question:
    """A question with an answer, the ways people ask it, and wordings that look alike but mean something else."""

    id: str
    question: str
    variants: tuple[str, ...]
    negative_examples: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Match:
    """A candidate; score between 0 (nothing shared) and 1 (the very words)."""

    id: str
    score: float


class Decision(StrEnum):
    """Answer at once, offer a choice, or admit not knowing."""

    ANSWER = "answer"
    CHOOSE = "choose"
    NONE = "none"


@dataclass(frozen=True)
class Matches:
    """What to do, and the candidates, best first: five or more wherever as many share anything with the text."""

    decision: Decision
    matches: tuple[Match, ...]


_Grams = Mapping[str, float]
_Postings = Mapping[str, tuple[tuple[int, float], ...]]


def _bare(text: str) -> str:
    return _NOT_WORDS.sub("", normalise(text)[:_LONGEST_QUERY])


def _plain(text: str) -> str:
    bare = _bare(text)
    return same_words(_FILLERS.sub("", same_words(bare)) or bare)


def _grams(plain: str) -> Counter[str]:
    return Counter(plain[i : i + size] for size in _SIZES for i in range(len(plain) - size + 1))


@dataclass(frozen=True)
class _Wordings:
    """An inverted index: for every gram the wordings that hold it, with their share of the wording's whole weight."""

    owners: tuple[int, ...]
    postings: _Postings

    @classmethod
    def of(cls, wordings: Iterable[tuple[int, str]], rarity: _Grams) -> "_Wordings":
        owners: list[int] = []
        postings: dict[str, list[tuple[int, float]]] = {}
        for number, (owner, text) in enumerate(wordings):
            owners.append(owner)
            weights = _weights(text, rarity)
            length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
            for gram, weight in weights.items():
                postings.setdefault(gram, []).append((number, weight / length))
        return cls(tuple(owners), MappingProxyType({gram: tuple(held) for gram, held in postings.items()}))

    def best(self, query: _Grams, length: float) -> dict[int, float]:
        """Each owner's best cosine with the query."""
        scores = [0.0] * len(self.owners)
        for gram, weight in query.items():
            for number, share in self.postings.get(gram, ()):
                scores[number] += weight * share
        best: dict[int, float] = {}
        for owner, score in zip(self.owners, scores, strict=True):
            if score > best.get(owner, 0.0) * length:
                best[owner] = score / length
        return best


def _weights(text: str, rarity: _Grams, unseen: float = 0.0) -> dict[str, float]:
    return {
        gram: (1 + log(times)) * worth for gram, times in _grams(text).items() if (worth := rarity.get(gram, unseen))
    }


def _rarity(documents: list[Counter[str]]) -> dict[str, float]:
    """How telling a gram is: the rarer across questions, the more."""
    seen = Counter(gram for document in documents for gram in document)
    return {gram: log(1 + len(documents) / (0.5 + held)) for gram, held in seen.items()}


@dataclass(frozen=True)
class QuestionIndex:
    """All questions, ready to be matched; immutable, built once per content version."""

    ids: tuple[str, ...]
    _rarity: _Grams
    _unseen: float
    _wordings: _Wordings
    _denials: _Wordings
    _pooled: _Postings
    _answers: _Postings

    @classmethod
    def build(cls, questions: Iterable[Question]) -> "QuestionIndex":
        """Order of questions decides between equal scores."""
        known = tuple(questions)
        asked = [[_plain(text) for text in (each.question, *each.variants)] for each in known]
        pools = [Counter(gram for text in texts for gram in set(_grams(text))) for texts in asked]
        rarity = MappingProxyType(_rarity(pools))
        return cls(
            tuple(each.id for each in known),
            rarity,
            log(1 + len(known) / 0.5) * 0.6,
            _Wordings.of(((owner, text) for owner, texts in enumerate(asked) for text in texts), rarity),
            _Wordings.of(
                ((n, _plain(text)) for n, each in enumerate(known) for text in each.negative_examples), rarity
            ),
            _postings(pools),
            _postings([_grams(_plain_answer(each.answer)) for each in known]),
        )

    def match(self, text: str) -> Matches:
        """Rank the questions for what a parent wrote, and decide whether the first may be answered at once."""
        plain = _plain(text)
        query = _weights(plain, self._rarity, self._unseen)
        if not query or len(plain) < _SHORTEST or _SAYS_NOTHING.fullmatch(plain) or is_small_talk(_bare(text)):
            return Matches(Decision.NONE, ())
        ranked = self._ranked(query)
        decision = _decision(ranked, _CLEAR_LEAD_OF_A_WORD if len(plain) <= _A_WORD else None)
        if decision is Decision.CHOOSE and ranked[0].score < _FEW_CHOOSE_FROM and _tells_little(text):
            decision = Decision.NONE
        return Matches(decision, ranked)

    def _ranked(self, query: _Grams) -> tuple[Match, ...]:
        length = sqrt(sum(weight * weight for weight in query.values()))
        best, pooled = self._wordings.best(query, length), _covered(query, self._pooled)
        answers, denied = _covered(query, self._answers), self._denials.best(query, length)
        scores = {
            owner: (_BEST * close + _POOLED * pooled.get(owner, 0.0) + _ANSWER * answers.get(owner, 0.0))
            * _left_after_denial(close, denied.get(owner, 0.0))
            for owner, close in best.items()
        }
        first = sorted(scores, key=lambda owner: (-scores[owner], owner))[:_SHOWN]
        return tuple(Match(self.ids[owner], round(min(scores[owner] / (_BEST + _POOLED), 1.0), 4)) for owner in first)


def _tells_little(text: str) -> bool:
    return len(_bare(text)) <= _FEW and not asks(text)


def _plain_answer(answer: str) -> str:
    return same_words(_NOT_WORDS.sub("", normalise(answer)))


def _postings(pools: list[Counter[str]]) -> _Postings:
    """For every gram its owners; one that an owner says again and again counts up to fully."""
    postings: dict[str, list[tuple[int, float]]] = {}
    for owner, grams in enumerate(pools):
        for gram, times in grams.items():
            postings.setdefault(gram, []).append((owner, times / (times + _HELD_ONCE)))
    return MappingProxyType({gram: tuple(held) for gram, held in postings.items()})


def _covered(query: _Grams, postings: _Postings) -> dict[int, float]:
    """What part of the query's weight each owner knows, in any of its wordings."""
    whole = sum(query.values())
    covered: dict[int, float] = {}
    for gram, weight in query.items():
        for owner, share in postings.get(gram, ()):
            covered[owner] = covered.get(owner, 0.0) + weight * share / whole
    return covered


def _left_after_denial(close: float, denied: float) -> float:
    """A wording marked as meaning something else lowers the question, unless a variant is closer still."""
    return 1.0 if denied <= close or close > _PROTECTED else max(0.3, 1.0 - denied)


def _decision(ranked: tuple[Match, ...], needed_lead: float | None = None) -> Decision:
    """A single word is only answered where it leads by far: 尿床 says what is asked, 手机 does not."""
    first = ranked[0].score if ranked else 0.0
    lead = first - (ranked[1].score if len(ranked) > 1 else 0.0)
    if needed_lead is not None:
        sure = first >= _SURE and lead >= needed_lead
    else:
        sure = first >= _SURE or (first >= _ANSWERS_FROM and lead >= _CLEAR_LEAD)
    if sure:
        return Decision.ANSWER
    return Decision.CHOOSE if first >= _CHOOSES_FROM else Decision.NONE
