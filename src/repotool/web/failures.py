"""Why an address gave no answer: one reason code for each way to fail."""

from __future__ import annotations

import errno
import ssl

RESET = "reset"
TIMEOUT = "timeout"
REFUSED = "refused"

_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
_CUT = {errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN, errno.ESHUTDOWN}
# OpenSSL's codes of what is wrong with a certificate: X509_V_ERR_…
_CERTIFICATE = {
    10: "tls-expired",
    9: "tls-not-yet-valid",
    18: "tls-self-signed",
    19: "tls-self-signed",
    62: "tls-wrong-host",
    64: "tls-wrong-host",
}


class Failed(Exception):
    """A request that brought no answer. `reason` is a code of rules/web/reasons.toml.

    `connecting`: the host itself was not reached, whatever the path. `temporary`: the network here may be to blame.
    """

    def __init__(self, reason: str, *, connecting: bool = False, temporary: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.connecting = connecting
        self.temporary = temporary


def failure_of(error: BaseException, *, connecting: bool = False) -> Failed:
    """What an exception of sockets and TLS means."""
    if isinstance(error, Failed):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failed(_CERTIFICATE.get(error.verify_code, "tls-untrusted"), connecting=True)
    if isinstance(error, ssl.SSLError):
        return Failed("tls", connecting=True)
    if isinstance(error, TimeoutError):
        return Failed(TIMEOUT, connecting=connecting, temporary=connecting)
    if isinstance(error, ConnectionRefusedError):
        return Failed(REFUSED, connecting=True)
    if isinstance(error, OSError):
        return _of_socket(error, connecting)
    return Failed("protocol", connecting=connecting)


def _of_socket(error: OSError, connecting: bool) -> Failed:
    if error.errno in _UNREACHABLE:
        return Failed("unreachable", connecting=True, temporary=True)
    if error.errno in _CUT or isinstance(error, ConnectionError):
        return Failed(RESET, connecting=connecting)
    return Failed("unreachable", connecting=connecting, temporary=connecting)
