"""In languages without word lists only what stands word for word, with nothing that may deny it."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.matching.extract.undenied import stands_undenied
from citecheck.model import Verdict


@pytest.mark.parametrize(
    ("language", "claim", "page", "said"),
    [
        ("ja", "橋は五月に閉鎖された。", "市によると、橋は五月に閉鎖された。", True),
        ("ja", "橋は五月に閉鎖された。", "橋は五月に閉鎖されたわけではない。", False),
        ("ja", "橋は五月に閉鎖された。", "橋は五月に閉鎖されなかった。", False),
        ("ja", "橋は五月に閉鎖された。", "橋は五月に開放された。", False),
        ("zh", "桥在五月关闭。", "据市政府说，桥在五月关闭。", True),
        ("zh", "桥在五月关闭。", "桥在五月关闭的消息不实。", False),
        ("zh", "桥在五月关闭。", "没有人说桥在五月关闭。", False),
        ("zh", "桥在五月关闭。", "桥在五月开放。", False),
        ("ko", "다리는 오월에 닫혔다.", "시에 따르면 다리는 오월에 닫혔다.", True),
        ("ko", "다리는 오월에 닫혔다.", "다리는 오월에 닫혔다 는 말은 거짓이다.", False),
        ("ru", "Мост закрыли в мае.", "По словам мэра, мост закрыли в мае.", True),
        ("ru", "Мост закрыли в мае.", "Неправда, что мост закрыли в мае.", False),
        ("sv", "Bron stängdes i maj.", "Enligt staden stängdes bron. Bron stängdes i maj.", True),
        ("sv", "Bron stängdes i maj.", "Bron stängdes i maj bara för bilar.", False),
        ("eu", "Zubia maiatzean itxi zuten.", "Zubia maiatzean itxi zuten.", True),
        ("eu", "Zubia maiatzean itxi zuten.", "Ez da egia zubia maiatzean itxi zuten.", False),
    ],
)
def test_word_for_word(language: str, claim: str, page: str, said: bool) -> None:
    judgement = assess(claim, [prepare_text(page, language=language)])
    assert (judgement.verdict is Verdict.SUPPORTED) is said, judgement.reasons


def test_the_rest_of_the_sentence_counts() -> None:
    assert stands_undenied("Most jest zamknięty", ["Most jest zamknięty od maja."], "pl")
    assert not stands_undenied("Most jest zamknięty", ["Most jest zamknięty tylko nocą."], "pl")
    assert not stands_undenied("Most jest zamknięty", ["Most był zamknięty."], "pl")
    assert not stands_undenied("", ["Most był zamknięty."], "pl")
