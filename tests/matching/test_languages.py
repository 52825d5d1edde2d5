"""Claims in other languages that say in other words what a page says, or the opposite of it."""

from __future__ import annotations

import pytest

from citecheck.matching import assess, prepare_text
from citecheck.model import Judgement, Verdict

PAGES = {
    "de": (
        "Der Stadtrat von Lindau hat am Montag den Bau eines neuen Krankenhauses beschlossen. "
        "Die Kosten stiegen seit der ersten Planung um 18 Prozent auf 240 Millionen Euro. "
        "Bürgermeisterin Anna Vogt lehnte einen Verkauf des alten Geländes ab. Der Betreiber "
        "Medikon kündigte an, 150 Stellen zu schaffen. Die Opposition kritisierte das Vorhaben. "
        "Die Vereinigten Staaten nahmen an der Messe nicht teil. Im Vorjahr ging die Zahl der "
        "Patienten zurück. Die Polizei nahm zwei Männer fest, die in das Rathaus eingebrochen "
        "waren. Das Gericht sprach einen dritten Mann frei. Ein Sturm beschädigte im März das "
        "Dach der Turnhalle."
    ),
    "fr": (
        "Le conseil municipal de Brissac a décidé lundi de construire une nouvelle piscine. Le "
        "coût du projet a augmenté de 18 % pour atteindre 24 millions d'euros. La maire, Anne "
        "Vasseur, a refusé de vendre l'ancien terrain. L'entreprise Médico a annoncé la "
        "création de 150 emplois. L'opposition a critiqué le projet. Les États-Unis n'ont pas "
        "participé au salon. Le nombre de visiteurs a baissé l'an dernier. La police a arrêté "
        "deux hommes qui avaient cambriolé la mairie. Le tribunal a acquitté un troisième "
        "homme. Une tempête a endommagé le toit du gymnase en mars."
    ),
    "es": (
        "El ayuntamiento de Lerma decidió el lunes construir un nuevo hospital. El coste del "
        "proyecto aumentó un 18 % hasta los 24 millones de euros. La alcaldesa, Ana Vega, "
        "rechazó la venta del antiguo terreno. La empresa Medisur anunció la creación de 150 "
        "empleos. La oposición criticó el plan. Estados Unidos no participó en la feria. El "
        "número de visitantes bajó el año pasado. La policía detuvo a dos hombres que habían "
        "entrado en el museo. El tribunal absolvió a un tercer hombre. Un terremoto dañó en "
        "marzo el techo del gimnasio."
    ),
    "pt": (
        "A câmara de Vilar decidiu na segunda-feira construir um novo hospital. O custo do "
        "projeto aumentou 18 % para 24 milhões de euros. A vereadora Ana Veiga recusou a venda "
        "do antigo terreno. A empresa Medisul anunciou a criação de 150 empregos. A oposição "
        "criticou o plano. Os Estados Unidos não participaram na feira. O número de visitantes "
        "caiu no ano passado. A polícia deteve dois homens que tinham entrado no museu. O "
        "tribunal absolveu um terceiro homem. Um sismo danificou em março o telhado do ginásio."
    ),
    "it": (
        "Il consiglio comunale di Brenta ha deciso lunedì di costruire una nuova piscina. Il "
        "costo del progetto è aumentato del 18 per cento, fino a 24 milioni di euro. La sindaca "
        "Anna Vidal ha rifiutato la vendita del vecchio terreno. L'azienda Medisud ha "
        "annunciato la creazione di 150 impieghi. L'opposizione ha criticato il piano. Gli "
        "Stati Uniti non hanno partecipato alla fiera. Il numero dei visitatori è calato l'anno "
        "scorso. La polizia ha arrestato due uomini che erano entrati nel museo. Il tribunale "
        "ha assolto un terzo uomo. Un terremoto ha danneggiato a marzo il tetto della palestra."
    ),
    "nl": (
        "De gemeenteraad van Veldam heeft maandag besloten een nieuw zwembad te bouwen. De "
        "kosten van het project zijn met 18 procent gestegen tot 24 miljoen euro. Burgemeester "
        "Anna Visser weigerde de verkoop van het oude terrein. Het bedrijf Medinoord kondigde "
        "de aanleg van een laboratorium aan. De oppositie bekritiseerde het plan. De Verenigde "
        "Staten namen niet deel aan de beurs. Het aantal bezoekers nam vorig jaar af. De "
        "politie arresteerde twee mannen die het museum waren binnengedrongen. De rechtbank "
        "sprak een derde man vrij. Een storm beschadigde in maart het dak van de sporthal."
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
    ("fr", "Le coût du projet a progressé de 18 %.", "progressé", "dormi"),
    ("fr", "La hausse du coût du projet est de 18 %.", "hausse", "couleur"),
    ("fr", "Anne Vasseur a rejeté la vente de l'ancien terrain.", "rejeté", "peint"),
    ("fr", "L'entreprise Médico va créer 150 postes.", "postes", "tableaux"),
    ("fr", "Le projet a fait l'objet de critiques de l'opposition.", "critiques", "chansons"),
    ("fr", "La diminution du nombre de visiteurs date de l'an dernier.", "diminution", "chanson"),
    ("fr", "La police a interpellé deux hommes.", "interpellé", "photographié"),
    ("fr", "La tempête a abîmé en mars le toit du gymnase.", "abîmé", "repeint"),
    ("es", "El coste del proyecto creció un 18 %.", "creció", "durmió"),
    ("es", "La subida del coste del proyecto es del 18 %.", "subida", "pintura"),
    ("es", "La alcaldesa rehusó la venta del antiguo terreno.", "rehusó", "pintó"),
    ("es", "Medisur creará 150 empleos, según el anuncio de la compañía.", "compañía", "abuela"),
    ("es", "El plan recibió críticas de la oposición.", "críticas", "canciones"),
    ("es", "El número de visitantes descendió el año pasado.", "descendió", "cantó"),
    ("es", "La policía arrestó a dos hombres.", "arrestó", "fotografió"),
    ("es", "Un seísmo dañó en marzo el techo del gimnasio.", "seísmo", "pintor"),
    ("pt", "O custo do projeto cresceu 18 %.", "cresceu", "dormiu"),
    ("pt", "A subida do custo do projeto é de 18 %.", "subida", "pintura"),
    ("pt", "Ana Veiga rejeitou a venda do antigo terreno.", "rejeitou", "pintou"),
    ("pt", "A companhia Medisul vai criar 150 empregos.", "companhia", "avó"),
    ("pt", "O plano recebeu críticas da oposição.", "críticas", "canções"),
    ("pt", "No ano passado, o número de visitantes diminuiu.", "diminuiu", "cantou"),
    ("pt", "A polícia prendeu dois homens.", "prendeu", "fotografou"),
    ("pt", "Um terramoto danificou em março o telhado do ginásio.", "terramoto", "pintor"),
    ("it", "Il costo del progetto è cresciuto del 18 per cento.", "cresciuto", "dormito"),
    ("it", "La crescita del costo del progetto è del 18 per cento.", "crescita", "pittura"),
    ("it", "Anna Vidal ha respinto la vendita del vecchio terreno.", "respinto", "dipinto"),
    ("it", "La società Medisud creerà 150 impieghi.", "società", "nonna"),
    ("it", "Il piano ha ricevuto critiche dall'opposizione.", "critiche", "canzoni"),
    ("it", "L'anno scorso il numero dei visitatori è diminuito.", "diminuito", "cantato"),
    ("it", "Per due uomini è scattato l'arresto della polizia.", "arresto", "ballo"),
    ("it", "Un sisma ha danneggiato a marzo il tetto della palestra.", "sisma", "pittore"),
    ("nl", "De kosten van het project namen met 18 procent toe.", "namen", "deelden"),
    ("nl", "De stijging van de kosten van het project is 18 procent.", "stijging", "kleur"),
    ("nl", "Anna Visser wees de verkoop van het oude terrein af.", "wees", "zong"),
    ("nl", "De onderneming Medinoord gaat een laboratorium aanleggen.", "onderneming", "oma"),
    ("nl", "Het plan kreeg kritiek van de oppositie.", "kritiek", "liedjes"),
    ("nl", "Het aantal bezoekers daalde vorig jaar.", "daalde", "zong"),
    ("nl", "De politie hield twee mannen aan.", "hield", "belde"),
    ("nl", "De beslissing om een nieuw zwembad te bouwen viel maandag.", "beslissing", "muziek"),
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
    ("fr", "Le coût du projet a diminué de 18 % pour atteindre 24 millions d'euros."),
    ("fr", "La maire, Anne Vasseur, a accepté de vendre l'ancien terrain."),
    ("fr", "L'entreprise Médico a annoncé la suppression de 150 emplois."),
    ("fr", "L'opposition a salué le projet."),
    ("fr", "Les USA ont participé au salon."),
    ("fr", "Le nombre de visiteurs a augmenté l'an dernier."),
    ("fr", "La police a libéré deux hommes qui avaient cambriolé la mairie."),
    ("fr", "Le tribunal a condamné un troisième homme."),
    ("fr", "L'entreprise Médico a annoncé la création de 250 postes."),
    ("es", "El coste del proyecto disminuyó un 18 % hasta los 24 millones de euros."),
    ("es", "La alcaldesa, Ana Vega, aceptó la venta del antiguo terreno."),
    ("es", "La empresa Medisur anunció la supresión de 150 empleos."),
    ("es", "La oposición elogió el plan."),
    ("es", "EE. UU. participó en la feria."),
    ("es", "El número de visitantes subió el año pasado."),
    ("es", "La policía liberó a dos hombres que habían entrado en el museo."),
    ("es", "El tribunal condenó a un tercer hombre."),
    ("es", "La empresa Medisur anunció la creación de 250 empleos."),
    ("pt", "O custo do projeto diminuiu 18 % para 24 milhões de euros."),
    ("pt", "A vereadora Ana Veiga aceitou a venda do antigo terreno."),
    ("pt", "A empresa Medisul anunciou a eliminação de 150 empregos."),
    ("pt", "A oposição elogiou o plano."),
    ("pt", "Os EUA participaram na feira."),
    ("pt", "O número de visitantes subiu no ano passado."),
    ("pt", "A polícia libertou dois homens que tinham entrado no museu."),
    ("pt", "O tribunal condenou um terceiro homem."),
    ("pt", "A empresa Medisul anunciou a criação de 250 empregos."),
    ("it", "Il costo del progetto è diminuito del 18 per cento, fino a 24 milioni di euro."),
    ("it", "La sindaca Anna Vidal ha accettato la vendita del vecchio terreno."),
    ("it", "L'azienda Medisud ha annunciato l'eliminazione di 150 impieghi."),
    ("it", "L'opposizione ha elogiato il piano."),
    ("it", "Gli Usa hanno partecipato alla fiera."),
    ("it", "Il numero dei visitatori è salito l'anno scorso."),
    ("it", "La polizia ha liberato due uomini che erano entrati nel museo."),
    ("it", "Il tribunale ha condannato un terzo uomo."),
    ("it", "L'azienda Medisud ha annunciato la creazione di 250 impieghi."),
    ("nl", "De kosten van het project zijn met 18 procent gedaald tot 24 miljoen euro."),
    ("nl", "De kosten van het project namen met 18 procent af."),
    ("nl", "Burgemeester Anna Visser stemde in met de verkoop van het oude terrein."),
    ("nl", "De oppositie prees het plan."),
    ("nl", "De VS namen deel aan de beurs."),
    ("nl", "Het aantal bezoekers nam vorig jaar toe."),
    ("nl", "De politie liet twee mannen vrij die het museum waren binnengedrongen."),
    ("nl", "De rechtbank veroordeelde een derde man."),
    ("nl", "De kosten van het project zijn met 28 procent gestegen tot 24 miljoen euro."),
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


CONTRASTS = {
    "de": "Während die Preise für Gas stiegen, sanken die Kosten für Strom. Die Firma verkaufte "
    "ihr Werk in Ulm und kaufte eines in Linz.",
    "es": "La empresa vendió su fábrica de Lugo y compró otra en Vigo.",
    "fr": "Le nord a gagné des habitants, le sud en a perdu.",
    "it": "Mentre i prezzi del gas salivano, i costi dell'elettricità scendevano.",
    "nl": "Het kabinet verwierp het eerste voorstel en nam het tweede aan.",
    "pt": "A empresa vendeu a sua fábrica de Braga e comprou outra em Faro.",
}


@pytest.mark.parametrize(
    ("language", "true", "altered"),
    [
        ("de", "Die Kosten für Strom gingen zurück.", "Die Preise für Gas sanken."),
        ("de", "Die Firma erwarb ein Werk in Linz.", "Die Firma verkaufte ein Werk in Linz."),
        (
            "es",
            "La empresa adquirió una fábrica en Vigo.",
            "La empresa vendió una fábrica en Vigo.",
        ),
        ("fr", "Le sud a perdu des habitants.", "Le nord a perdu des habitants."),
        ("it", "I costi dell'elettricità sono diminuiti.", "I prezzi del gas sono diminuiti."),
        (
            "nl",
            "Het kabinet wees het eerste voorstel af.",
            "Het kabinet nam het eerste voorstel aan.",
        ),
        ("pt", "A empresa adquiriu uma fábrica em Faro.", "A empresa comprou a fábrica de Braga."),
    ],
)
def test_a_sentence_that_says_both_is_read_clause_by_clause(
    language: str, true: str, altered: str
) -> None:
    page = prepare_text(CONTRASTS[language], language=language)
    assert assess(true, (page,)).verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    assert assess(altered, (page,)).verdict is not Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("language", "page", "claim"),
    [
        (
            "de",
            "Ein Mann und eine Frau starben am Montag bei dem Unfall.",
            "Am Montag starb ein Mann.",
        ),
        ("es", "El norte y el sur del país sufrieron lluvias.", "El sur del país sufrió lluvias."),
        (
            "fr",
            "Le maire et la maire adjointe ont signé lundi le pacte.",
            "Le maire a signé le pacte.",
        ),
        ("it", "Un uomo e una donna sono morti a Pisa.", "A Pisa è morta una donna."),
    ],
)
def test_two_things_that_are_named_together_are_no_opposites(
    language: str, page: str, claim: str
) -> None:
    found = assess(claim, (prepare_text(page, language=language),))
    assert found.verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    assert all("differs" not in reason.code for reason in found.reasons)
