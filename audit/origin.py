"""The address from which a request comes: for the rows of the audit trail and for the lockout of logins."""

from contextvars import ContextVar
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address

# Set by fedwork.middleware.ClientAddress for the time of a request; None in jobs and commands.
current_address: ContextVar[str | None] = ContextVar("current_address", default=None)


def client_address(request: HttpRequest) -> str | None:
    """The address of the machine that sent the request, or None where the server cannot know it.

    It is the address of the connection. Where that is the proxy (settings.PROXIES), it is the right-most entry of
    X-Forwarded-For, the only one that the proxy itself wrote: whatever stands to the left of it came with the request
    and may be invented. An entry that is no address counts as none, and then the connection's address is taken.
    """
    peer = _parse_address(request.META.get("REMOTE_ADDR", ""))
    if _is_proxy(peer, request):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
        peer = _parse_address(forwarded) or peer
    return str(peer) if peer else None


def _is_proxy(peer: Address | None, request: HttpRequest) -> bool:
    """A connection without an address is a socket of this machine, to which only its proxy can connect."""
    if not settings.BEHIND_PROXY:
        return False
    if peer is None:
        return not request.META.get("REMOTE_ADDR")
    return any(peer in ip_network(proxy) for proxy in settings.PROXIES)


def _parse_address(text: str) -> Address | None:
    """An address as proxies write it: 10.1.2.3, 10.1.2.3:4567, 2001:db8::1, [2001:db8::1]:4567."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
