"""The characters that LaTeX macros stand for; symbols and accents by pylatexenc's table."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

ACCENTS = frozenset("' ` ^ \" ~ = . c v u H k r b d t".split())
"""Macros that set an accent on the letter that follows."""

# What pylatexenc's table lacks; the rest of it is used as it is.
_SYMBOLS = {
    **{sign: sign for sign in "%&#_${}"},
    **dict.fromkeys((" ", ",", ";", ":", ">", "quad", "qquad", "enspace", "thinspace"), " "),
    **dict.fromkeys(("space", "enskip", "hfill", "hfil", "nobreakspace", "tab"), " "),
    **dict.fromkeys(("xspace", "/", "-", "!", "@", "null", "protect", "relax"), ""),
    "pounds": "£", "euro": "€", "EUR": "€", "texteuro": "€", "S": "§", "P": "¶",
    "copyright": "©", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "textbar": "|",
    "textbackslash": "\\", "textless": "<", "textgreater": ">", "textquotedblleft": "“",
    "textquotedblright": "”", "slash": "/", "textperiodcentered": "·", "cdotp": "·",
    "percent": "%", "degree": "°", "degreeCelsius": "°C", "celsius": "°C", "ang": "°",
    "textunderscore": "_", "lbrack": "[", "rbrack": "]", "newblock": " ", "and": ", ",
    "textquotesingle": "'", "textendash": "–", "textemdash": "—", "guillemotleft": "«",
    "guillemotright": "»", "og": "« ", "fg": " »", "glqq": "„", "grqq": "“", "frac": "",
    "num": "", "SI": "", "colon": ":", "vert": "|", "mid": "|", "lvert": "|", "rvert": "|",
}  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()


@lru_cache(maxsize=10_000)
def symbol(name: str) -> str | None:
    """What a macro without arguments prints, None when it is not known to print anything."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    spec = _table().get_macro_spec(name)
    printed = getattr(spec, "simplify_repl", None)
    return printed if isinstance(printed, str) and "%" not in printed else None


@lru_cache(maxsize=10_000)
def accented(accent: str, letter: str) -> str:
    """A letter with the accent that the macro `accent` sets on it."""
    from pylatexenc.latex2text import LatexNodes2Text

    try:
        return str(LatexNodes2Text().latex_to_text(f"\\{accent}{{{letter}}}"))
    except (AttributeError, IndexError, TypeError, ValueError):
        return letter
