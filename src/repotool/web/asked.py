"""One link, asked until there is a verdict: its site's own way, HEAD before GET, retries within its budget."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from repotool.web.addresses import Address
from repotool.web.anchors import anchors_of
from repotool.web.asking import Asker, Budget
from repotool.web.failures import TIMEOUT
from repotool.web.redirects import Chain, follow
from repotool.web.retries import pause, retry_after
from repotool.web.settings import Settings
from repotool.web.sites import Question, question
from repotool.web.turns import Delayed, Lane, Turn
from repotool.web.verdicts import Judged, is_loss, judge, wants_get, wants_retry

STRIKES = 2
"""Answers in a row, to different requests, that ask us to come later: then it is meant for all links of the host."""
LOST = 3
"""Links in a row to a host that never answered: then its other links are not tried any more."""
LOST_AGAIN = 8
"""Links in a row to a host that did answer before: thousands of links to one that hangs must not take hours."""
NETWORK = frozenset({"dns", "unreachable", "proxy"})
"""Failures for which our own network may be to blame."""


class Job(Struct):
    """One address to ask. `page`: its page is to be read, for its anchors or for what it says.

    `again_at` and `last` are there when it was put off: when it may be asked again, and what it was told.
    """

    address: Address
    page: bool = False
    again_at: float | None = None
    last: Judged | None = None


class Outcome(Struct, frozen=True):
    """What asking brought. `secure` is None where https was not asked, `anchors` where they are not known.

    `lost` is the failure for which our own network may be to blame, `temporary` that it says so itself.
    """

    judged: Judged
    anchors: frozenset[str] | None = None
    read: bool = False
    secure: bool | None = None
    lost: str | None = None
    temporary: bool = False


class Link:
    """Asks one job, in its turn."""

    def __init__(
        self, job: Job, turn: Turn[Job], asker: Asker, settings: Settings, credentials: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._job = job
        self._turn = turn
        self._asker = asker
        self._settings = settings
        self._credentials = credentials
        self._budget = Budget(settings.budget, settings.timeout)
        self._loop = asyncio.get_running_loop()
        self._lane: Lane[Job] | None = None

    async def outcome(self) -> Outcome:
        """Raises Delayed where it is to be asked again at the end of the run."""
        known = self._spared()
        if known is None and self._job.again_at is not None:
            known = await self._waited(self._job.again_at)
        if known is not None:
            return Outcome(known, lost=known.reason if known.reason in NETWORK else None)
        asked = question(self._job.address)
        if asked is not None:
            return await self._by_site(asked)
        return await self._directly(self._job.address, "GET" if self._job.page else "HEAD")

    def _spared(self) -> Judged | None:
        """The verdict where a host is not asked any more: it is not reached, or says again and again to come later."""
        lane = self._turn.lane
        assert lane is not None
        lost = lane.lost >= (LOST_AGAIN if lane.reached else LOST)
        wearied = self._turn.ending and self._job.again_at is None and lane.strikes > STRIKES
        lane.spared = lost or wearied
        if lost:
            return Judged("unsure", lane.lost_by)
        return Judged("unsure", "rate-limited", 429) if wearied else None

    async def _waited(self, again_at: float) -> Judged | None:
        """The verdict on a link that was put off, where it is too early to ask it again."""
        left = again_at - self._loop.time()
        if left > self._settings.head_timeout:
            return self._job.last
        if left > 0:
            await self._turn.rest(left)
        return None

    async def _directly(self, address: Address, method: str) -> Outcome:
        chain = await self._settled(address, method, {})
        judged = judge(address, chain)
        page = chain.answer.page if chain.answer else None
        return _with_loss(
            Outcome(
                judged,
                anchors=anchors_of(page) if judged.kind in ("ok", "moved") else None,
                read=page is not None,
                secure=await self._is_secure(address, chain) if judged.kind == "ok" else None,
            ),
            chain,
        )

    async def _by_site(self, asked: Question) -> Outcome:
        rule = asked.rule
        method = "GET" if rule.alive or rule.gone or (self._job.page and not rule.ask) else rule.method
        if rule.is_plain:
            outcome = await self._directly(asked.address, method)
            hidden = rule.login is not None and outcome.judged.reason == "login-wall"
            judged = replace(outcome.judged, reason=rule.login) if hidden else outcome.judged
            return replace(outcome, judged=judged, anchors=outcome.anchors if rule.anchors else None)
        chain = await self._settled(asked.address, method, {asked.address.origin: asked.headers})
        judged = rule.judge(self._job.address, chain)
        if rule.confirm and (judged.kind == "broken" or chain.failure is not None):
            return await self._directly(self._job.address, "GET" if self._job.page else "HEAD")
        return _with_loss(Outcome(judged, read=True), chain)

    async def _is_secure(self, address: Address, chain: Chain) -> bool | None:
        """Whether https leads to the same page."""
        if not self._settings.secure or address.scheme != "http" or address.port != 80:
            return None
        secured = await self._settled(replace(address, scheme="https", port=443), "HEAD", {})
        there = secured.last
        return (
            secured.answer is not None
            and 200 <= secured.answer.status < 300
            and there.scheme == "https"
            and (there.host, there.target) == (chain.last.host, chain.last.target)
        )

    async def _settled(self, address: Address, method: str, extra: Mapping[str, Mapping[str, str]]) -> Chain:
        """Asks until the answer is one to keep, or the budget is spent."""
        for number in count():
            chain = await self._once(address, method, extra)
            if wants_get(chain) if method == "HEAD" else is_loss(chain):
                chain = await self._by_get(chain, address, method, extra)
            wait = self._wait(chain, number)
            if wait is None:
                break
            method = "GET"  # some servers refuse nothing but HEAD, whatever they say
            await self._turn.rest(wait)
            self._budget.spend(wait)
        return chain

    async def _by_get(
        self, chain: Chain, address: Address, method: str, extra: Mapping[str, Mapping[str, str]]
    ) -> Chain:
        """What a GET says where a HEAD, which brought `chain`, tells nothing, or where it seems that a link is lost.

        That has to be told twice, the second time to a GET over connections of its own: on one that was kept a server
        may answer what nobody asked, and of several servers behind one name one may not know the page.
        """
        if chain.failure is not None and chain.failure.reason == TIMEOUT:
            self._budget.patience = self._settings.timeout - self._settings.head_timeout
        if method == "HEAD" and not is_loss(chain):
            chain = await self._once(address, "GET", extra)
        return await self._once(address, "GET", extra, fresh=True) if is_loss(chain) else chain

    async def _once(
        self, address: Address, method: str, extra: Mapping[str, Mapping[str, str]], fresh: bool = False
    ) -> Chain:
        headers = {**self._credentials, **extra} if extra else self._credentials
        chain = await follow(self._asker, address, method, self._budget, headers, self._book, fresh)
        self._note(chain)
        return chain

    async def _book(self, address: Address) -> None:
        self._lane = await self._turn.at(address.host_key)

    def _note(self, chain: Chain) -> None:
        """How the host has answered, for its other links."""
        lane = self._lane
        assert lane is not None
        if chain.failure is not None and (chain.failure.connecting or chain.failure.reason == TIMEOUT):
            lane.lost += 1 / 2 if chain.failure.reason == TIMEOUT else 1
            lane.lost_by = chain.failure.reason
            return
        lane.reached = True
        lane.lost = 0
        if chain.answer is not None and chain.answer.status in (429, 503) and "retry-after" in chain.answer.headers:
            lane.strikes += 1
        else:
            lane.strikes = 0

    def _wait(self, chain: Chain, number: int) -> float | None:
        """Seconds until the next try; None where there is none. Raises Delayed."""
        wait = pause(number, self._settings.retry_wait)
        if wait is None or not wants_retry(chain):
            return None
        after = retry_after(chain.answer.headers, time.time) if chain.answer else None
        if after is None or after < wait:
            return wait if wait < self._budget.left else None
        lane = self._lane
        assert lane is not None
        if after < self._budget.left:
            if lane.strikes >= STRIKES:
                lane.next_at = max(lane.next_at, self._loop.time() + after)
            return after
        if self._turn.ending:
            return None
        lane.put_off = lane.strikes >= STRIKES
        self._job.again_at = self._loop.time() + after
        self._job.last = judge(self._job.address, chain)
        raise Delayed


def _with_loss(outcome: Outcome, chain: Chain) -> Outcome:
    """The outcome, with the failure for which our own network may be to blame: of the first address that was asked."""
    lost = chain.failure if chain.failure and not chain.hops and chain.failure.reason in NETWORK else None
    if lost is None:
        return outcome
    return replace(outcome, lost=lost.reason, temporary=lost.temporary or lost.reason == "proxy")
