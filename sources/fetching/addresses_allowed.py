"""Which IP addresses may be connected to: those of the public internet, and no others.

After the IANA special-purpose address registries. IPv6 is taken only from the range given out for
public use; forms that carry an IPv4 address inside are refused, but for NAT64's, which is judged by what it carries.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_V4 = {
    "0.0.0.0/8": "this very network",
    "10.0.0.0/8": "a private network",
    "100.64.0.0/10": "a provider's inner network",
    "127.0.0.0/8": "this very machine",
    "168.63.129.16/32": "a cloud's own service address",
    "169.254.0.0/16": "a link-local network",
    "172.16.0.0/12": "a private network",
    "192.0.0.0/24": "a reserved network",
    "192.0.2.0/24": "a network for documentation",
    "192.88.99.0/24": "a relay between IPv6 and IPv4",
    "192.168.0.0/16": "a private network",
    "198.18.0.0/15": "a network for benchmarks",
    "198.51.100.0/24": "a network for documentation",
    "203.0.113.0/24": "a network for documentation",
    "224.0.0.0/4": "a multicast group",
    "240.0.0.0/4": "a reserved network",
}
_V6 = {
    "::/128": "this very network",
    "::1/128": "this very machine",
    "::ffff:0:0/96": "an IPv4 address in disguise",
    "::/96": "an IPv4 address in disguise",
    "64:ff9b:1::/48": "a translator into a local network",
    "2001::/32": "a Teredo tunnel",
    "2001:2::/48": "a network for benchmarks",
    "2001::/23": "a reserved network",
    "2001:db8::/32": "a network for documentation",
    "2002::/16": "a 6to4 tunnel",
    "3fff::/20": "a network for documentation",
    "fc00::/7": "a private network",
    "fe80::/10": "a link-local network",
    "ff00::/8": "a multicast group",
}
_FORBIDDEN_V4 = [(IPv4Network(network), words) for network, words in _V4.items()]
_FORBIDDEN_V6 = [(IPv6Network(network), words) for network, words in _V6.items()]
_PUBLIC_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def why_forbidden(address: str) -> str:
    """What an address leads to, "" where that is the public internet: “a private network”."""
    try:
        found = ip_address(address)
    except ValueError:
        return "no IP address"
    return _why_v4(found) if isinstance(found, IPv4Address) else _why_v6(found)


def _why_v4(address: IPv4Address) -> str:
    named = next((words for network, words in _FORBIDDEN_V4 if address in network), "")
    return named or ("" if address.is_global else "a reserved network")


def _why_v6(address: IPv6Address) -> str:
    if address in _NAT64:
        return _why_v4(IPv4Address(int(address) & 0xFFFFFFFF))
    named = next((words for network, words in _FORBIDDEN_V6 if address in network), "")
    return named or ("" if address in _PUBLIC_V6 and address.is_global else "a reserved network")
