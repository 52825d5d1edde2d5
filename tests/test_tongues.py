"""A sentence tells its language by its function words, and says nothing when unsure."""

from __future__ import annotations

import pytest

from citecheck.tongues import differing, of_sentence

SENTENCES = [
    ("en", "The keeper counted 2,310 ships in the year after the storm."),
    ("de", "Der Vorstand senkte die Gebühr im Mai um zwölf Prozent."),
    ("fr", "Le conseil a voté une baisse des tarifs pour les navires."),
    ("it", "La nave ha trasportato il grano dalla costa nel 1904."),
    ("pt", "O conselho aprovou uma redução das tarifas do porto em maio."),
    ("nl", "De gemeente verlaagde het tarief voor schepen in mei."),
    ("sv", "Rådet sänkte avgiften för fartyg och höjde den inte igen."),
    ("pl", "Rada obniżyła opłaty za statki w maju i nie podniosła ich."),
    ("fi", "Neuvosto alensi maksuja ja se oli myös muiden toive."),
    ("hu", "A tanács csökkentette a díjat, és ez nem volt elég."),
    ("tr", "Kurul mayıs ayında ücreti düşürdü ve bu bir ilkti."),
    ("ru", "Совет снизил плату для судов в мае."),
    ("ja", "評議会は五月に料金を下げた。"),
    ("zh", "议会在五月降低了费用。"),
]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_sentences_of_many_languages(language: str, sentence: str) -> None:
    assert of_sentence(sentence) == language
    assert differing(sentence, language) is None
    assert differing(sentence, "de" if language != "de" else "en") == language


@pytest.mark.parametrize(
    "sentence",
    [
        "Angela Merkel visited São Paulo.",
        "Ursula von der Leyen met Emmanuel Macron.",
        "Die Hard earned $140 million worldwide",
        "El Niño raised temperatures across Peru.",
        "Prices fell.",
        "Le Monde reported that Société Générale lost money.",
        "Beyoncé released Cowboy Carter in March 2024.",
    ],
)
def test_names_make_no_other_language(sentence: str) -> None:
    assert differing(sentence, "en") is None


def test_near_languages_are_not_told_apart() -> None:
    sentence = "Rådet satte ned avgiften for skip i mai og den ble ikke satt opp."
    assert differing(sentence, "da") is None
