"""Verdicts on claims in other languages: paraphrases, claims with a detail made wrong, absent ones.

    python bench/languages.py [--claims DIRECTORY] [--wrong] [--words] [LANGUAGE ...]

`bench/language_claims/XX.jsonl` holds for each language three short texts of the kind that news
have, and thirty claims about them, all written for this, and before the words of the language
(`src/citecheck/matching/data/words/XX.txt`); `bench/language_claims/later` holds twelve more a
language, written when the words were there, without looking at them. With `--wrong` each claim
follows whose verdict is not what it should be, with its reasons. With `--words` each sentence of
the texts is judged with each listed word replaced, as its file has them, by each other of its group
and by each opposite.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import mean

from citecheck.matching import PreparedPage, assess, prepare_text
from citecheck.matching.text import vocabulary
from citecheck.matching.text.tokens import tokenise
from citecheck.model import Verdict
from citecheck.sentences import split
from pages import Judged, explained

CLAIMS = Path(__file__).resolve().parent / "language_claims"


def judge_all(language: str, directory: Path = CLAIMS) -> list[Judged]:
    """Judge the claims of a language, each against its text."""
    texts: dict[str, PreparedPage] = {}
    found: list[Judged] = []
    for line in (directory / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "text" in record:
            texts[record["source"]] = prepare_text(record["text"], language=language)
            continue
        judgement = assess(record["claim"], (texts[record["source"]],))
        found.append(
            Judged(record["id"], record["claim"], record["label"], record["kind"], judgement)
        )
    return found


def row(name: str, found: list[Judged]) -> str:
    """One line of the table: how many of each label have which verdict."""

    def of(label: Verdict, *verdicts: Verdict) -> str:
        mine = [j.verdict for j in found if j.label == label.value]
        return f"{sum(v in verdicts for v in mine)} of {len(mine)}"

    true, altered, absent = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED
    partly = Verdict.PARTIALLY_SUPPORTED
    score = mean(j.judgement.score for j in found if j.label == true.value)
    columns = (
        of(true, true),
        of(true, true, partly),
        of(true, altered),
        f"{score:.2f}",
        of(altered, true),
        of(altered, altered),
        of(absent, true),
        of(absent, altered),
    )
    return f"{name:<6}" + "".join(f"{column:>14}" for column in columns)


def replaced(language: str, directory: Path = CLAIMS) -> tuple[list[Verdict], list[Verdict]]:
    """The verdicts on sentences of the texts with one word replaced: by words that say the same,
    and by opposites."""
    words = vocabulary.of(language)
    assert words is not None
    verdicts: tuple[list[Verdict], list[Verdict]] = ([], [])
    for line in (directory / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if "text" not in record:
            continue
        page = prepare_text(record["text"], language=language)
        for start, end in split(record["text"], language):
            sentence = record["text"][start:end]
            for token in tokenise(sentence, language):
                for table, found in zip((words.same, words.opposite), verdicts, strict=True):
                    for name in table.get(token.stem, ()):
                        other = name.partition(":")[2]
                        if vocabulary.is_phrase(other) or (
                            (name in words.verbs, other[0].isupper())
                            != (token.stem in words.verbs, sentence[token.start].isupper())
                        ):
                            continue
                        claim = sentence[: token.start] + other + sentence[token.end :]
                        found.append(assess(claim, (page,)).verdict)
    return verdicts


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("languages", nargs="*", metavar="LANGUAGE")
    arguments.add_argument("--claims", type=Path, default=CLAIMS)
    arguments.add_argument("--wrong", action="store_true")
    arguments.add_argument("--words", action="store_true")
    given = arguments.parse_args()
    languages = given.languages or sorted(path.stem for path in given.claims.glob("*.jsonl"))
    if given.words:
        for language in languages:
            same, opposite = replaced(language, given.claims)
            print(
                f"{language}  the same: {len(same)}, supported {same.count(Verdict.SUPPORTED)}, "
                f"contradicted {same.count(Verdict.CONTRADICTED)}; opposite: {len(opposite)}, "
                f"supported {opposite.count(Verdict.SUPPORTED)}, "
                f"contradicted {opposite.count(Verdict.CONTRADICTED)}"
            )
        return
    print(f"{'':<6}{'true':^56}{'altered':^28}{'absent':^28}")
    heads = ("supported", "…or partially", "contradicted", "mean score") + (
        "supported",
        "contradicted",
    ) * 2
    print(f"{'':<6}" + "".join(f"{head:>14}" for head in heads))
    everything: list[Judged] = []
    for language in languages:
        found = judge_all(language, given.claims)
        everything += found
        print(row(language, found))
    if len(languages) > 1:
        print(row("all", everything))
    if given.wrong:
        misses = [j for j in everything if j.verdict.value != j.label]
        print("\n" + "\n".join(map(explained, misses)))


if __name__ == "__main__":
    main()
