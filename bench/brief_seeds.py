"""Valid briefs in every format, for `bench/fuzz.py` to damage. Needs pandoc."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import convert

TEXT = r"""# The bridge

The council spent 4.2 million dollars on it [1]. It opened in May [2, 3], said *Ray*, and
some 900 people came ([1]). It rose.² They agreed (1) to sign, (2) to pay【1†source】.[^5]

- Two towns did not pay [@ray2020; see @osei, p. 3]:
- as Osei (2021) says ([site.example](https://site.example/a_(b))) \[2\], `x = a[1]`.

> "Nobody asked us," a neighbour wrote [[2]](https://two.example/).

| Town | Paid |
|------|------|
| Merrin paid it in May | [3] |

  Town      Paid
  --------- ----------
  Harlow    [1], [2]

<!-- citecheck: ignore[not_supported] a reason -->
Nobody went [4](https://four.example/). <b>It</b> was <del>not</del> H^2^O.

## Sources

1. Osei, A. (2021). Tolls. https://one.example/a_b
2. Second report. doi:10.1000/xyz
3. Roe v. Wade, 410 U.S. 113 (1973)

[^5]: Fifth report, <https://five.example/>
"""
PAGE = """<!doctype html><body><p>It rose.<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a>
<sup>2</sup> <del>x</del><i hidden>y</i> <a href="https://a.example/">3</a></p><table><tr><td>a
<td>[1]</table><ol start=2><li id=cite-2>Two https://b.example/</ol><div id=ftn1><p>
<a href="#_ftnref1" name="_ftn1">[1]</a> Ray, https://c.example/</p></div></body>"""
WIKI = """{{Infobox|a=[[File:b.png]]}}
It '''rose''' in [[May|the spring]].<ref name="r">{{cite web|url=https://one.example/|title=T}}</ref>
Nobody paid.<ref name="r" /><ref group="n">[https://two.example/ Osei]</ref>{{sfn|Ray|2020|p=4}}
{| class=x
|-
| Merrin || paid<ref>https://three.example/</ref>
|}
== Works ==
* {{cite book|last=Ray|year=2020|url=https://four.example/|ref=harv}}
{{reflist|group=n}}
"""
_ANSWER = "The toll rose [1]. Nobody paid [2]."
JSON = (
    {"answer": _ANSWER, "citations": ["https://one.example/", {"url": "https://two.example/"}]},
    {"choices": [{"message": {"role": "assistant", "content": _ANSWER, "annotations": [
        {"type": "url_citation", "url_citation": {"url": "https://one.example/", "title": "Ray",
         "start_index": 14, "end_index": 17}}]}}]},
    [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": _ANSWER}],
    {"candidates": [{"content": {"parts": [{"text": "The toll rose."}]}, "groundingMetadata": {
        "groundingChunks": [{"web": {"uri": "https://one.example/"}}], "groundingSupports": [
            {"segment": {"endIndex": 14}, "groundingChunkIndices": [0]}]}}]},
)  # fmt: skip


def seeds(kind: str) -> list[bytes]:
    """Briefs of one kind: "markdown", "wiki", "json", or a format that `bench/convert.py`
    writes."""
    if kind == "wiki":
        return [WIKI.encode()]
    if kind == "json":
        return [json.dumps(value).encode() for value in JSON]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        brief = folder / "brief.md"
        brief.write_text(TEXT, encoding="utf-8")
        made = [convert.convert(brief, folder, kind).read_bytes()]
    if kind == "html":
        return [*made, PAGE.encode()]
    return [*made, TEXT.encode()] if kind == "markdown" else made
