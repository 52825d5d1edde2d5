"""What LaTeX commands and environments mean to a reader: tables of their names and arguments.

In the shapes of arguments `m` is one in braces, with square brackets before it or without, and
`o` one in square brackets.
"""

from __future__ import annotations

import re

SECTIONS = {
    "title": "# ",
    "part": "# ",
    "chapter": "# ",
    "section": "## ",
    "subsection": "### ",
    "subsubsection": "#### ",
    "paragraph": "##### ",
    "subparagraph": "###### ",
    "frametitle": "## ",
}
"""Commands whose argument is a heading, with its sign."""

_CITES = re.compile(
    r"(?:foot|paren|text|auto|smart|super|full|footfull|online|short|note|pnote|fnote)?cite"
    r"[a-zA-Z]{0,12}|(?:Paren|Text|Auto|Smart|Super|Foot)cites?|C(?:ite|ITE)[a-zA-Z]{0,9}|bibentry"
)
_NO_CITES = frozenset(
    "citetext citestyle citesetup citename citenamefont citedash citeleft citeright citemid"
    " citereset citecolor citepunct citeform citeautoscript citecheckfile citation"
    " citedelim".split()
)
_NAMING = re.compile(r"[tT]extcites?|[cC]itet[sp]?|[cC]iteauthors?|cite(?:A|N|authors?)|shortciteA")
_SEVERAL = re.compile(r"(?:[a-zA-Z]{0,8})[cC]ites|citets|citeps|citetp?s|fullcites|footfullcites")


def cites(name: str) -> bool:
    """Tell whether a command cites: natbib's, biblatex's and others of their shape."""
    return _CITES.fullmatch(name) is not None and name not in _NO_CITES


def names_its_source(name: str) -> bool:
    """Tell whether a command prints the source's name as a word of the sentence."""
    return _NAMING.fullmatch(name) is not None


def cites_several(name: str) -> bool:
    """Tell whether a command takes any number of keys in braces, as biblatex's multicites."""
    return _SEVERAL.fullmatch(name) is not None


NOTES = frozenset(("footnote", "endnote", "sidenote", "marginnote", "tablefootnote"))
NEW_BLOCK = frozenset(
    "par newpage clearpage cleardoublepage pagebreak bigskip medskip smallskip maketitle".split()
)
RULES = frozenset(
    "toprule midrule bottomrule hline endhead endfirsthead endfoot endlastfoot centering".split()
)

SILENT = {
    name: count
    for count, names in enumerate(
        (
            "centering raggedright noindent indent maketitle tableofcontents listoffigures appendix"
            " listoftables bfseries itshape small footnotesize scriptsize tiny large Large huge"
            " normalsize bf it em rm sf tt sc normalfont hline toprule midrule printindex"
            " LARGE bottomrule frontmatter mainmatter backmatter makeatletter makeatother"
            " BibitemOpen protect unskip"
            " ignorespaces balance onecolumn sloppy fussy left right big Big bigg Bigg displaystyle"
            " textstyle limits nolimits expandafter csname endcsname global long leavevmode",
            "label ref pageref eqref cref Cref autoref nameref vref subref index glsadd date"
            " bibliographystyle pagestyle thispagestyle usetikzlibrary graphicspath vspace hspace"
            " pagenumbering phantom vphantom hphantom color textcolor bibinfo bibfield BibitemShut"
            " href@noop email ead orcid orcidlink keywords subjclass pacs ccsdesc authorrunning"
            " titlerunning institute address affil affiliation thanksref hypersetup received"
            " captionsetup sisetup pgfplotsset tikzset lstset setlist setcitestyle bibpunct"
            " geometry nocite thanks cline cmidrule linespread acmConference acmDOI acmISBN"
            " orcidID"
            " IEEEauthorblockA IEEEauthorblockN hyphenation newcounter newlength newsavebox"
            " citestyle selectlanguage foreignlanguage setminted copyrightyear acmYear setcopyright"
            " icmlsetsymbol corref cortext fntext fnref author documentclass usepackage"
            " RequirePackage includegraphics includesvg includepdf authornote bibliography"
            " addbibresource todo missingfigure algnewcommand",
            "setlength addtolength setcounter addtocounter resizebox fontsize markboth multicolumn"
            " setkeys newtheorem icmlauthor icmlaffiliation",
            "citecheckfile definecolor addcontentsline crefname titleformat DeclareMathAlphabet",
        )
    )
    for name in names.split()
}
"""Commands that print nothing, or nothing to read, with the number of arguments that go with them;
what prints a last argument, as \\textcolor{red}{words}, has only those before it."""

BOXES = {"parbox": "m", "raisebox": "moo", "makebox": "oo", "framebox": "oo", "scalebox": "m",
         "rotatebox": "m", "colorbox": "m", "fcolorbox": "mm", "rule": "mm", "hyperref": "o",
         "hyperlink": "m", "texorpdfstring": "", "multirow": "mom"}  # fmt: skip
"""Commands that print their last argument, with those before it."""

TABLES = {"tabular": "om", "tabular*": "mom", "tabularx": "mom", "tabulary": "mm",
          "longtable": "om", "supertabular": "m", "xltabular": "mm", "tblr": "om"}  # fmt: skip
MATHS = frozenset(
    name + star
    for name in "equation align gather multline eqnarray displaymath math flalign alignat dmath"
    " subequations dgroup IEEEeqnarray".split()
    for star in ("", "*")
)
DRAWN = frozenset(
    "tikzpicture picture pgfpicture tikzcd algorithmic forest CCSXML pspicture axis circuitikz"
    " feynman asy filecontents".split()
)
"""Environments that hold no prose; what is cited in them is."""

ENVIRONMENTS = {
    "multicols": "mo", "multicols*": "m", "minipage": "ooom", "list": "mm", "figure": "o",
    "figure*": "o", "table": "o", "table*": "o", "wrapfigure": "omom", "wraptable": "omom",
    "adjustbox": "m", "spacing": "m", "subfigure": "om", "subtable": "om", "adjustwidth": "mm",
    "thebibliography": "m", "otherlanguage": "m", "frame": "oom", "block": "m", "column": "m",
    "columns": "o", "enumerate": "o", "itemize": "o", "description": "o", "algorithm": "o",
    "keywords": "", "quote": "", "quotation": "", "center": "", "abstract": "o", "letter": "m",
    "changemargin": "mm", "textblock": "m", "tcolorbox": "o", "mdframed": "o", "comment": "",
    "flushleft": "", "flushright": "", "verse": "", "document": "", "titlepage": "",
}  # fmt: skip
"""Environments with the arguments that are no text of theirs."""
LISTS = frozenset("itemize enumerate description compactitem compactenum inparaenum list".split())
LETTERS = frozenset("ss o O l L ae AE oe OE aa AA i j dh DH th TH".split())
"""Commands for letters, which take the space behind them."""
