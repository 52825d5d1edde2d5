"""A claim, a passage, and what their facts say of each other: tables of plain cases.

`agrees` is a claim whose every fact stands in its slot, `missing` one with a fact that the passage
does not have, the others name the first fact that differs.
"""

from __future__ import annotations

import pytest

from matching.checks.comparing import compared, outcome

ENGLISH = [
    (
        "direction",
        "Velora welcomed the ruling of the court in Bern.",
        "Velora has denounced a ruling of the court in Bern.",
    ),
    (
        "date",
        "The dig was shelved in 2015 and begun anew earlier this year.",
        "The dig had been shelved in 2017 but was begun anew earlier this year. The fines were"
        " dropped in 2015.",
    ),
    (
        "missing",
        "Police besieged the Chinese University of Hong Kong and fired at students who fled.",
        "Hong Kong Polytechnic University was besieged by police, who fired at students who fled."
        " The Chinese press was silent.",
    ),
    (
        "agrees",
        "The Red Heron was built by Eva Holt.",
        "The Grey Heron was built by Nils Borg; The White Heron and The Red Heron were built by Eva"
        " Holt.",
    ),
    (
        "direction",
        "Ruiz took the drug for a year, and the dose was gradually increased.",
        "Ruiz took the drug for a year with a gradual reduction of the dose.",
    ),
    (
        "direction",
        "The longer the strike lasts, the weaker the union will grow.",
        "The union will grow stronger, the longer the strike lasts.",
    ),
    ("name", "The ship reached Norvik via Basra.", "The ship reached Norvik on Monday via Cadiz."),
    (
        "name",
        "She paid an agent based in Toledo for the ticket.",
        "She paid a Cadiz-based agent for the ticket.",
    ),
    (
        "agrees",
        "Lund belonged to the band from 1975 to 1982.",
        "Lund joined the band in 1975 and left the band in 1982; he belonged to it for long.",
    ),
    (
        "agrees",
        "The germ E. coli was found in the well.",
        "The germ Escherichia coli was found in the well.",
    ),
    (
        "direction",
        "Velora's shares fell by more than 2% after it bought the yard.",
        "The stock added more than 2% on Monday after Velora bought the yard.",
    ),
    (
        "direction",
        "The strike has damaged the mayor's prospects.",
        "The strike has boosted, to the surprise of many, the mayor's prospects.",
    ),
    (
        "name",
        "The study was published on Monday in The Harbour Post.",
        "The sailor wrote of it in a study published Monday in the journal BMJ.",
    ),
    (
        "name",
        "It happened at last week's Lions-Tigers game in Marlow. The Tigers won.",
        "At last week's Lions-Bears game in Marlow it happened. The Tigers won elsewhere.",
    ),
    # quantities: the same value in other words
    ("agrees", "The bridge cost 1.2 million dollars.", "The bridge cost $1,203,411 in all."),
    ("agrees", "Some 48 thousand people fled.", "Some 48,000 people fled the town."),
    ("agrees", "Four of the ships sank.", "In the storm 4 of the ships sank."),
    ("agrees", "It takes a quarter of an hour.", "It takes 15 minutes to get there."),
    ("agrees", "Four fifths of companies agree.", "Eight out of ten companies agree."),
    ("agrees", "60 percent of voters stayed at home.", "60% of voters stayed at home."),
    ("agrees", "60 per cent of voters stayed at home.", "Sixty percent of voters stayed at home."),
    ("agrees", "Half of the voters stayed at home.", "50% of the voters stayed at home."),
    ("agrees", "The run is about 10 kilometres long.", "The run is 6.2 miles long."),
    ("agrees", "More than 20 people were hurt.", "At least 23 people were hurt."),
    ("agrees", "Nearly 450 guests came.", "About 448 guests came."),
    ("agrees", "The tower is 300 metres tall.", "The tower is 300 m tall."),
    ("agrees", "He was deported four times.", "It was the fourth time that he was deported."),
    ("agrees", "They won 4-1 in Boston.", "They won in Boston, 4-1."),
    ("agrees", "She earned £9.4m last season.", "She earned 9.4 million pounds last season."),
    ("agrees", "He sold two dozen eggs.", "He sold 24 eggs."),
    # quantities that differ
    ("quantity", "Artists from twenty-six countries came.", "Artists from sixteen countries came."),
    ("quantity", "The bar asks Rs 900 for the air.", "The bar asks Rs 300 for the air."),
    ("quantity", "The bridge cost 1.5 million dollars.", "The bridge cost $1,203,411 in all."),
    ("quantity", "60 percent of voters stayed at home.", "16 percent of voters stayed at home."),
    ("quantity", "Police freed an 11-year-old girl.", "Police freed an 8-year-old girl."),
    ("quantity", "The Wild beat the Sabres 5-1.", "The Wild beat the Sabres 4-1."),
    ("quantity", "She was the second woman in space.", "She was the first woman in space."),
    ("quantity", "It took nearly twelve hours.", "It took nearly eleven hours."),
    ("direction", "Fewer than 100 guests came.", "More than 100 guests came."),
    ("quantity", "The phone costs €199.", "The phone costs $199."),
    ("quantity", "The zone is 55 kilometres wide.", "The zone is 55 miles wide."),
    ("quantity", "All of the hostages were freed.", "Some of the hostages were freed."),
    ("quantity", "None of the hostages were freed.", "Most of the hostages were freed."),
    ("quantity", "Most voters stayed at home.", "Few voters stayed at home."),
    ("quantity", "The shop opens at 9 a.m. on weekdays.", "The shop opens at 8 a.m. on weekdays."),
    # quantities of something else neither pass nor refute
    ("missing", "Seven firemen were hurt.", "Nine houses burned, and firemen were hurt."),
    ("missing", "The firm has 40 offices.", "The firm has offices in the city and 12 factories."),
    # … told by being the only figure of their sort, where the rest is worded otherwise
    (
        "quantity",
        "Jurors debated for nearly two hours before they convicted Rowe of arson.",
        "Rowe wept, and the jury took only 20 minutes to convict him of arson.",
    ),
    (
        "quantity",
        "Harlan Steel's takeover of Brightmoor was worth at least three billion dollars.",
        "Brightmoor, bought by Harlan Steel in a takeover worth more than $7 billion, has"
        " 300 employees.",
    ),
    ("quantity", "The driver was a man of thirty-one.", "The driver, a 53-year-old man, fled."),
    ("agrees", "The driver was a man of fifty-three.", "The driver, a 53-year-old man, fled."),
    ("agrees", "Ms. Rowe is aged 53.", "Ms. Rowe, 53, left the town."),
    ("agrees", "The film starts at nine o'clock.", "The film starts at 9PM."),
    # … which another figure of the sort, another role, another noun keeps from being told
    ("missing", "Rowe led the firm for nine years.", "Rowe left the firm two years ago."),
    ("missing", "Rowe earned $50,000 in all at the firm.", "The firm paid Rowe $40,000 a year."),
    (
        "missing",
        "Rowe's stay at the hospital lasted nine days.",
        "Rowe stayed three days at the hospital, then two days at home, then five at sea.",
    ),
    ("missing", "Rowe, aged 40, led the firm.", "Rowe led the firm for 20 years."),
    ("missing", "The town of Rowe has nine schools.", "The town of Rowe has four churches."),
    # dates
    ("agrees", "He was born on May 14, 1932.", "He was born on 14 May 1932 in Leeds."),
    ("agrees", "He was born in 1932.", "He was born on 14 May 1932 in Leeds."),
    ("agrees", "He was born in May 1932.", "He was born on 14 May 1932 in Leeds."),
    ("agrees", "The statement came out on Nov. 20.", "The statement came out on November 20th."),
    ("agrees", "He reigned from 1901 to 1910.", "He reigned 1901–1910."),
    ("date", "He was born in 1923.", "He was born on 14 May 1932 in Leeds."),
    ("date", "The statement came out on Nov. 25.", "The statement came out on Nov. 20."),
    ("date", "The fair is open until 20 February 2019.", "The fair is open until 20 January 2019."),
    ("date", "The court sat on Monday.", "The court sat on Thursday."),
    ("date", "The car goes on sale in late March.", "The car goes on sale in late January."),
    ("date", "NASA plans a crewed moon landing in 2028.", "NASA plans a crewed 2024 moon landing."),
    # names
    (
        "agrees",
        "The FBI searched the house.",
        "The Federal Bureau of Investigation searched the house.",
    ),
    ("agrees", "Chancellor Angela Merkel left Berlin.", "Angela Merkel left Berlin."),
    ("agrees", "Tim Roth played the king.", "Timothy Roth played the king."),
    ("agrees", "Russia rejected the plan.", "The Russian government rejected the plan."),
    ("agrees", "John F. Kennedy won.", "John Kennedy won."),
    ("name", "An oxygen bar has opened in Mumbai.", "An oxygen bar has opened in Delhi."),
    (
        "name",
        "Prince Edward told his friends.",
        "Prince Andrew, the younger brother, told his friends.",
    ),
    ("name", "They met Karen Smith in Oslo.", "They met Laura Smith in Oslo."),
    ("name", "In Maryland, they voted twice.", "In Virginia, they voted twice."),
    ("name", "Swift signed with Sony Music Group.", "Swift signed with Universal Music Group."),
    ("name", "The aircraft reached India via Pakistan.", "The aircraft reached India via Nepal."),
    ("name", "He met Elon Musk's brother at Tesla.", "He met Elon Musk's brother at SpaceX."),
    ("attribution", "“We are ready,” said Elon Musk.", "“We are ready,” said Brent Sherwood."),
    # quotations
    ("agrees", 'He said: "Give me a big win please."', "He said, “Give me a big win please.”"),
    ("agrees", 'He called it "a big … win".', "He called it “a big and lasting win”."),
    ("agrees", 'He said "[they] were very late".', "He said: “We were very late.”"),
    ("quotation", 'He said: "Give me a big loss please."', "He said, “Give me a big win please.”"),
    (
        "quotation",
        'He said: "It made me feel very good."',
        "He said “It never made me feel very good.”",
    ),
    (
        "quotation",
        'The drops "had a worrying effect on most plants".',
        "The drops “had a remarkable effect on most plants” in the shed, Ek said.",
    ),
    (
        "quotation",
        'Ek says "it is impossible to cross the river".',
        "“It is possible to cross the river,” Ek says.",
    ),
    (
        "missing",
        'The drops "had a remarkable effect on trees".',
        "The drops “had a smell”, Ek said. It had an effect on most plants.",
    ),
    # direction and opposites
    ("agrees", "Prices rose in May.", "Prices increased in May."),
    ("direction", "Prices rose in May.", "Prices fell in May."),
    ("direction", "The Wild lost to the Sabres.", "The Wild beat the Sabres."),
    ("agrees", "The Sabres lost to the Wild.", "The Wild beat the Sabres."),
    ("name", "Russia beat Spain in Madrid.", "Spain beat Russia in Madrid."),
    ("agrees", "Spain beat Russia in Madrid.", "Russia was beaten by Spain in Madrid."),
    ("direction", "He came after the war.", "He came before the war."),
    ("direction", "It is the largest lake in Asia.", "It is the smallest lake in Asia."),
    ("direction", "More people came than last year.", "Fewer people came than last year."),
    # polarity
    ("polarity", "He did not see the film.", "He saw the film."),
    ("polarity", "He saw the film.", "He never saw the film."),
    ("polarity", "The police found the child.", "The police left without finding the child."),
    ("polarity", "He finished the race.", "He failed to finish the race."),
    ("agrees", "He was not there.", "He was not there, however."),
    # ranks
    (
        "missing",
        "Harlan is the largest bank in Europe.",
        "Harlan is the second-largest bank in the world.",
    ),
    (
        "agrees",
        "Harlan is the largest bank in Spain.",
        "Harlan, the second-largest bank in the world, is the largest bank in Spain.",
    ),
    # a name in the other's place, and the codes of states
    (
        "name",
        "The array of solar cells is planned on Orr Island and was announced by the president.",
        "The array of solar cells is planned in the Sarn area and was announced by the president.",
    ),
    (
        "agrees",
        "The two-day symposium is in Salem, Maryland.",
        "The two-day symposium is in Salem, MD. VIP tickets are sold out.",
    ),
    # what a figure is the size of
    (
        "quantity",
        "The paper reported a loss of $167.4 million in the third quarter.",
        "The paper reported a loss of $304.7 million on revenue of $167.4 million in the third"
        " quarter.",
    ),
    (
        "agrees",
        "The firm paid a fine of $5 million.",
        "The firm, after a loss of $7 million, paid a penalty of $5 million.",
    ),
    # another of its class, alone in a sentence that says the rest, though not in the same slot
    (
        "name",
        "The lamp is by Elena Sarri, a designer from Athens who works out of Berlin.",
        "The lamp was made by Elena Sarri, a London-based designer who was born in Athens.",
    ),
    # a place and what describes it
    ("missing", "The firm moved to the Spanish capital.", "The firm moved to Madrid last May."),
    ("missing", "The firm moved to Madrid.", "The firm moved to the Spanish capital last May."),
    ("agrees", "However, he won the race.", "He won the race."),
    ("agrees", "He won the race.", "He not only won the race but set a record."),
    ("polarity", "Prince Andrew admitted having met her.", "Prince Andrew denied having met her."),
    # hedging
    (
        "hedging",
        "The firm will close its plant in Emden.",
        "The firm may close its plant in Emden.",
    ),
    ("agrees", "The firm may close its plant in Emden.", "The firm may close its plant in Emden."),
]

