"""Write the pairs that `bench/entailment_train.py` learns from.

    python bench/entailment_pairs.py OUT [--bench ../shared/bench] [--most 200000] [--seed 19]

Writes into the folder OUT, as JSON lines (`claim`, `passage`, `label`), gzip: `mnli`, `snli` and
`small` (RTE, SciTail) from the set `nli`; `fever` from `fevernli`; `minimal`: pairs made from the
text of FEVER's passages and of the bench's pages by `entailment_rewordings.py` and
`entailment_errors.py`, always a true claim and
a false one made from the same sentence, against the same passage; `claims`: those of
`bench/page_claims` against the passages that citecheck finds for them. The pages of the files
`d` and `l`, those of `../shared/bench/pages`, and every other set of claims are left out: they
measure the model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from citecheck import pages
from citecheck.matching import assess, prepare
from citecheck.model import Source, SourceStatus
from citecheck.sentences import split
from claims import SHARED, records
from entailment_errors import CONTRADICTED, NOT_ENTAILED
from entailment_parts import Edit
from entailment_rewordings import TRUE, TRUE_RARE, join, reworded

PAGE_CLAIMS = Path(__file__).parent / "page_claims"
KEPT_APART = ("d", "l")
_LABELS = {
    "supported": "entailed",
    "contradicted": "contradicted",
    "not_supported": "neutral",
    "partially_supported": "neutral",
}
Pair = tuple[str, str, str]  # claim, passage, label


def spaced(text: str) -> str:
    """Text of a corpus in tokens, as people write it."""
    for old, new in (("-LRB-", "("), ("-RRB-", ")"), ("``", '"'), ("''", '"'), (" -- ", "–")):
        text = text.replace(old, new)
    text = re.sub(r" ([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$£€]) ", r"\1", text)
    text = re.sub(r" ('s|'re|'ve|'ll|n't|')(?=\W|$)", r"\1", text)
    return re.sub(r'" ([^"]*?) "', r'"\1"', text)


def labelled(bench: Path, draw: Random) -> Iterator[tuple[str, Pair]]:
    """The pairs of the labelled sets; some again with another premise before or after theirs."""
    given = list(records("nli", bench))
    for record in given:
        name = {"rte": "small", "scitail": "small"}.get(record["dataset"], record["dataset"])
        claim, passage = record["claim"].strip(), record["source"].strip()
        label = _LABELS[record["label"]]
        if record.get("binary") and label != "entailed":
            label = "not_entailed"
        yield name, (claim, passage, label)
        if name != "snli" and draw.random() < 0.3:
            other = draw.choice(given)
            if other["dataset"] == record["dataset"]:
                both = [passage, other["source"].strip()]
                draw.shuffle(both)
                yield name, (claim, " ".join(both), label)
    for record in records("fevernli", bench):
        label = "entailed" if record["label"] == "supported" else "not_entailed"
        yield "fever", (record["claim"].strip(), spaced(record["source"]), label)


def kept_apart(bench: Path) -> set[str]:
    """The pages that measure the model."""
    found = set(json.loads((bench / "pages" / "pages.json").read_text(encoding="utf-8")))
    for name in KEPT_APART:
        lines = (PAGE_CLAIMS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found.update(json.loads(line)["page"] for line in lines)
    return found


def texts(bench: Path) -> Iterator[tuple[str, list[str]]]:
    """Pages as sentences, with the name of what they are about where the corpus gives it."""
    for record in records("fevernli", bench):
        text = spaced(record["source"])
        title, dot, _ = text.partition(". ")
        yield title if dot and len(title.split()) < 6 else "", sentences(text)
    apart = kept_apart(bench)
    for folder in ("articles", "wcxb"):
        truth = json.loads((bench / folder / "ground-truth.json").read_text(encoding="utf-8"))
        for key, value in truth.items():
            text = value.get("articleBody") or value.get("body") or ""
            english = len(re.findall(r"\b(?:the|and|of|to|in)\b", text)) > len(text.split()) / 12
            if key not in apart and english:
                for _ in range(4):
                    yield "", sentences(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text that are whole sentences."""
    found = []
    for line in text.splitlines():
        found += [line[a:b] for a, b in split(line)]
    return [s for s in found if 5 <= len(s.split()) <= 45 and s[-1] in '.!?"”' and len(s) < 350]


def minimal(title: str, page: list[str], draw: Random) -> Iterator[Pair]:
    """For each sentence of a page a true claim and a false twin; now and then one without a
    passage that says it, and one of which the passage says half."""
    for at, sentence in enumerate(page):
        true, needs = kept_true(title, sentence, page, draw)
        rest = [s for n, s in enumerate(page) if n != at and s not in needs]
        passage = around(sentence, at, page, needs, draw)
        false = made_false(true, page, draw)
        if false is not None:
            yield (true, passage, "entailed")
            yield (false[0], passage, false[1])
        if draw.random() < 0.2 and len(rest) > 2:
            about = sorted(rest, key=lambda s: -shared(s, true))[: draw.choice([1, 2, 3, 4])]
            if shared(about[0], true) < 0.6:
                yield (true, " ".join(about), "neutral")
                yield (true, passage, "entailed")
        if draw.random() < 0.2 and rest:
            other = draw.choice(rest)
            if other not in passage and sentence[-1] == "." and other[-1] == ".":
                half = join(sentence, [other], draw)
                if half:
                    yield (half, passage, "neutral")
                    if len(passage.split()) < 70:
                        yield (half, f"{passage} {other}", "entailed")


