"""TLS as it should be, and as it goes wrong."""

from __future__ import annotations

import datetime
import ssl
import tempfile
from dataclasses import dataclass
from pathlib import Path

import trustme

HOSTS = ("faults.test", "stranger.test", "alone.test", "expired.test", "wrong.test", "mute.test", "several.test")


@dataclass(frozen=True)
class Certificates:
    """An authority of the test's own, and a server's context for each way to go wrong (and "tls", which is right)."""

    authority: trustme.CA
    contexts: dict[str, ssl.SSLContext]

    def write(self, path: Path) -> Path:
        """The authority's certificate as a PEM file, for `--ca-file`."""
        self.authority.cert_pem.write_to_path(str(path))
        return path


def certificates() -> Certificates:
    ours, stranger = trustme.CA(), trustme.CA()
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    contexts = {
        "tls": context(ours.issue_cert(*HOSTS)),
        "untrusted": context(stranger.issue_cert(*HOSTS)),
        "self_signed": _self_signed(stranger),
        "expired": context(ours.issue_cert(*HOSTS, not_before=past, not_after=past + datetime.timedelta(days=90))),
        "wrong_host": context(ours.issue_cert("somebody-else.test")),
    }
    return Certificates(ours, contexts)


def context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(made)
    return made


def _self_signed(authority: trustme.CA) -> ssl.SSLContext:
    """The authority's own certificate, which it has signed itself, as if it were a server's."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        both = Path(folder, "both.pem")
        both.write_bytes(authority.private_key_pem.bytes() + authority.cert_pem.bytes())
        made.load_cert_chain(both)
    return made