OTHERS = [
    (
        "de",
        "agrees",
        "Es kamen 1,2 Millionen Menschen.",
        "Es kamen 1.203.411 Menschen in die Stadt.",
    ),
    ("de", "agrees", "Die Wahl war am 14. Mai 1932.", "Die Wahl war am 14.05.1932 in Bonn."),
    ("de", "quantity", "Es kamen fünfzig Gäste.", "Es kamen sechzig Gäste."),
    ("de", "date", "Die Wahl war am 14. Mai 1932.", "Die Wahl war am 15. Mai 1932."),
    ("de", "polarity", "Er hat das Haus nicht verkauft.", "Er hat das Haus verkauft."),
    ("de", "direction", "Die Preise stiegen im Mai.", "Die Preise sanken im Mai."),
    ("de", "direction", "Die Preise nahmen im Mai zu.", "Die Preise gingen im Mai zurück."),
    ("de", "polarity", "In Bonn traten Schäden auf.", "In Bonn traten Schäden nicht auf."),
    ("de", "agrees", "Schäden traten nicht auf.", "Es traten Schäden nicht auf."),
    ("de", "polarity", "Der Rat erhöht die Steuern.", "Der Rat erhöht die Steuern nicht."),
    (
        "de",
        "agrees",
        "Der Rat wird die Steuern nicht erhöhen.",
        "Der Rat erhöht die Steuern nicht.",
    ),
    ("nl", "polarity", "De raad keurde de wet niet goed.", "De raad keurde de wet goed."),
    (
        "nl",
        "agrees",
        "De raad heeft de wet niet goedgekeurd.",
        "De raad keurde de wet niet goed.",
    ),
    ("fr", "polarity", "Le site sera vendu en mai.", "Le site ne sera pas vendu en mai."),
    ("fr", "agrees", "Paul n'a vu aucun train.", "Paul n'a pas vu de train."),
    ("fr", "agrees", "Le site ne sera pas vendu.", "Le site ne sera jamais vendu."),
    ("es", "agrees", "El acusado desmintió los hechos.", "El acusado negó los hechos ayer."),
    ("es", "polarity", "El acusado robó el dinero.", "El acusado negó haber robado el dinero."),
    ("es", "agrees", "No aprobó ninguna ley en mayo.", "En mayo no aprobó leyes."),
    ("it", "agrees", "Non ha mai approvato la legge.", "Non ha approvato la legge."),
    ("it", "polarity", "Ha approvato la legge.", "Non ha mai approvato la legge."),
    ("de", "agrees", "Sie zahlte 1,2 Mrd. Euro.", "Sie zahlte 1,2 Milliarden Euro."),
    ("de", "quantity", "Sie zahlte 1,2 Mrd. Euro.", "Sie zahlte 1,4 Mrd. Euro."),
    ("de", "agrees", "60 Prozent der Wähler kamen.", "60 % der Wähler kamen."),
    ("fr", "agrees", "La ville a 1,2 million d'habitants.", "La ville a 1,2 million d'habitants."),
    ("fr", "quantity", "La ville a vingt écoles.", "La ville a trente écoles."),
    ("fr", "date", "Il est mort le 14 mai 1932.", "Il est mort le 16 mai 1932."),
    ("fr", "polarity", "Il n'a jamais vu le film.", "Il a vu le film."),
    ("fr", "agrees", "Vingt pour cent des villes votent.", "20 % des villes votent."),
    ("es", "quantity", "La ciudad tiene veinte escuelas.", "La ciudad tiene treinta escuelas."),
    ("es", "date", "Murió el 14 de mayo de 1932.", "Murió el 16 de mayo de 1932."),
    ("es", "polarity", "Nunca vendió la casa.", "Vendió la casa."),
    ("es", "agrees", "El veinte por ciento votó en blanco.", "El 20 % votó en blanco."),
    ("es", "name", "El avión llegó a Lima desde Quito.", "El avión llegó a Lima desde Bogotá."),
    ("pt", "quantity", "A cidade tem vinte escolas.", "A cidade tem trinta escolas."),
    ("pt", "date", "Morreu em 14 de maio de 1932.", "Morreu em 16 de maio de 1932."),
    ("pt", "agrees", "Três milhões de pessoas votaram.", "Votaram 3 milhões de pessoas."),
    ("it", "quantity", "La città ha venti scuole.", "La città ha trenta scuole."),
    ("it", "date", "Morì il 14 maggio 1932.", "Morì il 16 maggio 1932."),
    ("it", "agrees", "Tre milioni di persone hanno votato.", "Hanno votato 3 milioni di persone."),
    ("nl", "quantity", "De stad heeft twintig scholen.", "De stad heeft dertig scholen."),
    ("nl", "date", "Hij stierf op 14 mei 1932.", "Hij stierf op 16 mei 1932."),
    ("nl", "polarity", "Hij heeft het huis niet verkocht.", "Hij heeft het huis verkocht."),
    ("nl", "agrees", "Drie miljoen mensen stemden.", "3 miljoen mensen stemden."),
]


