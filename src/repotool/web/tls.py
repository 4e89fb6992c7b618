"""One TLS context for all connections: making one reads some 140 certificates."""

from __future__ import annotations

import ssl
from functools import cache
from pathlib import Path

import httpx

from repotool.model import Refused


@cache
def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Trusts what httpx trusts, and the authorities in `ca_file` besides. Raises Refused where that is none."""
    context = httpx.create_ssl_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
            raise Refused(f"--ca-file {ca_file}: cannot be read ({why}); name a file of PEM certificates") from None
    return context
