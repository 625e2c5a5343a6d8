"""Which address a request comes from."""

import pytest

from audit.origin import client_address


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("127.0.0.1", "10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "6.6.6.6,10.1.1.1:4711 ", "10.1.1.1"),
        ("::ffff:127.0.0.1", "10.1.1.1", "10.1.1.1"),
        ("10.0.5.9", "2001:db8::7", "2001:db8::7"),
        ("10.0.5.9", "[2001:db8::7]:4711", "2001:db8::7"),
        ("10.0.5.9", "10.0.5.77", "10.0.5.77"),  # a client in the proxy's network: nothing to the left of it counts
        ("10.0.5.9", "6.6.6.6, 10.0.5.77", "10.0.5.77"),
        ("", "10.1.1.1", "10.1.1.1"),  # a socket of this machine
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.1.1.1, unknown", "127.0.0.1"),
        ("10.1.1.1", "6.6.6.6", "10.1.1.1"),  # not the proxy: what it says of itself counts for nothing
        ("not-an-address", "6.6.6.6", None),
    ],
)
def test_right_most_address_of_the_proxy(rf, settings, peer, forwarded, address):
    settings.BEHIND_PROXY, settings.PROXIES = True, ["127.0.0.1/32", "10.0.5.0/24"]
    assert client_address(rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})) == address


def test_without_a_proxy_only_the_connection_counts(rf, settings):
    settings.BEHIND_PROXY, settings.PROXIES = False, ["127.0.0.1/32"]
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "6.6.6.6"})
    assert client_address(request) == "127.0.0.1"
