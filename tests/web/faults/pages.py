"""HTML pages as other servers write them."""

from __future__ import annotations

import gzip

from tests.web.faults.wire import CHUNK, Request, Wire

Case = dict[str, object]

HTML = "Content-Type: text/html; charset=utf-8"


def page(title: str, body: str = "<p>Материалы курса лежат здесь.</p>") -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode()
    )


LOGIN = page("Вход", '<form method="post"><input name="login"><input type="password" name="password"></form>')


async def html(request: Request, wire: Wire, case: Case) -> None:
    """`body` in `charset`, after `padding` bytes of nothing, with `type` for a Content-Type."""
    charset = str(case.get("charset", "utf-8"))
    padding = "<p>" + " " * int(str(case.get("padding", 0))) + "</p>"
    body = page("Конспект", padding + str(case.get("body", ""))).decode().encode(charset)
    kind = str(case.get("type", f"text/html; charset={charset}"))
    await wire.reply(request, 200, body, (f"Content-Type: {kind}",))


async def punycode(request: Request, wire: Wire, case: Case) -> None:
    """A page in a codec that takes the square of the time."""
    await wire.reply(request, 200, b"<p id=a>-" + b"b" * 60_000, ("Content-Type: text/html; charset=punycode",))


async def encoded(request: Request, wire: Wire, case: Case) -> None:
    """A page whose Content-Encoding is `encoding`; `truth` is what its bytes are: plain, gzip, cut, bomb, broken."""
    whole = page("Сжато", '<p id="here">Здесь</p><p id="глава">Глава</p>')
    zipped = gzip.compress(whole, mtime=0)
    bodies = {
        "plain": whole,
        "gzip": zipped,
        "twice": gzip.compress(zipped, mtime=0),
        "cut": zipped[: len(zipped) // 2],
        "members": gzip.compress(whole[:40], mtime=0) + gzip.compress(whole[40:], mtime=0),
        "broken": zipped[:12] + bytes(byte ^ 0x5A for byte in zipped[12:]),
    }
    body = _bomb() if case["truth"] == "bomb" else bodies[str(case["truth"])]
    await wire.reply(request, 200, body, (HTML, f"{case.get('header', 'Content-Encoding')}: {case['encoding']}"))


_BOMBS: list[bytes] = []


def _bomb() -> bytes:
    """A quarter of a gigabyte of spaces, as 250 KB; made once."""
    if not _BOMBS:
        member = gzip.compress(b" " * (16 * 1024 * 1024), 9, mtime=0)
        _BOMBS.append(member * 16)
    return _BOMBS[0]


async def login(request: Request, wire: Wire, case: Case) -> None:
    await wire.reply(request, 200, LOGIN, (HTML,))


async def huge(request: Request, wire: Wire, case: Case) -> None:
    """A body of four gigabytes, to whoever reads it."""
    await wire.send(f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Length: {4 << 30}\r\n\r\n".encode())
    if request.method != "HEAD":
        await wire.flood(b"x" * CHUNK, (4 << 30) // CHUNK)


async def huge_chunked(request: Request, wire: Wire, case: Case) -> None:
    """A body without end, in chunks."""
    await wire.send(f"HTTP/1.1 200 OK\r\n{HTML}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    if request.method != "HEAD":
        await wire.flood(b"10000\r\n" + b"x" * CHUNK + b"\r\n", 1 << 16)


async def drips(request: Request, wire: Wire, case: Case) -> None:
    """A body of which a byte comes every half second."""
    await wire.send(f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Length: 100000\r\n\r\n".encode())
    if request.method != "HEAD":
        await wire.drip(b"x" * 100_000, 0.5)


async def no_heads_drips(request: Request, wire: Wire, case: Case) -> None:
    """As `drips`, where HEAD is not allowed."""
    if request.method == "HEAD":
        await wire.reply(request, 405)
    else:
        await drips(request, wire, case)


async def no_heads_huge(request: Request, wire: Wire, case: Case) -> None:
    """As `huge`, where HEAD is not allowed."""
    if request.method == "HEAD":
        await wire.reply(request, 405)
    else:
        await huge(request, wire, case)
