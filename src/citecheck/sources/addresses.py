"""Which IP addresses are public: a table of our own, by IANA's registries of special purposes.

The registries (RFC 6890, as of 2025) list what is not, or not surely, a host on the public
internet; what they call globally reachable for a purpose of its own (anycast of relays, AS112)
serves no page, and is refused as well. Of IPv6 only what is allotted to hosts (2000::/3, RFC 3513)
is public at all. Python's own table follows its version, and knows some of them only since lately.
"""

from __future__ import annotations

import ipaddress

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_SPECIAL_IPV4 = """
0.0.0.0/8 this network, RFC 791
10.0.0.0/8 private use, RFC 1918
100.64.0.0/10 shared address space, RFC 6598
127.0.0.0/8 loopback, RFC 1122
168.63.129.16/32 the platform of Azure, for its machines alone
169.254.0.0/16 link local, RFC 3927; metadata of clouds
172.16.0.0/12 private use, RFC 1918
192.0.0.0/24 IETF protocol assignments, RFC 6890
192.0.2.0/24 documentation, RFC 5737
192.31.196.0/24 AS112-v4, RFC 7535
192.52.193.0/24 AMT, RFC 7450
192.88.99.0/24 6to4 relay anycast, RFC 7526
192.168.0.0/16 private use, RFC 1918
192.175.48.0/24 direct delegation of AS112, RFC 7534
198.18.0.0/15 benchmarking, RFC 2544
198.51.100.0/24 documentation, RFC 5737
203.0.113.0/24 documentation, RFC 5737
224.0.0.0/4 multicast, RFC 1112
240.0.0.0/4 reserved and limited broadcast, RFC 1112, RFC 919
"""
_PUBLIC_IPV6 = "2000::/3"
_SPECIAL_IPV6 = """
2001::/23 IETF protocol assignments (Teredo, ORCHID, benchmarking), RFC 2928
2001:db8::/32 documentation, RFC 3849
2002::/16 6to4, RFC 3056
2620:4f:8000::/48 direct delegation of AS112, RFC 7534
3fff::/20 documentation, RFC 9637
"""
_WRAPPED = ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96")  # IPv4 in the last 32 bits
_ISATAP = (0x00005EFE, 0x02005EFE)  # the same after these 32 bits, RFC 5214


def _networks(table: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(line.split(" ")[0]) for line in table.split("\n") if line)


_NOT_IPV4, _NOT_IPV6 = _networks(_SPECIAL_IPV4), _networks(_SPECIAL_IPV6)
_IPV6 = ipaddress.IPv6Network(_PUBLIC_IPV6)
_WRAPPERS = tuple(map(ipaddress.IPv6Network, _WRAPPED))


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet, also inside IPv6 wrappings.

    Raises `ValueError` when it is no address.
    """
    ip: _Address = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _NOT_IPV4)
    inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if any(ip in network for network in _WRAPPERS):
        return is_public(str(inner))
    if ip not in _IPV6 or any(ip in network for network in _NOT_IPV6):
        return False
    return (int(ip) >> 32) & 0xFFFFFFFF not in _ISATAP or is_public(str(inner))