def kept_true(
    title: str, sentence: str, page: Sequence[str], draw: Random
) -> tuple[str, list[str]]:
    """A claim that the sentence entails, and what other sentences it needs."""
    claim, needs = sentence, []
    if title:
        named = re.sub(r"^(?:He|She|It)(?= (?:is|was|has|had|[a-z]+ed|[a-z]+s)\b)", title, claim)
        if named != claim:
            claim, needs = named, [page[0]] if title in page[0] else []
            if title not in page[0]:
                claim = sentence
    if draw.random() < 0.2:
        near = [s for s in page if s != sentence]
        other = draw.choice(near) if near else None
        joined = join(claim, [other], draw) if other else None
        if joined and other:
            claim, needs = joined, [*needs, other]
    edits: list[Edit] = list(draw.sample(TRUE, len(TRUE)))
    edits = [*TRUE_RARE, *edits] if draw.random() < 0.5 else edits
    count = draw.choice([0, 1, 2, 3, 4])
    for edit in edits:
        if count == 0:
            break
        made = edit(claim, page, draw)
        if made is not None and made != claim and len(made.split()) > 3:
            claim, count = made, count - 1
    return claim, needs


def made_false(claim: str, page: Sequence[str], draw: Random) -> tuple[str, str] | None:
    """The claim with a detail made wrong, and its label."""
    edits = [
        *((e, "contradicted") for e in CONTRADICTED),
        *((e, "not_entailed") for e in NOT_ENTAILED),
    ]
    draw.shuffle(edits)
    for edit, label in edits:
        made = edit(claim, page, draw)
        if made is not None and made.lower() != claim.lower() and made not in page:
            if draw.random() < 0.2:
                made = reworded(made, page, draw) or made
            return made, label
    return None


def around(sentence: str, at: int, page: Sequence[str], needs: Sequence[str], draw: Random) -> str:
    """The deciding sentence alone, with its neighbours, or among others of the page."""
    form = draw.random()
    if form < 0.25 and not needs:
        return sentence
    size = draw.choice([2, 3, 3, 4, 5, 6])
    if form < 0.6:
        first = max(0, at - draw.randrange(size))
        chosen = list(page[first : first + size])
    else:
        chosen = [sentence, *draw.sample(list(page), min(len(page), size - 1))]
        draw.shuffle(chosen)
    for one in (sentence, *needs):
        if one not in chosen:
            chosen.insert(0, one)
    while sum(len(s.split()) for s in chosen) > 95:
        spare = [s for s in chosen if s != sentence and s not in needs]
        if not spare:
            break
        chosen.remove(spare[-1])
    return " ".join(dict.fromkeys(chosen))


def shared(one: str, other: str) -> float:
    """Share of the words of `other` that `one` has."""
    words = set(other.lower().split())
    return len(words & set(one.lower().split())) / len(words)


def page_claims(bench: Path, draw: Random) -> Iterator[Pair]:
    """Claims written for real pages, against the passages that citecheck finds for them."""
    apart = kept_apart(bench)
    prepared = {}
    for path in sorted(PAGE_CLAIMS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            key = record["page"]
            if key in apart or path.stem in KEPT_APART or path.stem in ("h", "i"):
                continue
            if key not in prepared:
                body = gzip.decompress(
                    (bench / "articles" / "html" / f"{key}.html.gz").read_bytes()
                )
                source = Source("https://example.org", SourceStatus.OK, body=body)
                prepared[key] = prepare(pages.read(source))
            found = [e.text for e in assess(record["claim"], (prepared[key],)).evidence]
            if found:
                label = _LABELS[record["label"]]
                if record["kind"] in ("half", "absent"):
                    label = "neutral"
                yield record["claim"], " ".join(found), label
                if label != "neutral" and record["kind"] in ("verbatim", "number", "date"):
                    yield record["claim"], found[0], label


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--bench", type=Path, default=SHARED)
    arguments.add_argument("--most", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=19)
    given = arguments.parse_args()
    draw = Random(given.seed)
    files: dict[str, list[Pair]] = {}
    for name, pair in labelled(given.bench, draw):
        files.setdefault(name, []).append(pair)
    files["claims"] = list(page_claims(given.bench, draw))
    files["minimal"] = []
    everything = list(texts(given.bench))
    draw.shuffle(everything)
    for title, page in everything:
        if len(files["minimal"]) >= given.most:
            break
        files["minimal"] += minimal(title, page[:40], draw)
    given.out.mkdir(parents=True, exist_ok=True)
    for name, pairs in files.items():
        draw.shuffle(pairs)
        print(f"{name}: {len(pairs)}")
        with gzip.open(
            given.out / f"{name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=5
        ) as f:
            for claim, passage, label in pairs:
                f.write(json.dumps({"claim": claim, "passage": passage, "label": label}) + "\n")


if __name__ == "__main__":
    main()
