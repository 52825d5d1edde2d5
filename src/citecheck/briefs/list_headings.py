"""Tells the headings of source lists, whatever their words and language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.briefs.entries import MARKED, is_entry
from citecheck.briefs.lines import Line

WORDS = (
    r"sources?|references?|citations?|works[ -]cited|bibliograph(?:y|ies)|(?:foot|end)?notes?"
    r"|literature|links"
    r"|quellen(?:verzeichnis|angaben|nachweise?)?|literatur(?:verzeichnis|hinweise)?"
    r"|(?:einzel|beleg)nachweise|belege|referenzen|fu(?:ß|ss)noten|anmerkungen"
    r"|références|sources? des citations|bibliographie|ouvrages cités|œuvres citées"
    r"|fuentes|referencias|bibliografía|notas|obras citadas|fontes|referências|obras citadas"
    r"|fonti|riferimenti|bibliografia|note|opere citate|bronnen(?:lijst)?|referenties|voetnoten"
    r"|källor|referenser|kilder|referanser|lähteet|źródła|bibliografia|przypisy|zdroje|literatura"
    r"|reference|források|surse|referințe|izvori|kaynakça|kaynaklar|πηγές|παραπομπές"
    r"|источники|литература|список литературы|примечания|ссылки|джерела|посилання"
    r"|المراجع|المصادر|مراجع|منابع|מקורות|הערות|संदर्भ|स्रोत|อ้างอิง|แหล่งที่มา|nguồn|tài liệu tham khảo"
    r"|daftar pustaka|referensi|sumber|参考文献|參考文獻|参考资料|參考資料|来源|來源|引用|引用文献"
    r"|引用元|出典|注释|脚注|資料来源|资料来源|来源列表|출처|참고\s?문헌|각주"
)
_QUALIFIER = (
    r"(?:key|data|selected|main|cited|full|primary|list of|source|reference|our|all|further)"
)
_HEADING = re.compile(
    r"\s*(?:#{1,6}\s*)?[*_]{0,3}(?:(?:\d{1,2}|[IVX]{1,4}|[A-Z])[.)]\s+)?[*_]{0,3}"
    rf"(?:{_QUALIFIER}\s+){{0,2}}(?:{WORDS})(?:\s+(?:list|cited|used|consulted|section))?"
    rf"(?:\s*(?:and|&|und|et|y|e|/|,)\s*(?:further reading|{WORDS}))?(?:\s*\([^()\n]{{1,40}}\))?"
    r"\s*[:：]?[*_]{0,3}\s*[:：]?\s*#*\s*(?:\{[^{}\n]{0,80}\})?\s*$",
    re.IGNORECASE,
)
_FURTHER_READING = re.compile(r"\s*#{0,6}\s*[*_]{0,3}further reading[*_:]{0,3}\s*$", re.IGNORECASE)
_COLUMN = re.compile(r"(?:url|link|address|web ?site|adresse|enlace|lien)s?", re.IGNORECASE)
_NO_LIST = re.compile(
    r"\W*(?:related|read (?:more|next)|see also|(?:table of )?contents|inhalt|external links|share"
    r"|navigation|tags|more (?:from|on)|resources|tools|contact)\b",
    re.IGNORECASE,
)
_ATX = re.compile(r" {0,3}(?P<level>#{1,6})\s+\S")
_BOLD = re.compile(r"\s*(?P<sign>\*\*|__)[^*_]{1,120}(?P=sign)\s*+[:：]?\s*+$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*$")
_BULLET = re.compile(r"\s*[-*+•–]\s+")
_SENTENCE = re.compile(r"(?<!^\d)(?<!^\d\d)[.!?][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,3}(?:\s|$)|[。！？]")
_LONGEST_LINE = 1000  # characters of a line that may be a heading, spaces and all
_LONGEST_HEADING = 80  # characters


def _folded(text: str) -> str:
    """A line as the patterns of headings take it: with single spaces, empty where it is too long
    to be one. They have optional parts among spaces, and would try all ways to part a run."""
    return " ".join(text.split()) if len(text) <= _LONGEST_LINE else ""


def is_known(text: str) -> bool:
    """Tell whether a line says, in some language, that sources follow."""
    return _HEADING.match(_folded(text)) is not None or is_table_head(text)


def is_table_head(text: str) -> bool:
    """Tell whether a line is the head of a table of sources: one column is called "Source" or the
    like, one "Link"."""
    if len(text) > _LONGEST_LINE or not text.lstrip().startswith("|"):
        return False
    cells = [cell.strip(" *_") for cell in text.strip().strip("|").split("|")]
    return any(map(_COLUMN.fullmatch, cells)) and len(cells) > 1


def names_no_list(text: str) -> bool:
    """Tell whether a heading stands over links that are no sources: "Related", "Contents"."""
    return _NO_LIST.match(text.strip(" #*_:")) is not None


def is_marked_up(text: str) -> bool:
    """Tell whether a line is a heading by its signs: `## …` or `**…**`."""
    return _ATX.match(text) is not None or _BOLD.match(text) is not None


def height(lines: Sequence[Line], index: int) -> int:
    """How many lines the heading at `index` takes; 0 when none stands there."""
    text = lines[index].text
    if is_table_head(text):
        ruled = index + 1 < len(lines) and set(lines[index + 1].text.strip()) <= set("|-: ")
        return 2 if ruled else 0
    if (
        _ATX.match(text)
        or _BOLD.match(text)
        or _HEADING.match(_folded(text))
        or _FURTHER_READING.match(_folded(text))
    ):
        underlined = index + 1 < len(lines) and _UNDERLINE.match(lines[index + 1].text)
        return 2 if underlined else 1
    if index + 1 < len(lines) and _UNDERLINE.match(lines[index + 1].text):
        return 2 if len(text) <= _LONGEST_HEADING else 0
    item = is_entry(text) or _BULLET.match(text) is not None
    short = (
        len(text) <= _LONGEST_HEADING
        and "](" not in text
        and "://" not in text
        and not item
        and not MARKED.search(text)
    )
    alone = index == 0 or not lines[index - 1].text.strip()
    if short and alone and not text.lstrip().startswith(("|", ">")):
        return 0 if _SENTENCE.search(text.rstrip()) else 1
    return 0


def is_lead_in(text: str) -> bool:
    """Tell whether a line is "Sources:", which may stand behind each paragraph."""
    bare = text.strip().strip("*_ ")
    return (
        bare.endswith((":", "："))
        and not text.lstrip().startswith("#")
        and bool(_HEADING.match(_folded(text)))
    )
