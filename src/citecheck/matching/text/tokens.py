"""Words of a text with their places, folded forms and stems."""

from __future__ import annotations

import functools
import itertools
import operator
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from citecheck.matching.text import vocabulary
from citecheck.matching.text.folding import RAISED, fold, stemmer
from citecheck.matching.text.irregular import BASES

# Words of two letters and more come first, since most are; the last takes what is left.
_WORD = re.compile(
    rf"[^\W\d_][^\W_]+(?:[’'][^\W_]+)*|\d+(?:[.,:]\d+)*(?:[{RAISED}]+|\(\w\))?|(?:[^\W\d_]\.){{2,}}"
    r"|[^\W_]+(?:[’'][^\W_]+)*"
)
_PARTED = re.compile(f"({_WORD.pattern})")
# Where the article or pronoun before an apostrophe is a word of its own: l'ONU, dell'anno.
_ELIDED = re.compile(
    rf"[^\W\d_][^\W_]+|\d+(?:[.,:]\d+)*(?:[{RAISED}]+|\(\w\))?|(?:[^\W\d_]\.){{2,}}|[^\W_]+"
)
_ELIDED_PARTED = re.compile(f"({_ELIDED.pattern})")
_ELIDING = frozenset(("fr", "it"))
_LONG = 5  # letters; shorter words are too easily alike
_MOST_FORMS = 25_000  # of one language that are kept
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STOP = {
    language: frozenset(words.split())
    for language, words in {
        "en": "a an the of in on at to for from by with and or but as is are was were be been"
        " being has have had having do does did it its it's this that these those he she"
        " they his her their him them we our us i you your my me who whom whose which what"
        " when where while how than then there there's here into onto over under about after"
        " before during between also such so if will would can could may might should must"
        " shall said says say saying according per more most very just only own same some"
        " any each other both all not no yes upon through within without against because via"
        " am its s t",
        "de": "der die das den dem des ein eine einen einem einer eines und oder aber ist war"
        " sind waren wird wurde wurden werden sein hat haben hatte hatten von vom zu zum zur"
        " mit im in am an auf aus bei für nach über unter um als auch sich nicht kein keine"
        " es er sie wir ich ihr sein seine seiner ihre ihren dass daß wie so noch nur durch"
        " vor bis dieser diese dieses"
        " sei seien wäre wären würde würden kann können konnte konnten könnte könnten soll sollen"
        " sollte sollten will wollen wollte wollten muss müssen musste mussten müsste darf dürfen"
        " durfte durften laut zufolge sagte sagten sagt sagen diesem diesen dessen deren man ihn"
        " ihm ihnen uns worden geworden gewesen gehabt hätte hätten beim ins ans dabei damit dazu"
        " da dort hier dann denn doch jedoch allerdings zudem zwar wenn ob weil während obwohl"
        " nachdem bevor gegen ohne zwischen seit sehr etwas bereits machen macht machte machten"
        " gemacht tun tut tat taten getan",
        "fr": "le la les l un une des de du d et ou mais est sont était étaient être a ont avait"
        " avaient en dans pour par sur au aux avec sans que qui qu il elle ils elles on nous"
        " vous je ne pas n se s ce cette ces son sa ses leur leurs plus comme été y où dont"
        " à c"
        " sera seront serait seraient fut furent soit soient été ai aura auront aurait auraient eu"
        " peut peuvent pouvait pourrait pourraient doit doivent devrait devait va vont selon après"
        " dit disent ainsi alors car cela ceux celle celles celui chez contre depuis donc entre"
        " lors lorsque lorsqu même ni parce pendant puis quand si sous tandis très vers lui eux m t"
        " j ils puisque jusqu jusque cet aussi déjà notamment faire fait font faisait faisaient"
        " fit firent fera feront ferait feraient faite faites effectuer effectué effectuée",
        "es": "el la los las lo un una unos unas de del al a y e o u pero es son era eran fue"
        " fueron ser ha han había en con por para sobre sin que qui se su sus no más como"
        " este esta estos estas ese esa le les"
        " sea sean fuera sido siendo está están estaba estaban estar hay haya había habían habrá"
        " habría puede pueden podía podría podrían podrá debe deben debía va van iba según dijo"
        " dice dicen también cuando donde ya entre desde hasta contra durante ante tras muy ni si"
        " porque sino aunque mientras cual cuales quien quienes cuyo cuya esto eso ello nos esos"
        " haber será serán sería serían hacer hace hacen hacía hacían hizo hicieron hecho hará"
        " harán haría haciendo realizar realizó realizaron realizado realizada",
        "pt": "o a os as um uma uns umas de do da dos das em no na nos nas e ou mas é são era"
        " eram foi foram ser ao aos à às com por para sobre sem que se seu sua seus suas não"
        " mais como este esta esse essa tem têm"
        " sido sendo está estão estava estavam estar há havia houve pode podem podia poderia"
        " poderá deve devem devia vai vão ia iam será serão seria seriam tinha tinham teve tiveram"
        " ter tendo disse dizem também quando onde já entre desde até contra durante após pelo pela"
        " pelos pelas num numa lhe lhes nem porque embora enquanto qual quem cujo cuja isto isso"
        " nesta neste dessa desse desta deste ele ela eles elas fazer faz fazem fazia fez"
        " fizeram fará farão fazendo feito feita realizar realizou realizaram realizado realizada",
        "it": "il lo la i gli le l un uno una di del dello della dei degli delle da dal dalla in"
        " nel nella nei nelle a al alla ai e ed o ma è sono era erano fu essere ha hanno"
        " aveva con per su sul sulla tra fra che chi si suo sua suoi sue non più come questo"
        " questa d"
        " stato stata stati state essendo sarà saranno sarebbe sarebbero sia siano fosse abbia"
        " abbiano avrà avranno avrebbe avrebbero avere avuto avevano può possono potrebbe"
        " potrebbero poteva deve devono dovrebbe va vanno viene vengono detto dice dicono anche"
        " quando dove già entro fino contro durante dopo molto all dall dell nell sull dalle dagli"
        " dallo nello alle agli allo sui sugli sulle sullo ci vi ne cui quale loro lui lei perché"
        " mentre né dai coi negli nello quest quell queste questi c fare fa fanno faceva fece"
        " fecero farà faranno fatto fatta facendo effettuare effettuato effettuata",
        "nl": "de het een en of maar is zijn was waren werd werden worden heeft hebben had hadden"
        " van in op te aan met voor door om naar bij uit over onder als dat die dit deze er"
        " niet geen ook zich hij zij ze wij ik hun haar"
        " kan kunnen kon konden zal zullen zou zouden mag mogen moet moeten moest moesten wil"
        " willen wilde wilden wordt geworden gehad geweest volgens zei zegt zeggen zeiden daar"
        " daarmee hier waar waarin omdat terwijl hoewel nadat voordat tegen zonder tussen sinds nu"
        " dan toen wat wie welke al nog wel zo zeer heel iets zijn doen doet deed deden gedaan",
    }.items()
}
# What follows a prefix that stands apart from its verb and closes its clause, or nearly.
_AFTER_PREFIX = frozenset(
    "und oder sowie als wie en of dan om tot met dat van naar door bij volgens sinds".split()
)
_CLAUSE_ENDS = re.compile(r"[,;:.!?()–—]")
_ANY_STOP = frozenset().union(*_STOP.values())


