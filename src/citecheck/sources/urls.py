"""Decides when two URLs are the same page, and which are not fetched at all."""

from __future__ import annotations

import ipaddress
import re

import httpx

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"  # RFC 3986, 2.3
)
# Parameters that say where a reader came from and never choose the page: those of the analytics
# and advertising services that document them, name by name: others that begin alike are a page's.
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid"
    " igsh mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi __hssc __hstc __hsfp hsctatracking"
    " oly_anon_id oly_enc_id vero_id vero_conv wickedid rb_clickid s_kwcid ref_src epik"
    " _openstat srsltid"
    # Google Analytics, "URL builders".
    " utm_source utm_medium utm_campaign utm_term utm_content utm_id utm_source_platform"
    " utm_creative_format utm_marketing_tactic"
    # Matomo, "Campaign tracking"; names of Piwik before it.
    " mtm_campaign mtm_cpn mtm_keyword mtm_kwd mtm_source mtm_medium mtm_content mtm_cid mtm_group"
    " mtm_placement matomo_campaign matomo_kwd pk_campaign pk_cpn pk_keyword pk_kwd pk_source"
    " pk_medium pk_content pk_cid piwik_campaign piwik_kwd"
    # HubSpot, "Ads tracking".
    " hsa_acc hsa_cam hsa_grp hsa_ad hsa_src hsa_tgt hsa_kw hsa_mt hsa_net hsa_ver".split()
)


def canonical_url(url: str) -> str:
    """The form under which a URL is fetched and kept.

    Scheme and host in lower case, an international host name in its ASCII form, escapes in their
    normal form and dot segments resolved (RFC 3986, section 6); the default port, the fragment,
    any user name and password, an empty query and tracking parameters left out. The order of
    parameters is kept, since servers may mind it. Raises `ValueError` with the reason in words
    when it is no http or https URL.
    """
    try:
        # Ampersands that were taken over from HTML as written are separators.
        parsed = httpx.URL(url.strip().replace("&amp;", "&"))
        scheme = parsed.scheme.lower()
        if not scheme:
            raise ValueError("it has no scheme; write https://...")
        if scheme not in _DEFAULT_PORTS:
            raise UnsupportedScheme(f"only http and https are fetched, not {scheme}")
        if not parsed.host:
            raise ValueError("it has no host")
        if "%" in parsed.host or any(sign.isspace() for sign in parsed.host):
            raise ValueError(f"{parsed.host!r} is no host name")
        path, _, query = parsed.raw_path.decode("ascii").partition("?")
        port = parsed.port
        if port is not None and not 0 < port < 65_536:
            raise ValueError(f"{port} is no port")
        place = "" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}"
        target = _without_dots(_escapes(path)) + _query(query)
        return f"{scheme}://{_host(parsed)}{place}{target}"
    except (httpx.InvalidURL, UnicodeError, TypeError) as error:
        raise ValueError(f"it is no valid URL: {error}") from None


def canonical_or_same(url: str) -> str:
    """The canonical form, or the URL as it is when it has none."""
    try:
        return canonical_url(url)
    except ValueError:
        return url


class UnsupportedScheme(ValueError):
    """A URL of a scheme that citecheck does not fetch."""


def _host(parsed: httpx.URL) -> str:
    host = parsed.raw_host.decode("ascii").lower()
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host.strip('[]')).compressed}]"
        except ValueError:
            raise ValueError(f"{host!r} is no address") from None
    return host.removesuffix(".") or host


def _escapes(text: str) -> str:
    """Escapes in upper case, none for characters that need none (RFC 3986, 6.2.2), one for a
    percent sign that begins none."""

    def normal(match: re.Match[str]) -> str:
        sign = chr(int(match[1], 16))
        return sign if sign in _UNRESERVED else match[0].upper()

    return _ESCAPE.sub(normal, _BARE_PERCENT.sub("%25", text))


def _without_dots(path: str) -> str:
    """A path without `.` and `..` segments (RFC 3986, 5.2.4); at least `/`."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for n, segment in enumerate(segments):
        last = n == len(segments) - 1
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    """The query with its question mark, without tracking parameters; empty when none are left."""
    kept = [part for part in query.split("&") if not _tracks(part)]
    joined = _escapes("&".join(kept))
    return f"?{joined}" if joined else ""


def _tracks(part: str) -> bool:
    return _escapes(part.partition("=")[0]).lower() in _TRACKING
