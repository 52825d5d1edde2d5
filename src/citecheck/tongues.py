"""Tells whether one sentence is in the language of a page, so that the two can be compared at all.

`languages` guesses the language of a page, from hundreds of words. A claim has a dozen; what tells
its language are its function words, and letters that other languages lack. Silent when unsure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from citecheck.languages import guess

NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
"""The names of languages in English, by their primary subtag."""

_FUNCTION_WORDS = {
    "en": "the of and to in is that for was with are this be at by from which have has had not it"
    " its on as or an were been their they he she his her who will would could after before"
    " than more about into over when while between under also but said all one am my me we"
    " you your if can may do does did no only there what which how so some any most other"
    " many him us our because too men come per over two ten wearing near alone war co met",
    "de": "der die und das ist nicht mit den von zu ein eine auf für dem des auch sich werden im"
    " am einen einem einer wurde wurden hat haben war waren aus bei nach über vor durch als"
    " wie sie er zum zur noch nur um unter seit bis oder aber dass mehr ihre seine",
    "fr": "le la les des et est une dans pour que qui du par sur pas au avec plus ce ne un de en"
    " aux a été ont sont était son sa ses leur il elle ils cette ces mais ou où après avant"
    " entre selon depuis sous chez plus l d qu",
    "es": "el la los las de que y en un una por con para del se es no su al como fue ha han más"
    " sus lo le son era este esta pero o según entre desde hasta sobre sin cuando tras"
    " también fueron",
    "it": "il la di che e è un una per non con del della sono gli nel da si le più dei delle alla"
    " al ha hanno stato stata era nella dal sul sulla come anche ma o tra dopo prima lo l i"
    " dall nell",
    "pt": "o a de que e em um uma para com não os as do da por mais na no se dos das foi ao à é"
    " são era seu sua pelo pela como mas ou até entre após sobre também foram tem",
    "nl": "de het een en van is dat niet op te zijn voor met aan er ook bij door werd naar in was"
    " uit om als maar over tot dan heeft hebben die worden wordt hun zij hij nog na onder"
    " tussen",
    "sv": "och att det som en på är av för med den till inte har ett om de var han vid från i sig"
    " hade kan men eller efter under mellan också blev när över sin",
    "da": "og at det som en på er af for med den til ikke har et om de var han ved fra i sig"
    " havde kan men eller efter under mellem også blev når over sin",
    "no": "og at det som en på er av for med den til ikke har et om de var han ved fra i seg"
    " hadde kan men eller etter under mellom også ble når over sin",
    "pl": "i w na z się nie to że jest do o jak po od za przez dla są przy oraz był była było tym"
    " który która które co ale lub ze roku jego jej ich",
    "cs": "a v na je se že z do s o za pro byl byla bylo jsou který která které od po při jako"
    " ale nebo podle roce jeho jejich ve k",
    "fi": "ja on ei että oli se hän joka mutta myös kun kuin ovat tai sekä jonka vuonna mukaan"
    " sen sitä olivat jo vain",
    "hu": "a az és hogy nem is egy volt meg ez de csak már mint vagy van szerint után között ki el",
    "ro": "și în de la a cu pe un o din că este pentru nu au fost care mai sau după lui al ale"
    " prin",
    "tr": "ve bir bu da de için ile olarak olan daha çok en kadar sonra göre gibi ise ne ya yıl",
    "id": "yang dan di ke dari untuk pada dengan ini itu adalah dalam tidak oleh telah akan juga"
    " sebagai tahun",
    "ru": "и в не на что с по как это из за от для к до так же но его был была было были о у во",
    "uk": "і в не на що з по як це із за від для до так же але його був була було були о у та",
}
_LETTERS = {
    "de": "ßäöü",
    "fr": "çèêëîïôœùûàé",
    "es": "ñ¿¡áíóú",
    "pt": "ãõçâê",
    "it": "àèìòù",
    "pl": "ąćęłńśźż",
    "cs": "ěřůčšžý",
    "sv": "åäö",
    "da": "åæø",
    "no": "åæø",
    "fi": "äö",
    "hu": "őűáéóú",
    "ro": "ăâîșț",
    "tr": "ğışçöü",
}
_KIN = (
    frozenset({"da", "no", "nb", "nn", "sv"}),
    frozenset({"ru", "uk", "be", "bg", "sr", "mk"}),
    frozenset({"cs", "sk"}),
    frozenset({"id", "ms"}),
    frozenset({"hr", "sr", "bs", "sl"}),
    frozenset({"es", "gl", "ca"}),
    frozenset({"ja", "zh"}),
)  # whose sentences are not told apart
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PARTICLES = frozenset("von van der de del la le el al du di da dos zu ter".split())  # of names
_KNOWN: dict[str, list[str]] = defaultdict(list)
for _language, _words in _FUNCTION_WORDS.items():
    for _word in set(_words.split()):
        if len(_word) > 1 or not _word.isascii():  # letters alone are initials, or cut-off endings
            _KNOWN[_word].append(_language)
_FEWEST = 4  # words that tell a language
_SURE = 0.8  # of the sum over its words that are one language's, shared among those that have them
_ENOUGH = 0.6  # the same for a sentence without any word of the page's language
_HARDLY = 0.5  # the same, of words that the page's language shares with others
_AHEAD = 2.0  # times the sum of the next that is no kin
_SAMPLE = 6000  # characters of a page
_SOME = 0.3  # times the words of its own language, from which a page has another as well


def of_sentence(text: str) -> str | None:
    """The primary subtag of a sentence's language; None when it is short or unclear."""
    script = _by_script(text)
    sums = _sums(text)
    if script is not None or not sums:
        return script
    (best, most), *others = _most(sums)
    rest = max((value for language, value in others if not kin(language, best)), default=0.0)
    return best if most >= _SURE and most >= _AHEAD * rest else None