class Form(NamedTuple):
    """A word wherever it stands: see `Token`."""

    folded: str
    stem: str
    content: bool
    capital: bool
    inner: bool
    digit: bool
    long: bool


class Token(NamedTuple):
    """One word: `[start, end)` in its text, case and accents folded, its stem.

    `content` is False for words that say nothing of what a sentence is about. `capital` tells that
    it begins with one, `inner` that its second letter is one and the first is not: iPhone; `digit`
    that it begins with a digit, `long` that it has content and so many letters that it can be known
    by its spelling alone.
    """

    start: int
    end: int
    folded: str
    stem: str
    content: bool
    capital: bool
    inner: bool
    digit: bool
    long: bool


class _Forms(dict[str, Form]):
    """The forms of the words of one language that came up, each worked out once."""

    def __init__(self, language: str):
        super().__init__()
        self.stemmer = stemmer(language)
        self.stop = _STOP.get(language, _ANY_STOP)
        self.bases = BASES if language == "en" else {}
        self.words = vocabulary.of(language)
        eliding = language in _ELIDING
        self.word, self.parted = (_ELIDED, _ELIDED_PARTED) if eliding else (_WORD, _PARTED)

    def stem_of(self, word: str, folded: str, *, listed: bool) -> str:
        stem = self.stemmer(self.bases.get(folded, folded))
        return self.words.stem(word, stem) if self.words and listed else stem

    def __missing__(self, word: str) -> Form:
        if len(self) >= _MOST_FORMS:
            self.clear()
        folded = fold(word)
        content = bool(folded) and folded not in self.stop and word.casefold() not in self.stop
        if not content and self.words is not None:
            content = len(word) > 1 and word.isupper() and folded in self.words.acronyms  # OM, om
        stem = self.stem_of(word, folded, listed=content)
        capital = word[0].isupper()
        inner = not capital and word[0].isalpha() and len(word) > 2 and word[1].isupper()
        long = content and len(folded) >= _LONG and folded.isalpha()
        form = self[word] = Form(folded, stem, content, capital, inner, folded[:1].isdigit(), long)
        return form


