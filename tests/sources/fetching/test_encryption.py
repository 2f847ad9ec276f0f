"""The certificate has to be the host's own, checked with real encryption over a pair of connected sockets."""

import datetime as dt
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sources.fetching.client import Client
from sources.fetching.problems import FetchProblem
from sources.fetching.rules import Rules
from tests.sources.fetching.world import PUBLIC, World, answer

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


class Authority:
    """Signs certificates; `trusting` is a client's context that believes it."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Authority")])
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        own = self._certificate(self.name, self.key, x509.BasicConstraints(ca=True, path_length=0), usage)
        self.trusting = ssl.create_default_context(cadata=own.public_bytes(serialization.Encoding.PEM).decode())

    def server_context(self, names, days=1):
        key = ec.generate_private_key(ec.SECP256R1())
        alternative = x509.SubjectAlternativeName(names)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Host")])
        made = self._certificate(subject, key, alternative, days=days)
        path = self.folder / "host.pem"
        unencrypted = serialization.NoEncryption()
        path.write_bytes(
            made.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unencrypted)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _certificate(self, subject, key, *extensions, days=1):
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=30))
            .not_valid_after(NOW + dt.timedelta(days=days))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )
        for extension in extensions:
            made = made.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return made.sign(self.key, hashes.SHA256())


class Encrypted(World):
    """Every connection leads to a host that answers over real encryption, or says nothing at all."""

    def __init__(self, context):
        super().__init__()
        self.context = context
        self.asked_for = []
        self.threads = []

    def connect(self, address, port, _timeout):
        assert (address, port) == (PUBLIC, 443)
        ours, theirs = socket.socketpair()
        serving = threading.Thread(target=self._serve, args=(theirs,))
        serving.start()
        self.threads.append(serving)
        return ours

    def end(self):
        for thread in self.threads:
            thread.join(5)

    def _serve(self, theirs):
        theirs.settimeout(5)
        with theirs:
            if self.context is None:
                theirs.recv(100_000)
                theirs.recv(1)  # until the other side gives up
                return
            self.context.sni_callback = lambda _sock, name, _context: self.asked_for.append(name)
            try:
                with self.context.wrap_socket(theirs, server_side=True) as encrypted:
                    encrypted.sendall(self.respond(encrypted.recv(100_000).decode(), "https"))
            except OSError:
                return  # the client did not like the certificate


def fetch(authority, context, url="https://example.org/a", **rules):
    world = Encrypted(context)
    world.serve(url, answer("Text"))
    try:
        return Client(Rules(delay=0, **rules), world, authority.trusting).fetch(url), world
    finally:
        world.end()


def test_the_host_is_asked_for_by_name_and_its_certificate_holds(authority):
    made, world = fetch(authority, authority.server_context([x509.DNSName("example.org")]))
    assert made.raw == b"Text"
    assert set(world.asked_for) == {"example.org"}


@pytest.mark.parametrize("name", ["other.example", "*.example.org", PUBLIC])
def test_a_certificate_of_another_name_is_refused(authority, name):
    made, world = fetch(authority, authority.server_context([x509.DNSName(name)]))
    assert made.reason == "insecure"
    assert "example.org" in made.message
    assert world.asked == []


def test_an_expired_certificate_is_refused(authority):
    made, _ = fetch(authority, authority.server_context([x509.DNSName("example.org")], days=-1))
    assert made.reason == "insecure"
    assert "expired" in made.message


def test_a_certificate_of_nobody_known_is_refused(authority, tmp_path):
    made, world = fetch(authority, Authority(tmp_path).server_context([x509.DNSName("example.org")]))
    assert made.reason == "insecure"
    assert world.asked == []


def test_a_host_that_does_not_finish_the_handshake_is_cut_off(authority):
    made, _ = fetch(authority, None, connect_timeout=0.2)
    assert made.reason == "too_slow"


def test_a_host_without_encryption_is_refused(authority):
    class Plain(Encrypted):
        def _serve(self, theirs):
            with theirs:
                theirs.recv(100_000)
                theirs.sendall(answer("Text"))

    world = Plain(None)
    made = Client(Rules(delay=0), world, authority.trusting).fetch("https://example.org/a")
    world.end()
    assert isinstance(made, FetchProblem)
    assert made.reason == "insecure"
