"""Plain cases of judging a claim: what a careful reader would say of each."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from citecheck.matching import PreparedPage, assess, prepare, prepare_text
from citecheck.matching.decide import judge
from citecheck.model import Page, Passage, ReasonCode, Region, Source, SourceStatus, Verdict

PAGE = (
    "The harbour bridge in Marlow was closed to lorries on 14 May 2019 after an inspection found "
    "cracks in two of its pillars. The city council voted to spend 9.4 million euros on repairs. "
    "Engineer Ruth Adeyemi, who led the inspection, said: “The pillars were built with the wrong "
    "kind of cement, and nobody noticed for forty years.” Ferries carried goods across the river "
    "while the bridge was shut. Some 1,200 people work in the port. The bridge reopened in March "
    "2021, four months later than planned. Fishing in the upper river has not been allowed since "
    "1998."
)


def judged(claim: str, page: str = PAGE, language: str = "en") -> judge.Judgement:
    return assess(claim, (prepare_text(page, language=language),))


@pytest.mark.parametrize(
    "claim",
    [
        "The city council voted to spend 9.4 million euros on repairs.",
        "Ferries carried goods across the river while the bridge was shut.",
        "The bridge reopened in March 2021, four months later than planned.",
        "Some 1,200 people work in the port.",
        "Fishing in the upper river has not been allowed since 1998.",
        "Ruth Adeyemi said: “The pillars were built with the wrong kind of cement.”",
        "The council voted to spend €9.4 million on the repairs.",
        "The harbour bridge in Marlow was closed to lorries on May 14, 2019.",
    ],
)
def test_verbatim_and_lightly_edited_claims_are_supported(claim: str) -> None:
    found = judged(claim)
    assert found.verdict is Verdict.SUPPORTED, found.reasons
    assert found.score > 0.5


@pytest.mark.parametrize(
    ("claim", "code", "mine", "theirs"),
    [
        (
            "The city council voted to spend 6.4 million euros on repairs.",
            ReasonCode.QUANTITY_DIFFERS,
            "6.4",
            "9.4",
        ),
        (
            "The bridge reopened in March 2020, four months later than planned.",
            ReasonCode.DATE_DIFFERS,
            "2020",
            "2021",
        ),
        (
            "Fishing in the upper river has been allowed since 1998.",
            ReasonCode.POLARITY_DIFFERS,
            "allowed",
            "allowed",
        ),
        (
            "Ruth Adeyemi said: “The pillars were built with the right kind of cement.”",
            ReasonCode.QUOTATION_DIFFERS,
            "right",
            "wrong",
        ),
    ],
)
def test_changed_facts_contradict_and_both_values_are_shown(
    claim: str, code: ReasonCode, mine: str, theirs: str
) -> None:
    found = judged(claim)
    assert found.verdict is Verdict.CONTRADICTED, (found.verdict, found.reasons)
    reason = next(r for r in found.reasons if r.code is code)
    assert mine in (reason.claim or "")
    assert theirs in (reason.source or "")


def test_a_name_that_the_page_does_not_have_is_never_supported() -> None:
    found = judged(
        "Engineer Peter Novak, who led the inspection, said: “The pillars were built with the "
        "wrong kind of cement, and nobody noticed for forty years.”"
    )
    assert found.verdict in (Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED)
    assert any("Novak" in (reason.claim or "") for reason in found.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "The mayor resigned over the affair in autumn.",
        "Scientists discovered a new species of beetle in Peru.",
        "Turnout among young voters set a record.",
    ],
)
def test_what_the_page_does_not_say_is_not_supported(claim: str) -> None:
    found = judged(claim)
    assert found.verdict is Verdict.NOT_SUPPORTED
    assert found.score < 0.3


def test_half_of_a_claim_is_partial_support_and_the_missing_half_is_named() -> None:
    found = judged(
        "The city council voted to spend 9.4 million euros on repairs and to hire thirty gardeners."
    )
    assert found.verdict is Verdict.PARTIALLY_SUPPORTED
    assert any("gardeners" in (reason.claim or "") for reason in found.reasons)


@pytest.mark.parametrize(
    ("language", "page", "claim"),
    [
        (
            "de",
            "Der Stadtrat beschloss am Montag, die alte Brücke für 9,4 Millionen Euro zu "
            "sanieren. Lastwagen dürfen sie seit dem Frühjahr nicht mehr befahren.",
            "Der Stadtrat beschloss, die alte Brücke für 9,4 Millionen Euro zu sanieren.",
        ),
        (
            "fr",
            "Le conseil municipal a voté la réparation du vieux pont pour 9,4 millions d’euros. "
            "Les camions n’y circulent plus depuis le printemps.",
            "Le conseil municipal a voté la réparation du vieux pont pour 9,4 millions d’euros.",
        ),
        (
            "es",
            "El ayuntamiento votó la reparación del viejo puente por 9,4 millones de euros. Los "
            "camiones no circulan por él desde la primavera.",
            "El ayuntamiento votó la reparación del puente viejo por 9,4 millones de euros.",
        ),
        (
            "zh",
            "市议会星期一投票决定修复旧桥。自春天以来卡车不能通行。渡轮把货物运过河。",
            "市议会投票决定修复旧桥。",
        ),
        (
            "ja",
            "市議会は月曜日に古い橋を修復することを決めた。春からトラックは通行できない。",
            "市議会は古い橋を修復することを決めた。",
        ),
    ],
)
def test_other_languages_tell_what_is_there_from_what_is_not(
    language: str, page: str, claim: str
) -> None:
    there = judged(claim, page, language)
    absent = judged("Xylophon Quartz 1731 Bdellium 量子力学", page, language)
    assert there.verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    assert absent.verdict is Verdict.NOT_SUPPORTED
    assert there.score > absent.score + 0.3


@pytest.mark.parametrize("region", [Region.REFERENCES, Region.NAVIGATION, Region.RELATED])
def test_reference_lists_and_navigation_support_in_part_at_most(region: Region) -> None:
    main, other = "The garden opens at noon.", "Smith found that coffee prevents headaches in mice."
    text = f"{main}\n{other}"
    page = Page(
        Source("https://example.org/", SourceStatus.OK),
        SourceStatus.OK,
        text=text,
        passages=(
            Passage(main, 0, len(main)),
            Passage(other, len(main) + 1, len(text), region=region),
        ),
    )
    found = assess(other, (prepare(page),))
    assert found.verdict is Verdict.PARTIALLY_SUPPORTED
    assert [reason.code for reason in found.reasons] == [ReasonCode.OUTSIDE_MAIN_TEXT]
    assert found.evidence[0].region is region


def test_the_first_evidence_is_the_deciding_passage_and_offsets_point_at_it() -> None:
    claim = "Ferries carried goods across the river while the bridge was shut."
    evidence = judged(claim).evidence[0]
    assert claim.rstrip(".") in evidence.text
    assert PAGE[evidence.start : evidence.end] == evidence.text
    assert evidence.aligned
    for mine, mine_end, there, there_end in evidence.aligned:
        assert claim[mine:mine_end].lower() == PAGE[there:there_end].lower()


def test_two_pages_carry_together_what_neither_carries_alone() -> None:
    first = prepare_text("The museum in Porto opened its new wing in 2015.")
    second = prepare_text("The new wing of the museum in Porto was designed by Ana Castro.")
    claim = "The new wing of the museum in Porto opened in 2015 and was designed by Ana Castro."
    alone = max(assess(claim, (page,)).score for page in (first, second))
    assert assess(claim, (first, second)).score > alone


def test_contributions_add_up_to_the_log_odds() -> None:
    lines = "".join(
        json.dumps({"id": n, "claim": claim, "source": PAGE}) + "\n"
        for n, claim in enumerate(("Some 1,200 people work in the port.", "The mayor resigned."))
    )
    done = subprocess.run(
        [sys.executable, "-m", "citecheck", "match", "--explain"],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        odds = sum(part["contribution"] for part in answer["features"].values())
        assert 1 / (1 + math.exp(-odds)) == pytest.approx(answer["score"], abs=1e-3)


def test_judging_is_deterministic_and_does_not_depend_on_what_was_judged_before() -> None:
    claims = ["The bridge reopened in March 2021.", "Ferries carried cars.", "Nobody came."]
    page = prepare_text(PAGE)
    together = [assess(claim, (page,)) for claim in claims]
    alone = [judged(claim) for claim in claims]
    backwards = [assess(claim, (page,)) for claim in reversed(claims)][::-1]
    assert together == alone == backwards


@pytest.mark.parametrize(
    ("language", "page", "claim", "altered"),
    [
        (
            "ru",
            "Совет города принял закон о новом мосте в среду. Строительство моста не начнётся до"
            " весны, сообщил мэр города Иван Петров журналистам.",
            "Строительство моста не начнётся до весны, сообщил мэр города Иван Петров журналистам.",
            "Строительство моста начнётся до весны, сообщил мэр города Иван Петров журналистам.",
        ),
        (
            "sv",
            "Kommunen antog lagen om en ny bro i onsdags. Bygget av bron ska inte börja före våren,"
            " sade borgmästaren Sven Berg till pressen.",
            "Bygget av bron ska inte börja före våren, sade borgmästaren Sven Berg till pressen.",
            "Bygget av bron ska börja före våren, sade borgmästaren Sven Berg till pressen.",
        ),
        (
            "ko",
            "시의회는 수요일에 새 다리에 관한 법을 통과시켰다."
            " 시장은 다리 공사가 봄까지 시작되지 않는다고 기자들에게 말했다.",
            "시장은 다리 공사가 봄까지 시작되지 않는다고 기자들에게 말했다.",
            "시장은 다리 공사가 봄까지 시작된다고 기자들에게 말했다.",
        ),
    ],
)
def test_where_denials_are_not_known_only_the_page_s_own_words_are_supported(
    language: str, page: str, claim: str, altered: str
) -> None:
    assert judged(claim, page, language).verdict is Verdict.SUPPORTED
    assert judged(altered, page, language).verdict is Verdict.PARTIALLY_SUPPORTED


@pytest.mark.parametrize("number", ["2153.01(a)", "1,5(b)", "3.²", "7.٣x"])
def test_a_paragraph_s_number_that_looks_like_digits_is_read_as_a_word(number: str) -> None:
    page = f"Under section {number} of the code the port of Marlow pays 2 per cent of its income."
    claim = f"The port pays 3 per cent of its income under section {number}."
    judgement = judged(claim, page)
    assert judgement.reasons[0].code is ReasonCode.QUANTITY_DIFFERS


@pytest.mark.parametrize("claim", ["", " ", "…", "?!", "x" * 10_000])
def test_claims_without_content_are_judged_without_error(claim: str) -> None:
    assert judged(claim).verdict is Verdict.NOT_SUPPORTED


def test_an_empty_page_supports_nothing() -> None:
    assert judged("The bridge reopened.", "").verdict is Verdict.NOT_SUPPORTED


def test_time_grows_with_the_page_and_not_faster() -> None:
    def seconds(times: int) -> float:
        page = prepare_text([f"{PAGE} It was day {n}." for n in range(times)])
        began = time.process_time()
        assess("The council of the city voted to spend 9.4 million euros on its port.", (page,))
        return time.process_time() - began

    seconds(20)
    # 16 times the page: linear growth gives 16, quadratic 256; the rest is room for a busy machine.
    assert seconds(640) < 100 * max(seconds(40), 0.002)


def test_time_grows_with_a_sentence_that_never_ends_and_not_faster() -> None:
    def seconds(times: int) -> float:
        page = prepare_text("Ana Ruiz said Tom Keller said " * times)
        began = time.process_time()
        assess("Tom Keller said that Ana Ruiz met him.", (page,))
        return time.process_time() - began

    seconds(20)
    # 8 times the sentence: linear growth gives 8, quadratic 64.
    assert seconds(1600) < 30 * max(seconds(200), 0.002)


@pytest.mark.parametrize(
    "words",
    [
        "Ana Ruiz Met Tom Keller And The Council Of Port Marlow",
        "9 400 30 12.5 1,000 2019 17 million 6 percent 41 boats 8",
        "on 3 May 2019 by 4 June 2020 and in July 1998 or March 2001",
    ],
)
def test_a_page_that_is_one_endless_sentence_is_judged_as_fast_as_others(words: str) -> None:
    def seconds(page: PreparedPage) -> float:
        began = time.process_time()
        assess("The council of Port Marlow said on 7 May 2019 that 31 boats sank.", (page,))
        return time.process_time() - began

    endless = prepare_text(f"{words} " * 10_000)
    sentences = prepare_text([f"{words}."] * 10_000)
    seconds(sentences)
    # To compare each two of the sentence's names or figures would take a thousand times as long.
    assert seconds(endless) < 20 * max(seconds(sentences), 0.05)


def test_a_claim_of_one_word_over_and_over_is_judged_as_fast_as_others() -> None:
    def seconds(claim: str, page: PreparedPage) -> float:
        began = time.process_time()
        assess(claim, (page,))
        return time.process_time() - began

    page = prepare_text("bridge " * 20_000)
    other = seconds("The council of the city voted to spend 9.4 million euros on its bridge.", page)
    assert seconds("bridge " * 60, page) < 20 * max(other, 0.05)


def test_of_an_endless_sentence_the_part_that_says_it_is_shown() -> None:
    rest = "and then another boat went by on its way from the port to the sea " * 2_000
    page = prepare_text(f"{rest} Ana Ruiz sold the old mill to Tom Keller in 2019 {rest}")
    judgement = assess("Ana Ruiz sold the old mill to Tom Keller in 2019.", (page,))
    assert judgement.verdict is Verdict.SUPPORTED
    assert "sold the old mill" in judgement.evidence[0].text
    assert len(judgement.evidence[0].text) < len(rest) / 10


def test_a_claim_against_a_page_is_judged_within_moments() -> None:
    page = prepare_text([PAGE] * 15)  # about 1,500 words
    assess("Warm the caches up with a claim.", (page,))
    began = time.process_time()
    for n in range(20):
        assess(f"The council voted to spend {n} million euros on repairs of the bridge.", (page,))
    assert (time.process_time() - began) / 20 < 0.1


def test_a_clause_that_nothing_carries_is_not_made_up_for_by_the_rest() -> None:
    page = prepare_text(
        "Her advice to households on a street with roadworks is to let the water run for five"
        " minutes in the morning and to use a certified filter until two tests in a row are clean."
    )
    said = "Her advice is to let the water run for five minutes in the morning"
    assert assess(f"{said}.", (page,)).verdict is Verdict.SUPPORTED
    more = assess(f"{said} and to boil it before cooking.", (page,))
    assert more.verdict is Verdict.PARTIALLY_SUPPORTED


def test_a_rise_is_no_fall_in_whatever_order_it_is_said() -> None:
    page = prepare_text(
        "In the Upper Canal zone levels fell over the same period, from 13 to 6 parts per billion."
    )
    claim = "Levels rose in the Upper Canal zone over the same period."
    judgement = assess(claim, (page,))
    assert judgement.verdict is Verdict.CONTRADICTED
    assert (judgement.reasons[0].claim, judgement.reasons[0].source) == ("rose", "fell")


def test_a_claim_too_long_to_compare_whole_is_never_supported() -> None:
    text = "The council spent four million dollars on the bridge. " * 60
    judgement = assess(text, (prepare_text(text),))
    assert judgement.verdict is not Verdict.SUPPORTED
    assert any("first 1,500 characters" in reason.detail for reason in judgement.reasons)


def test_a_claim_of_figures_without_end_is_judged_in_time_and_never_supported() -> None:
    claim = "The port had " + "2 3 " * 350
    page = prepare_text("The port had 2 3 4 ferries. " * 40 + "2 3 " * 20_000)
    began = time.process_time()
    judgement = assess(claim, (page,))
    assert time.process_time() - began < 5
    assert judgement.verdict is not Verdict.SUPPORTED
    assert any("figures were compared" in reason.detail for reason in judgement.reasons)


def test_a_quotation_that_stands_makes_a_claim_supported_at_least_in_part() -> None:
    claim = (
        "Asked at a gala in Rome why such failures shock experts so much, Adeyemi answered that"
        " “nobody noticed for forty years.”"
    )
    assert judged(claim).verdict is Verdict.PARTIALLY_SUPPORTED


def test_every_process_gives_the_same_answer_to_the_byte() -> None:
    """Whatever the seed of Python's hashes, which orders its sets."""
    folder = Path(__file__).resolve().parents[3] / "fixtures" / "demo"
    pages = [path.read_text("utf-8", "replace") for path in sorted((folder / "pages").iterdir())]
    sentences = re.split(r"(?<=[.?!]) ", (folder / "brief.txt").read_text(encoding="utf-8"))
    lines = "\n".join(
        json.dumps({"id": n, "claim": sentence, "source": pages[n % len(pages)]})
        for n, sentence in enumerate(sentences)
    )
    answers = {
        subprocess.run(
            [sys.executable, "-m", "citecheck", "match", "--explain"],
            input=lines.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "7", "42")
    }
    assert len(answers) == 1


def test_a_quotation_word_for_word_is_supported_whatever_leads_to_it() -> None:
    quoted = "“The pillars were built with the wrong kind of cement, and nobody noticed”"
    led = judged(f"Explaining what had gone wrong, Adeyemi remarked: {quoted}.")
    assert led.verdict is Verdict.SUPPORTED
    altered = quoted.replace("wrong kind", "right kind")
    assert judged(f"Explaining what had gone wrong, Adeyemi remarked: {altered}.").verdict is (
        Verdict.CONTRADICTED
    )