_forms_of = functools.lru_cache(maxsize=8)(_Forms)


def stem_of(folded: str, language: str = "en") -> str:
    """The stem of a folded word."""
    return _forms_of(language).stem_of(folded, folded, listed=bool(folded))


def forms(text: str, language: str = "en") -> list[Form]:
    """The words of `text` in order, without their places; as many as `tokenise` finds."""
    known = _forms_of(language)
    words = known.word.findall(text)
    if text.isascii() or not _CJK.search(text):
        found = list(map(known.__getitem__, words))
        if known.words:
            _join(found, known.parted.split(text)[2::2], known.words)
        return found
    return [form for word in words for form in (_pairs(word) or (known[word],))]


def tokenise(
    text: str, language: str = "en", offset: int = 0, known: Sequence[Form] | None = None
) -> list[Token]:
    """The words of `text` in order; their offsets are counted from `offset`.

    A run of Chinese, Japanese or Korean characters, which has no spaces, gives its overlapping
    pairs of characters. `known` are the words' forms, if they were asked for before.
    """
    every = _forms_of(language)
    # Every second part is a word; a sum of lengths is cheaper than to ask each match for its place.
    parts = every.parted.split(text)
    places = list(itertools.accumulate(map(len, parts), initial=offset))
    words = parts[1::2]
    if text.isascii() or not _CJK.search(text):
        if every.words and known is None:
            known = list(map(every.__getitem__, words))
            _join(known, parts[2::2], every.words)
        spans = zip(places[1::2], places[2::2], strict=False)
        fields = map(operator.add, spans, known or map(every.__getitem__, words))
        # The tuple's own constructor: NamedTuple's goes through Python code, once for every word.
        return list(map(tuple.__new__, itertools.repeat(Token), fields))
    tokens: list[Token] = []
    for start, end, word in zip(places[1::2], places[2::2], words, strict=False):
        pairs = _pairs(word)
        for at, pair in enumerate(pairs, start):
            tokens.append(Token(at, at + 2, *pair))
        if not pairs:
            tokens.append(Token(start, end, *every[word]))
    return tokens


def _join(found: list[Form], gaps: Sequence[str], words: vocabulary.Vocabulary) -> None:
    """Let the first word of a phrase stand for all of it, and a verb for the prefix that stands
    apart from it ("lehnte … ab"); the others have no content then. `gaps` is what stands after each
    word.
    """
    for at, form in enumerate(found):
        if form.folded in words.phrases:
            for rest, name in words.phrases[form.folded]:
                if [f.folded for f in found[at + 1 : at + 1 + len(rest)]] == rest:
                    found[at] = form._replace(stem=name, content=True)
                    for n in range(at + 1, at + 1 + len(rest)):
                        found[n] = found[n]._replace(content=False, long=False)
                    break
        if form.folded in words.apart:
            verbs = words.apart[form.folded]
            place = _verb(found, gaps, at, verbs)
            if place >= 0:
                verb = found[place]
                found[place] = verb._replace(stem=verbs[verb.folded], content=True)
                found[at] = form._replace(content=False, long=False)


def _verb(found: Sequence[Form], gaps: Sequence[str], at: int, verbs: Collection[str]) -> int:
    """The place of the verb that a prefix belongs to, or -1: the nearest one before the prefix that
    closes its clause (in Dutch, but for what may follow it), or in Dutch the one after "te"."""
    following = [form.folded for form in found[at + 1 : at + 3]]
    if following[:1] == ["te"]:
        return at + 2 if following[1:] and following[1] in verbs else -1
    if gaps[at].strip() or not following or following[0] in _AFTER_PREFIX:
        for before in range(at - 1, -1, -1):
            if _CLAUSE_ENDS.search(gaps[before]):
                return -1
            if found[before].folded in verbs:
                return before
    return -1


def _pairs(word: str) -> list[Form]:
    """The overlapping pairs of characters of a run that has no spaces; none for other words."""
    if len(word) < 2 or not _CJK.search(word):
        return []
    return [
        Form(pair, pair, True, False, False, pair[0].isdigit(), False)
        for pair in map("".join, itertools.pairwise(word))
    ]
