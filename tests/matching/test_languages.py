"""Claims in other languages that say in other words what a page says, or the opposite of it."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import Judgement, Verdict

PAGES = {
    "de": (
        "Der Stadtrat von Lindau hat am Montag den Bau eines neuen Krankenhauses beschlossen. Die "
        "Kosten stiegen seit der ersten Planung um 18 Prozent auf 240 Millionen Euro. "
        "Bürgermeisterin Anna Vogt lehnte einen Verkauf des alten Geländes ab. Der Betreiber "
        "Medikon kündigte an, 150 Stellen zu schaffen. Die Opposition kritisierte das Vorhaben. "
        "Die Vereinigten Staaten nahmen an der Messe nicht teil. Im Vorjahr ging die Zahl der "
        "Patienten zurück. Die Polizei nahm zwei Männer fest, die in das Rathaus eingebrochen "
        "waren. Das Gericht sprach einen dritten Mann frei. Ein Sturm beschädigte im März das "
        "Dach der Turnhalle."
    ),
}
# A claim, a word of it that the page has otherwise, and a word that says something else.
PARAPHRASES = [
    ("de", "Seit der ersten Planung nahmen die Kosten um 18 Prozent zu.", "nahmen", "teilten"),
    ("de", "Die Kosten wuchsen seit der ersten Planung auf 240 Mio. Euro.", "wuchsen", "glänzten"),
    ("de", "Anna Vogt wies einen Verkauf des alten Geländes zurück.", "wies", "malte"),
    ("de", "Der Betreiber Medikon will 150 Arbeitsplätze schaffen.", "Arbeitsplätze", "Bilder"),
    ("de", "Die Opposition bemängelte das Vorhaben.", "bemängelte", "bemalte"),
    ("de", "Im Vorjahr ist die Zahl der Patienten gesunken.", "gesunken", "gesungen"),
    ("de", "Die Polizei verhaftete zwei Männer.", "verhaftete", "fotografierte"),
    ("de", "Ein Unwetter beschädigte im März das Dach der Turnhalle.", "Unwetter", "Gutachten"),
    ("de", "Der Stadtrat von Lindau entschied, eine neue Klinik zu bauen.", "Klinik", "Brauerei"),
]
ALTERED = [
    ("de", "Die Kosten sanken seit der ersten Planung um 18 Prozent auf 240 Millionen Euro."),
    ("de", "Die Kosten nahmen seit der ersten Planung um 18 Prozent ab."),
    ("de", "Bürgermeisterin Anna Vogt stimmte einem Verkauf des alten Geländes zu."),
    ("de", "Im Vorjahr stieg die Zahl der Patienten."),
    ("de", "Die Opposition lobte das Vorhaben."),
    ("de", "Die Polizei ließ zwei Männer frei, die in das Rathaus eingebrochen waren."),
    ("de", "Das Gericht verurteilte einen dritten Mann."),
    ("de", "Die USA nahmen an der Messe teil."),
    ("de", "Der Betreiber Medikon kündigte an, 250 Arbeitsplätze zu schaffen."),
    ("de", "Der Betreiber Medikon kündigte an, 150 Stellen zu streichen."),
]


def judged(language: str, claim: str) -> Judgement:
    return assess(claim, (prepare_text(PAGES[language], language=language),))


@pytest.mark.parametrize(("language", "claim", "word", "unlike"), PARAPHRASES)
def test_a_synonym_carries_a_claim(language: str, claim: str, word: str, unlike: str) -> None:
    found = judged(language, claim)
    assert found.verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED), found.reasons
    assert all(word not in (reason.claim or "") for reason in found.reasons)
    assert found.score > judged(language, claim.replace(word, unlike)).score + 0.05


@pytest.mark.parametrize(("language", "claim"), ALTERED)
def test_an_opposite_does_not(language: str, claim: str) -> None:
    found = judged(language, claim)
    assert found.verdict is not Verdict.SUPPORTED
    assert found.reasons
