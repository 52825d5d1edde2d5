"""Knows pages that servers send in place of the source: parked domains, outages, refusals …

They come with status 200 and hold no text but their notice, so that each is known by what its
title, a heading or a short line says. `walls` asks only where there is next to no running text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.model import SourceStatus

S = SourceStatus


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_IT = r"(?:this|the|our|your) (?:web ?)?(?:site|page|service|shop|store|portal|server|blog)"
_THING = r"(?:content|video|page|website|site|service|article|programme|program|product|item)"
_NOT = r"(?:is|are|was)(?: currently)? (?:not|un|n(?:'|’)t) ?"

# The kind in words, its status, what is said; the first that fits names the page.
_KINDS: Sequence[tuple[str, SourceStatus, re.Pattern[str]]] = (
    (
        "the domain is parked or for sale",
        S.SOFT_404,
        _any(
            r"\bdomain(?: name)?\b[^\n]{0,60}\b(?:is|may be|could be) (?:now )?(?:for sale"
            r"|available"
            r" (?:for|to) (?:purchase|buy|sale|register))",
            r"\bdomain (?:is )?parked\b|\bparked (?:domain|page|free)\b|is parked (?:for )?free",
            r"\b(?:buy|own|purchase|get|register) this domain\b|make an offer on this domain",
            r"(?:interested|inquire|enquire) (?:in|about) (?:buying )?this domain",
            r"^[\w-]+(?:\.[\w-]+)+ (?:is|may be) for sale\b",
            r"sponsored listings displayed above are served",
            r"domain(?:name)? (?:steht zum verkauf|kaufen|ist geparkt)|domaine est (?:à vendre"
            r"|parqué)"
            r"|dominio (?:está|è) (?:en venta|aparcado|in vendita)",
        ),
    ),
    (
        "the domain or the account has run out",
        S.SOFT_404,
        _any(
            r"\b(?:domain|registration|hosting|account|subscription|site|website)\b[^\n]{0,50}"
            r"\b(?:has|is|have|was) (?:been )?(?:expired|suspended|deactivated|disabled"
            r"|terminated)",
            r"\b(?:account|website|site|hosting|service) (?:suspended|deactivated|disabled)\b",
            r"\bdomain (?:name )?(?:has )?expired\b|\bexpired domain\b",
            r"domain ist abgelaufen|(?:konto|website|webseite) (?:wurde )?gesperrt"
            r"|(?:compte|site) (?:a été )?suspendu|(?:cuenta|sitio) suspendid[ao]",
        ),
    ),
    (
        "the site is down",
        S.SERVER_ERROR,
        _any(
            rf"{_IT}[^.\n]{{0,40}} (?:down|offline|unavailable|undergoing|under|in"
            rf"|being)\b[^.\n]{{0,40}}"
            r"(?:maintenance|upgrade|updat|repair|offline|moment|temporarily|briefly|back)",
            r"\b(?:scheduled|planned|routine|emergency|site|system|server) maintenance\b",
            r"\b(?:under|down for|undergoing|performing|maintenance) (?:scheduled |some |routine )?"
            r"(?:maintenance|mode)\b",
            r"\b(?:we(?:'|’)ll|we will|we(?:'|’)re|will|should) be (?:right )?back"
            r" (?:soon|shortly|online|up|in a|momentarily)",
            r"\b(?:temporarily|currently) (?:unavailable|offline|down)\b",
            r"wartungsarbeiten|wartungsmodus|en maintenance|en mantenimiento|in manutenzione"
            r"|onderhoud\b[^.\n]{0,30}(?:site|website)",
        ),
    ),
    (
        "the server has an error",
        S.SERVER_ERROR,
        _any(
            r"error establishing a (?:database|db) connection|database (?:connection )?error",
            r"(?:could not|cannot|can(?:'|’)t|unable to"
            r"|failed to) connect to (?:the )?(?:database|db|"
            r"mysql|server)",
            r"\b(?:sqlstate\[|mysqli?_connect|pdoexception|fatal error:|uncaught (?:error"
            r"|exception))",
            r"\b50[0-4]\b[\W_]{0,3}(?:internal|server|bad|gateway|service|error)",
            r"\b(?:internal server error|bad gateway|gateway time-?out|service unavailable)\b",
            r"(?:an? (?:unexpected|application|server|internal|critical)) error (?:has )?occurred",
            r"there has been a critical error on this website|something went wrong",
            r"\b(?:http )?error (?:code:? )?50\d\b|interner serverfehler|erreur interne du serveur",
        ),
    ),
    (
        "it is the first page of a server that holds no site yet",
        S.SOFT_404,
        _any(
            r"welcome to (?:nginx|openresty|caddy|centos|apache|xampp|plesk|lighttpd)\b",
            r"\b(?:apache2?|nginx|iis|tomcat|httpd|web ?server)\b[^.\n]{0,40}"
            r"\b(?:default|test|welcome) page\b",
            r"^it works!?$|\biis windows server\b|\bhttp server test page\b|\btest page for\b",
            r"this is the default (?:web ?page|welcome page|page|index)",
            r"\bindex of /|\b(?:default|placeholder) (?:web ?site|web page|home ?page)\b",
            r"\bweb server is successfully installed\b|your new (?:web)?site is (?:ready|live)",
            r"^(?:website |site |this site is )?(?:coming soon|under construction)[.!…]*$",
        ),
    ),
    (
        "the site does not serve readers from here",
        S.FORBIDDEN,
        _any(
            rf"\b{_THING}[^.\n]{{0,40}}(?:{_NOT}(?:accessible|available|viewable|offered)"
            r"|blocked|restricted)[^.\n]{0,30}"
            r"\b(?:in|from|to|outside|for|of)\b[^.\n]{0,30}(?:country|region|location|area"
            r"|territory"
            r"|union|europe|jurisdiction)",
            r"\b(?:not available|unavailable|blocked) (?:in|from|to \w+ in) (?:your|this) "
            r"(?:country|region|location|area)",
            r"unavailable (?:due to|for) legal reasons|european economic area",
            r"\b(?:your|this) (?:country|region|location)[^.\n]{0,30}(?:blocked|not supported"
            r"|restricted)",
            r"\bgeo-?(?:block|restrict)\w*\b|not licensed (?:in|for) your (?:country|region)",
            r"in (?:ihrem|deinem) (?:land|gebiet) nicht verfügbar"
            r"|pas disponible dans votre (?:pays|région)"
            r"|no (?:está )?disponible en (?:su|tu) (?:país|región)",
        ),
    ),
    (
        "the server refuses to show it",
        S.FORBIDDEN,
        _any(
            r"\baccess (?:is |was |has been |to this \w+ (?:is|has been) )?(?:denied|forbidden"
            r"|blocked)\b",
            r"\b403\b[\W_]{0,3}(?:forbidden|error|access)|^(?:error )?403$|^forbidden[.!]?$",
            r"\byou (?:do not|don(?:'|’)t) have (?:the )?(?:permission|access|authori[sz]ation)\b",
            r"\byou (?:are not|aren(?:'|’)t) (?:authori[sz]ed|allowed|permitted) to\b",
            r"\b(?:request|you|ip)[^.\n]{0,30} (?:has|have) been (?:blocked|denied|rejected"
            r"|banned)",
            r"zugriff verweigert|accès (?:refusé|interdit)|acceso denegado|accesso negato",
        ),
    ),
    (
        "what it showed was taken away",
        S.SOFT_404,
        _any(
            r"\b(?:video|post|tweet|photo|clip|account|story|article|listing|recording|episode"
            r"|image)s?"
            r"\b[^.\n]{0,50}\b(?:is|are|was|has been|have been|been|isn(?:'|’)t)\b[^.\n]{0,20}"
            r"\b(?:removed|deleted|unavailable|taken down|no longer available|private|available)",
            r"\b(?:video|post|tweet|content|story|article) (?:unavailable|removed|deleted"
            r"|not available)\b",
            r"\bno longer (?:available|exists|online)\b|\bhas been (?:removed|deleted"
            r"|taken down)\b",
            r"(?:dieses )?video (?:ist )?nicht (?:mehr )?verfügbar|vidéo (?:non|plus"
            r"|pas) disponible"
            r"|v[ií]deo no (?:está )?disponible",
        ),
    ),
    (
        "it is a search that found nothing",
        S.SOFT_404,
        _any(
            r"\b(?:no|0|zero) (?:search )?(?:results?|matches|hits|items|entries|articles|posts"
            r"|documents|products)\b[^.\n]{0,20}(?:found|match|for\b|available|were|returned|$)",
            r"\b(?:your search|we)\b[^.\n]{0,60}(?:did not match|didn(?:'|’)t match|returned no"
            r"|found no(?:thing)?|could ?n(?:o|'|’)t find any)",
            r"nothing (?:was found|matched|found|matches)|^no matches\b",
            r"keine (?:ergebnisse|treffer)|aucun résultat|sin resultados|nessun risultato",
        ),
    ),
    (
        "the site asks how old you are first",
        S.FORBIDDEN,
        _any(
            r"\b(?:are you|you must be|i am|i(?:'|’)m|must be)\b[^.\n]{0,30}"
            r"\b(?:1[68]|21|legal (?:drinking |smoking )?age|of age|old enough)\b",
            r"\b(?:verify|confirm|enter|check) (?:that )?(?:your|you are|you(?:'|’)re)[^.\n]{0,20}"
            r"\b(?:age|birth|old|1[68]|21)\b",
            r"\bage[- ](?:verification|check|gate|restricted|confirmation)\b|adults? only",
            r"(?:bist du|sind sie)[^.\n]{0,20}(?:1[68]|volljährig)|avez-vous[^.\n]{0,20}1[68] ans",
        ),
    ),
)


def stand_in(lines: Sequence[str]) -> tuple[SourceStatus, str, str] | None:
    """What sort of page stands in for the source, if its lines say so: the status, the kind in
    words, and the words of the page that tell it."""
    for kind, status, said in _KINDS:
        for line in lines:
            found = said.search(line)
            if found is not None:
                return status, kind, found[0].strip()
    return None