@pytest.mark.parametrize(("expected", "claim", "passage"), ENGLISH)
def test_english(expected: str, claim: str, passage: str) -> None:
    assert outcome(claim, passage) == expected


@pytest.mark.parametrize(("language", "expected", "claim", "passage"), OTHERS)
def test_other_languages(language: str, expected: str, claim: str, passage: str) -> None:
    assert outcome(claim, passage, language) == expected


def test_both_values_are_shown() -> None:
    (reason,) = compared(
        "Artists from twenty-six countries came.", "Artists from sixteen different countries came."
    ).differ
    assert (reason.claim, reason.source) == ("twenty-six countries", "sixteen different countries")


def test_the_first_differing_word_of_a_quotation_is_shown() -> None:
    reason, *_ = compared(
        'He said: "Give me a big loss please."', "He said, “Give me a big win please.”"
    ).differ
    assert (reason.claim, reason.source) == ("loss", "win")


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ('Ek says "it took two days to cross".', "“It took 2 days to cross,” Ek says."),
        ('Ek says "the colour of the dress matters".', "“The color of the dress matters.” — Ek"),
        ('Ek says "they cross the river a lot".', "“They crossed the river a lot,” Ek says."),
    ],
)
def test_a_quotation_in_another_form_of_its_words_is_no_contradiction(
    claim: str, passage: str
) -> None:
    assert outcome(claim, passage) == "quotation"
    assert not compared(claim, passage).differ


def test_the_differing_word_is_shown_though_the_quotation_begins_with_a_common_one() -> None:
    (reason,) = compared(
        'Ek said: "the drops had a worrying smell".',
        "To the man, the drops had a pleasant smell, Ek said.",
    ).differ
    assert (reason.claim, reason.source) == ("worrying", "pleasant")


def test_a_sentence_that_states_the_fact_outweighs_one_that_differs() -> None:
    passage = "In 2018 the city had 20 schools. In 2019 the city had 25 schools."
    assert outcome("In 2019 the city had 25 schools.", passage) == "agrees"
    assert outcome("In 2018 the city had 20 schools.", passage) == "agrees"


def test_a_figure_from_another_sentence_does_not_refute() -> None:
    passage = "The team tested 40 drivers. The hospital treated patients with burns in 12 wards."
    assert outcome("The team tested drivers in Leeds.", passage) in ("agrees", "missing")
    assert outcome("The hospital employs 90 nurses.", passage) == "missing"
