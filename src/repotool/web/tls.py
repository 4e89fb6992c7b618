"""One TLS context for all connections: making one reads some 140 certificates."""

from __future__ import annotations

import ssl
from asyncio.sslproto import SSLProtocol
from functools import cache
from pathlib import Path

import httpx

from repotool.model import Refused

HELD = 32 * 1024
"""Bytes that each TLS connection keeps for what comes: two of TLS's longest records. asyncio's own measure is 256 KB,
which hundreds of connections take hundreds of times.
"""


@cache
def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Trusts what httpx trusts, and the authorities in `ca_file` besides. Raises Refused where that is none."""
    SSLProtocol.max_size = HELD
    context = httpx.create_ssl_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
            raise Refused(f"--ca-file {ca_file}: cannot be read ({why}); name a file of PEM certificates") from None
    return context
