"""The entailment model that ships with citecheck."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from citecheck.matching.entailment import store
from citecheck.matching.entailment.model import Entailment

PASSAGE, TRUE, FALSE = range(3)
TWINS = [
    (
        "The bakery on Mill Street closed in 2014 after 61 years.",
        "The Mill Street bakery shut down in 2014.",
        "The Mill Street bakery shut down in 2004.",
    ),
    (
        "Exports of salmon grew by 12 percent in May, while imports stayed as they were.",
        "More salmon was exported in May.",
        "Less salmon was exported in May.",
    ),
    (
        "Judge Amelia Stone dismissed the complaint against the brewery.",
        "The complaint against the brewery was dismissed.",
        "The complaint against the brewery was upheld.",
    ),
    (
        "The tower was designed by Erik Lund and built by his nephew Olaf.",
        "Erik Lund designed the tower.",
        "Olaf designed the tower.",
    ),
    (
        "Only members may borrow books; visitors can read them in the hall.",
        "Visitors may read books in the hall.",
        "Visitors may borrow books.",
    ),
    (
        "The clinic treated 3,400 patients last year, 900 of them children.",
        "The clinic treated 3,400 patients last year.",
        "The clinic treated 4,300 patients last year.",
    ),
    (
        "The island can be reached by boat from April to October.",
        "Boats go to the island in summer.",
        "The island cannot be reached by boat.",
    ),
    (
        "Nobody was injured when the roof of the gym collapsed.",
        "The roof of the gym collapsed.",
        "Several people were injured when the roof of the gym collapsed.",
    ),
    (
        "The firm from Oslo bought its competitor in Bergen for 40 million kroner.",
        "The company in Bergen was bought by the firm from Oslo.",
        "The firm from Bergen bought its competitor in Oslo.",
    ),
    (
        "The council may ban cars from the old town next year.",
        "A ban on cars in the old town is possible.",
        "The council has banned cars from the old town.",
    ),
]


@pytest.fixture(scope="module")
def model() -> Entailment:
    found = store.shipped()
    if found is None:
        pytest.skip("no model ships with this installation")
    return found


def test_it_is_small(model: Entailment) -> None:
    shipped = next(kept for kept in store.installed() if kept.is_shipped)
    assert shipped.bytes < 26_000_000


def test_it_prefers_what_a_passage_says_to_the_same_with_one_thing_wrong(model: Entailment) -> None:
    right = 0
    for passage, true, false in TWINS:
        said, unsaid = model.ask(true, [passage]), model.ask(false, [passage])
        assert said is not None
        assert unsaid is not None
        right += said.entailed > unsaid.entailed
    assert right >= 0.8 * len(TWINS)


def test_what_is_on_another_page_is_neither_said_nor_denied(model: Entailment) -> None:
    for n, (_, true, _) in enumerate(TWINS):
        answer = model.ask(true, [TWINS[n - 1][PASSAGE]])
        assert answer is not None
        assert answer.entailed < 0.5


def test_an_answer_depends_on_the_pair_alone(model: Entailment) -> None:
    passages = [twin[PASSAGE] for twin in TWINS]
    forward = model.ask(TWINS[0][TRUE], passages)
    backward = model.ask(TWINS[0][TRUE], passages[::-1])
    again = store.shipped()
    assert again is not None
    assert forward == backward == again.ask(TWINS[0][TRUE], passages)


def test_it_is_asked_by_default_and_not_with_no_model() -> None:
    if store.shipped() is None:
        pytest.skip("no model ships with this installation")
    record = json.dumps({"id": 1, "claim": TWINS[0][TRUE], "source": TWINS[0][PASSAGE]})
    for arguments, there in ((), True), (("--no-model",), False):
        finished = subprocess.run(
            [sys.executable, "-m", "citecheck", "match", "--explain", *arguments],
            input=record,
            capture_output=True,
            text=True,
            check=True,
        )
        features = json.loads(finished.stdout)["features"]
        assert ("entailed" in features) is there
        assert ("ruled_out" in features) is there
