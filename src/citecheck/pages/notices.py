"""Knows a notice by its words: nearly all are those in which sites speak of themselves.

Who reports something about the world, however short, uses words of that world; a notice such as
"We can't show you this programme in the country you are in" has hardly any. That finds wordings
that no list of phrases holds. `stand_ins` asks for pages that have next to no text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LITTLE = frozenset(
    """a an the this that these those it its it's they them he she i and or but if so as than then
    there here is are was were be been being am do does did done has have had having will
    would shall should may might must of to in on at by for from with within without into onto
    over under up down out off about after before again all any some every each other another
    more most much many very just only also too who whom whose which what when where why how
    one once ever never quite still yet until while because due since both either""".split()
)
# What sites have and hold, and those who come to them.
_SITE = frozenset(
    """page pages site sites website websites webpage web homepage home domain domains host hosting
    hosted server servers account accounts user users username profile channel video videos
    clip recording programme program episode livestream player article articles story stories
    post posts content contents document documents file files resource resources item items
    entry entries record records listing link links url address app application service
    services system systems database sql mysql query queries search searches searched request
    requests requested result results connection browser javascript cookies ip network
    firewall administrator admin webmaster owner owners creator uploader author provider
    registrar registration hosting customer customers subscriber subscribers visitor visitors
    reader readers viewer viewers member members staff blog shop store online internet title
    titles thread topic board feed archive image images picture photo letters characters box
    button form login password id reference code support team engineers technicians billing
    invoice invoices plan bandwidth robot bot human person captcha puzzle slider country
    countries region regions location area territory union european eu age years old adult
    adults minors birth date day month year table memory gateway timeout""".split()
)
# What is wrong with them, and what is to be done.
_STATE = frozenset(
    """not no nothing none nowhere cannot can't couldn't isn't aren't wasn't doesn't don't won't
    unable unavailable available missing gone lost moved removed deleted withdrawn retracted
    unpublished expired expires lapsed suspended disabled deactivated terminated cancelled
    closed locked frozen blocked banned denied rejected refused forbidden unauthorized
    unauthorised restricted prohibited permitted allowed private public offline broken crashed
    failed fails fatal internal unexpected invalid bad wrong down busy overloaded exceeded
    exhausted parked sale renewal renew renewed unpaid pending maintenance temporarily
    temporary currently longer exist exists existed found match matches matched matching taken
    switched wandered vanished disappeared sailed away back soon shortly later moment
    momentarily rights legal reasons licensed copyright gdpr old outdated unsupported empty
    empty-handed zero default installed successfully working repaired 401 403 404 410 451 500
    502 503 504 error errors problem problems trouble issue issues fault warning exception
    maintenance upgrade updates""".split()
)
_MANNERS = frozenset(
    """you you're your yours yourself we we're we'll we've our ours us please sorry apologies
    apologise apologize oops whoops hmm uh oh hello hi welcome thank thanks try trying contact
    check click tap press pressing enter type tick drag confirm verify prove continue proceed
    go going return visit visiting browse refresh reload retry log sign signed come came look
    looks looking like want wanted need let know show shown see seen display displayed watch
    watched view viewed read access accessing open find help home can could get using use make
    made made now today tonight time times minutes hours seconds few least something else went
    having happened happen perhaps maybe may set yes congratulations different doing busy
    updating place seems seem least""".split()
)
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_NAMES = re.compile(r"(?<![\w.-])[^\W_]+(?:[-.][^\W_]+)*\.[a-z]{2,}\b", re.IGNORECASE)  # of hosts
_MOST = 0.7  # share of the words that tell something
_FEWEST = 3  # of them
_LONGEST = 600  # characters


def notice(title: str, lines: Sequence[str]) -> str | None:
    """The first line of a page that says that something is not there or not right, if nearly all
    words of the page are a site's own; `lines` are all that it says beside its title."""
    own = set(_WORD.findall(title.lower()))
    said = [
        _NAMES.sub("", line.replace("’", "'").replace("'s ", " ")).lower()
        for line in lines
        if line != title
    ]
    if sum(map(len, said)) > _LONGEST:
        return None
    words = [word for line in said for word in _WORD.findall(line)]
    telling = [word for word in words if word not in _LITTLE]
    kinds = [word in _SITE or word in _STATE or word in _MANNERS for word in telling]
    others = sum(not kind and word not in own for kind, word in zip(kinds, telling, strict=True))
    if sum(kinds) < _FEWEST or others > (1 - _MOST) * len(telling):
        return None
    return next((line for line in lines if _STATE & set(_WORD.findall(line.lower()))), None)
