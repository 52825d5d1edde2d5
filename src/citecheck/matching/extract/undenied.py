"""Tells whether a statement stands word for word with nothing beside it that may deny it, in
languages of which citecheck has no word lists.

What may deny or limit it is looked for in the rest of the sentence; of a language that is not
listed here, the statement must be the whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from citecheck.matching.text.folding import fold

# By language, what may deny or limit what stands beside it: in languages without spaces wherever it
# stands, in the others as a word or the beginning of one (with a star).
_MAY_DENY: Mapping[str, str] = {
    "zh": "不 没 沒 無 无 非 未 否 勿 莫 假 谎 謊 误 誤 虚 虛 错 錯 谣 謠 仅 僅 只 拒 反 才 若"
    " 如果",
    "ja": "ない なかっ ませ ず ぬ 不 無 非 未 否 誤 嘘 虚 偽 だけ のみ しか わけ なら れば たら 疑",
    "ko": "않 안 못 없 아니 거짓 허위 오보 틀리 틀린 만 뿐 라면 다면 반대 거부 의심",
    "ru": "не нет ни неправд* ложн* ложь вряд едва без только лишь если бы якобы отри* опров*"
    " никогда никто частично",
    "uk": "не ні немає неправд* хибн* навряд без лише тільки якщо нібито запереч* спрост* ніколи",
    "pl": "nie ani nieprawd* brak bez tylko jedynie jeśli jeżeli rzekomo zaprzecz* fałsz* nigdy"
    " wątpliw* częściowo",
    "cs": "ne ani není nepravd* bez jen pouze pokud údajně popř* popír* nikdy lež částečně",
    "sv": "inte ej icke aldrig ingen inget utan bara endast om felaktig* falsk* förnek* osann*"
    " delvis knappast",
    "da": "ikke ej aldrig ingen intet uden kun hvis falsk* forkert* afvis* benægt* usand* delvis",
    "no": "ikke aldri ingen intet uten bare kun hvis falsk* feil* avvis* benekt* usann* delvis",
    "nb": "ikke aldri ingen intet uten bare kun hvis falsk* feil* avvis* benekt* usann* delvis",
    "fi": "ei eivät en et emme ette älä vain ainoastaan jos ilman väär* valhe* kiist* tuskin"
    " osittain",
    "tr": "değil yok hiç asla yalnız* sadece ancak eğer yanlış* yalan* doğru* redd* kısmen demek",
    "ar": "لا لم لن ليس ليست ما غير دون بدون فقط إلا كذب* نفى نفت خطأ إذا",
}
_UNSPACED = frozenset(("zh", "ja"))
_GLUED = _UNSPACED | {"ko"}  # whose words of denial are parts of others
_WORD = re.compile(r"[^\W_]+")


def stands_undenied(statement: str, passages: Iterable[str], language: str) -> bool:
    """Whether one of some sentences has a statement word for word, and nothing else in it may deny
    it. Linear in the passages."""
    mine = _words(statement, language)
    return bool(mine) and any(
        _is_undenied(mine, _words(passage, language), language) for passage in passages
    )


def _words(text: str, language: str) -> str:
    """The letters and digits of a text; its words between spaces, where a language has them."""
    # Accents are left alone where they make another sound of a letter.
    plain = normalize("NFKC", text).casefold() if language in _GLUED else fold(text)
    words = _WORD.findall(plain)
    return "".join(words) if language in _UNSPACED else f" {' '.join(words)} "


def _is_undenied(mine: str, theirs: str, language: str) -> bool:
    at = theirs.find(mine)
    if at < 0:
        return False
    rest = f"{theirs[:at]} {theirs[at + len(mine) :]}"
    if not rest.strip():
        return True
    signs = _MAY_DENY.get(language, "").split()
    if not signs:
        return False
    if language in _GLUED:
        return not any(sign in rest for sign in signs)
    words = rest.split()
    return not any(
        word.startswith(fold(sign[:-1])) if sign.endswith("*") else word == fold(sign)
        for sign in signs
        for word in words
    )
