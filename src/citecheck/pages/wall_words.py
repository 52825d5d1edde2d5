"""The words, addresses and marks by which `walls` knows pages that are not the source."""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


CHALLENGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Cloudflare", ("_cf_chl_opt",)),
    ("Cloudflare", ("cf-browser-verification",)),
    ("Cloudflare", ("Attention Required! | Cloudflare",)),
    ("Cloudflare", ("cf-error-details", "cf-ray")),
    ("DataDome", ("captcha-delivery.com",)),
    ("HUMAN", ("px-captcha",)),
    ("Akamai", ("Access Denied", "errors.edgesuite.net")),
    ("Imperva", ("_Incapsula_Resource",)),
    ("AWS WAF", ("awswaf.com", "challenge")),
    ("Sucuri", ("sucuri_cloudproxy_js",)),
    ("DDoS-Guard", ("ddos-guard", "js-challenge")),
    ("Anubis", ("anubis_challenge",)),
    ("Kasada", ("/149e9513-01fa-4fb0-aad4-566afd725d1b/",)),
)
ROBOT = _any(
    r"verify(?:ing)? (?:that )?you(?:'|’)?(?: a)?re (?:a )?(?:not a (?:ro)?bot|human)",
    r"enable JavaScript and cookies to continue",
    r"checking (?:if the site connection is secure|your browser before)",
    r"(?:are you|you are not|I(?:'|’)m not|not) a robot\b",
    r"unusual (?:traffic|activity) (?:from|on) your (?:computer )?network",
    r"(?:complete|solve|finish|pass) (?:the|this|a) (?:security check|captcha|challenge|puzzle)",
    r"(?:prove|confirm|know|show|check|sure|tell)(?: us)? (?:that )?you(?:'|’)?(?: a)?re (?:a |an"
    r" )?"
    r"(?:real |actual )?(?:human|person|not a (?:ro)?bot)",
    r"(?:drag|slide|move) the (?:slider|piece|puzzle)",
    r"(?:type|enter) the (?:letters|characters|numbers|text|code|words)[^.\n]{0,20} "
    r"(?:picture|image|box|below|see)",
    r"tick the box to (?:prove|show|confirm|continue)",
    r"access to this page has been denied",
    r"pardon our interruption",
    r"press (?:&|and) hold to confirm",
    r"making sure you(?:'|’)re not a bot",
    r"your (?:browser|device) (?:is being checked|will be checked)",
)
CONSENT_HOST = re.compile(r"(?:consent|guce|cmp|privacy-?gate)\.[\w.-]+", re.IGNORECASE)
LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|auth|authenticate|idp|login\.\w+)(?:[/.]|$)", re.IGNORECASE
)
ERROR_PATH = re.compile(
    r"(?:^|/)(?:40[0-9]|error-?40[0-9]|(?:page-?)?not-?found|page-?missing|errors?)"
    r"(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE
)
SEARCH_PATH = re.compile(r"/(?:search|suche|recherche|buscar|ricerca|zoeken)(?:[/.]|$)")
_ERROR = r"(?:(?:http )?(?:error|erreur|fehler|ошибка)\s*(?:code)?\W*)?(?:40[34]|410)"
_NOT_FOUND = (
    r"(?:(?:the |this |web)?(?:page|article|story|document|file|content|url|site|item)s?"
    r"(?: you(?:'|’)re looking for| you requested)?"
    r"(?: (?:was|were|is|are|has been|could|can))?(?:(?: |')?not(?: be)?|n(?:'|’)t be)? ?"
    r"(?:found|available|exist|unavailable|missing|removed)"
    r"|(?:page|article|story) (?:does not|doesn(?:'|’)t) exist"
    r"|(?:page|article) no longer (?:available|exists)"
    r"|not found|nothing (?:was )?found|page missing|missing page"
    r"|(?:die )?seite (?:wurde )?nicht (?:gefunden|vorhanden)|seite existiert nicht"
    r"|page (?:introuvable|non trouvée|inexistante)|página no encontrada"
    r"|(?:la )?página no existe|página não encontrada|pagina non trovata|pagina niet gevonden"
    r"|страница не найдена|nie znaleziono strony|strona nie (?:została znaleziona|istnieje)"
    r"|sidan (?:hittades inte|kunde inte hittas)|siden (?:blev ikke fundet|findes ikke)"
    r"|ページが見つかりません(?:でした)?|页面不存在|找不到页面|sayfa bulunamadı)"
)
NOT_FOUND = re.compile(
    rf"(?:(?:oops|sorry|whoops|uh-oh)[\W_]*)?"
    rf"(?:{_ERROR}(?:\W+(?:error\W*)?(?:{_NOT_FOUND})?)?(?:\W*error)?"
    rf"|{_NOT_FOUND}(?:\W*{_ERROR})?)\W*1?",
    re.IGNORECASE,
)
NO_SUCH_PAGE = _any(
    r"(?:the|this) (?:page|article|story|content|link|url) (?:that )?you (?:are|were|have)?\s*"
    r"(?:looking for|requested|tried to (?:reach|access)|followed)[^.\n]{0,60}?"
    r"(?:not|n(?:'|’)t|no longer|moved|removed|deleted|unavailable)",
    r"we (?:can(?:'|’)?t|cannot|could ?n(?:o|'|’)t|(?:were|are) (?:unable|not able) to"
    r"|(?:were|are)n(?:'|’)t able to) (?:seem to )?(?:find|locate) (?:the|that|this|your|what)\b",
    r"(?:this|the) page (?:is no longer available|does(?: not|n(?:'|’)t) exist|has been removed)",
    r"the requested (?:url|page|resource)[^.\n]{0,80}?(?:not found|could not be found)",
    r"die (?:von ihnen )?(?:angeforderte|gewünschte|gesuchte) seite[^.\n]{0,60}?"
    r"(?:nicht|existiert)",
    r"la page (?:que vous|demandée)[^.\n]{0,60}?(?:n(?:'|’)existe|introuvable|n(?:'|’)est)",
    r"la página (?:que|solicitada)[^.\n]{0,60}?no (?:existe|se encuentra|está)",
    r"no posts? (?:were|was) found|it looks like nothing was found at this location",
)
# One of these stands in whatever COOKIES finds.
COOKIE_ROOTS = ("cookie", "consent", "privacy", "einwillig", "datenschutz")
COOKIES = _any(r"\bcookies?\b", r"\bconsent\b", r"\bprivacy\b", r"einwillig", r"datenschutz")
ACCEPT = _any(
    r"^(?:i )?(?:accept|agree|allow|reject)(?: (?:all|and continue|cookies|to all))*$",
    r"accept (?:all|cookies|and (?:continue|close))",
    r"before you continue",
    r"agree to (?:the|our|this) use of",
    r"manage (?:options|preferences|settings|choices|cookies)",
    r"alle (?:akzeptieren|annehmen|ablehnen)|zustimmen",
    r"tout (?:accepter|refuser)|aceptar (?:todo|y)|accetta",
)
LOGIN = _any(
    r"\b(?:log|sign)[- ]?(?:in|on)\b",
    r"\blogin\b",
    r"\banmeld(?:en|ung)\b",
    r"\b(?:se connecter|connexion|iniciar sesión|accedi|entrar|войти|вход|inloggen|logga in)\b",
)
SCRIPTS = _any(
    r"(?:enable|activate|turn on|requires?|needs?|without) java ?script",
    r"java ?script (?:is|must be|has been|needs to be|seems to be) "
    r"(?:required|enabled|disabled|turned off|not enabled)",
    r"(?:aktivieren sie|activez|active|habilite|attiva) (?:bitte )?java ?script",
    r"please wait while (?:the page|we) load",
    r"your browser (?:is|version is) (?:not supported|unsupported|(?:too )?out of date|too old"
    r"|outdated)",
)
BROWSER = re.compile(r"your browser", re.IGNORECASE)
LOADING = re.compile(r"(?:please wait|loading|lädt|chargement|cargando)[\W_]*", re.IGNORECASE)
PAYMENT_ROOTS = (
    # One of these stands in whatever SUBSCRIBE finds; looking for them is quicker.
    *("subscri", "reading", "to read", "to access", "to view", "to keep", "to finish", "unlock"),
    *("members", "free", "limit", "monthly", "weiterlesen", "artikel", "inhalt ist", "réservé"),
    *(
        "de cet article",
        "% de article",
        "exclusivo",
        "suscríb",
        "assin",
        "abbonat",
        "il vous reste",
    ),
)
SUBSCRIBE = _any(
    r"(?:subscribe|register|sign up|log in|sign in|create (?:a|an|your) (?:free )?account)"
    r"[^.\n]{0,40}? to (?:continue|keep|read(?! more about)|finish|unlock|access)"
    r"(?: reading| the (?:full|rest)| this| full)?",
    r"to (?:read|continue reading|access|view) (?:the )?(?:full|rest of (?:the|this)|this|entire)"
    r" (?:story|article|content)",
    r"(?<!scroll )to continue reading(?:,| this| your| the|\.|$)",
    r"continue reading (?:this|your|the) (?:article|story) (?:with|for|by)",
    r"(?:this|the) (?:article|story|content|post) is (?:only |exclusively )?"
    r"(?:for|available to|reserved for) (?:paid |paying |our )?(?:subscribers|members)",
    r"(?:exclusive(?:ly)? (?:to|for)|reserved for) (?:paid |paying |our )?(?:subscribers|members)",
    r"you(?:'|’)?(?: ha)?ve (?:reached|used|read|hit) (?:your|all|the)[^.\n]{0,30}?"
    r"(?:free|limit|monthly)",
    r"already (?:a |have a )?(?:subscriber|subscription|member)\s?\?",
    r"unlock (?:this|the (?:full )?) ?(?:article|story)",
    r"subscribers? only|subscriber[- ]exclusive",
    r"(?:diesen )?artikel (?:jetzt )?(?:weiterlesen|freischalten)|weiterlesen mit",
    r"(?:dieser|der) (?:artikel|inhalt) ist (?:nur )?(?:für|exklusiv)",
    r"(?:cet )?article (?:est )?réservé (?:à nos|aux) abonnés",
    r"il vous reste \d+ ?% de (?:cet )?article",
    r"(?:contenido|artículo) exclusivo para (?:suscriptores|socios)",
    r"suscríbete para (?:seguir|leer)",
    r"conteúdo exclusivo para assinantes|assine para (?:continuar|ler)",
    r"(?:contenuto|articolo) riservato agli abbonati",
)
# Words to subscribers that pages with the whole text show as well.
OF_SUBSCRIBERS = _any(r"^already ", r"^subscribers? only", r"^subscriber[- ]exclusive")
# The same for text in lower case: three times as quick, and most lines do not match.
LOWER_SUBSCRIBE = re.compile(SUBSCRIBE.pattern)
LOWER_ROBOT = re.compile(ROBOT.pattern.lower())
