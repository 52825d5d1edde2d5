"""Which runs of sentences are found for a claim."""

from __future__ import annotations

from citecheck.matching.retrieve.prepared import prepare_text
from citecheck.matching.retrieve.windows import carry, windows
from citecheck.matching.text.tokens import tokenise

SENTENCES = [
    "The orchard was planted in 1902 by two brothers.",
    "They sold the apples in Leeds.",
    "A storm felled most of the trees.",
    "The brothers emigrated to Canada in 1911.",
    "Rain fell for a week.",
    "The orchard now belongs to the parish.",
]


def found(claim: str, *pages: list[str], title: str | None = None) -> list[str]:
    prepared = [prepare_text(page, title=title) for page in pages]
    return [window.text for window in windows(carry(tokenise(claim), prepared))]


def test_the_sentence_that_says_it_comes_first() -> None:
    assert found("The brothers emigrated to Canada.", SENTENCES)[0] == SENTENCES[3]


def test_a_window_grows_to_hold_what_one_sentence_refers_back_to() -> None:
    first = found("The two brothers sold apples in Leeds.", SENTENCES)[0]
    assert first == "\n".join(SENTENCES[:2])


def test_windows_share_no_sentence() -> None:
    texts = found("The orchard of the brothers was felled by a storm in 1911.", SENTENCES)
    lines = [line for text in texts for line in text.split("\n")]
    assert len(lines) == len(set(lines))
    assert len(texts) > 1


def test_no_window_reaches_over_two_pages() -> None:
    texts = found("Rain fell on the orchard of two brothers.", SENTENCES[:1], SENTENCES[4:5])
    assert set(texts) <= {SENTENCES[0], SENTENCES[4]}


def test_words_of_the_title_are_lent_to_its_sentences() -> None:
    page = ["Opened in 1902, it has a glass roof.", "The town has a market."]
    prepared = prepare_text(page, title="Kensal Baths")
    plain = prepare_text(page)
    claim = tokenise("Kensal Baths opened in 1902.")
    with_title = windows(carry(claim, [prepared]))[0]
    without = windows(carry(claim, [plain]))[0]
    assert with_title.coverage > without.coverage


def test_nothing_in_common_finds_nothing() -> None:
    assert found("Quantum chromodynamics", SENTENCES) == []


def test_weights_add_up_and_rows_are_shares() -> None:
    carriage = carry(tokenise("The orchard was planted in 1902."), [prepare_text(SENTENCES)])
    assert abs(sum(carriage.weights) - 1) < 1e-9
    assert all(0 <= quality <= 1 for row in carriage.rows.values() for quality in row)
    assert all(0 <= score <= 1 + 1e-9 for score in carriage.scores.values())