def differing(text: str, language: str) -> str | None:
    """The language of a sentence that is not in `language`; None when it may be.

    A short sentence without any word of that language needs fewer of another.
    """
    found = of_sentence(text)
    sums = _sums(text)
    if found is None and language in _FUNCTION_WORDS and not sums.get(language):
        found = next((own for own, value in _most(sums)[:1] if value >= _ENOUGH), None)
    return None if found is None or kin(found, language) else found


def differing_by(context: str, text: str, language: str) -> str | None:
    """The language of a sentence by that of the text before it, when the sentence has no word of
    `language` itself."""
    found = guess(context)
    if found is None or kin(found, language) or _sums(text).get(language):
        return None
    return found


def leaning(text: str, language: str) -> tuple[str, list[str]] | None:
    """For a sentence that has next to no word of `language`: the language that it looks most like,
    and its words that are neither function words of any language nor names; None for others.
    """
    sums = _sums(text)
    others = [(own, value) for own, value in _most(sums) if not kin(own, language)]
    if not others or sums.get(language, 0) > _HARDLY:
        return None
    words = [
        word
        for word in _WORD.findall(text)
        if len(word) > 1 and word.islower() and word not in _KNOWN
    ]
    return (others[0][0], words) if len(words) > bool(sums.get(language)) else None


def _by_script(text: str) -> str | None:
    size = sum(map(len, _WORD.findall(text)))
    if size and len(_CYRILLIC.findall(text)) > size / 2:
        return "uk" if re.search("[іїєґ]", text) else "ru"
    if len(_LATIN.findall(text)) > size / 2:
        return None
    found = guess(text)
    return found if found is not None and found not in _FUNCTION_WORDS else None


def _sums(text: str) -> Mapping[str, float]:
    """For each language how many words of a sentence are its own, a word that several languages
    have shared among them; words with a capital within the sentence are names."""
    sums: dict[str, float] = defaultdict(float)
    words = _WORD.findall(text)
    if len(words) < _FEWEST:
        return sums
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word[0].isupper() and before:
            continue
        if word in _PARTICLES and (before[:1].isupper() or before in _PARTICLES):
            continue
        # The first word may be the first of a name, or an article before a German noun.
        counts = 0.5 if word[0].isupper() and after[:1].isupper() else 1.0
        word = word.lower()
        languages = _KNOWN.get(word, ())
        for language in languages:
            sums[language] += counts / len(_families(languages))
        if not languages:
            having = [language for language, own in _LETTERS.items() if set(own) & set(word)]
            for language in having:
                sums[language] += 0.5 / len(_families(having))
    return sums


def _most(sums: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(((own, value) for own, value in sums.items() if value), key=lambda s: -s[1])


def _families(languages: Sequence[str]) -> set[int | str]:
    """The languages, those that are told apart by nothing taken as one."""
    return {
        next((n for n, group in enumerate(_KIN) if language in group), language)
        for language in languages
    }


def kin(one: str, other: str) -> bool:
    """Whether two languages are the same, or so near that sentences do not tell them apart."""
    return one == other or any(one in group and other in group for group in _KIN)


def speaks(text: str, language: str, own: str) -> bool:
    """Whether a page's text, mostly in its `own` language, has much in another too."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    counts = Counter(
        tongue for word in words for tongue in _KNOWN.get(word, ()) if len(_KNOWN[word]) == 1
    )
    return counts[language] > _SOME * max(counts[own], 1)
