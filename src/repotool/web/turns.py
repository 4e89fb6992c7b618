"""Who may ask when: so many requests at once, so many of them to one host, so far apart.

A link is started when its host can be asked; while it waits (for another host that a redirect leads to, or for a server
to recover) it takes nobody's place. No coroutine looks after this: each turn that ends starts what can begin.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Pace(Struct, frozen=True):
    """How a host is asked: requests at once, and seconds between the first requests of two links.

    `strict`: the host has asked for the interval itself, so it holds between any two requests.
    """

    at_once: int
    interval: float
    strict: bool = False


@dataclass(slots=True)
class Lane(Generic[T]):
    """One host: the links that wait for it, and how it has answered so far."""

    pace: Pace
    waiting: deque[T] = field(default_factory=deque)
    returning: deque[asyncio.Future[None]] = field(default_factory=deque)
    """Turns that have begun and wait to ask this host."""
    active: int = 0
    next_at: float = 0.0
    listed: bool = False
    """It stands in the list of hosts that can be asked."""
    delayed: list[T] = field(default_factory=list)
    """Links for the end of the run."""
    put_off: bool = False
    """All of its links wait for the end of the run."""
    strikes: int = 0
    """Answers in a row that asked us to come later."""
    lost: float = 0
    """Requests that reached nobody."""
    lost_by: str = ""
    """The failure of the last one."""
    reached: bool = False
    """It has answered, whatever it said."""
    spared: bool = False
    """Its further links are not asked, so that nothing is to be waited for between them."""


class Delayed(Exception):
    """The link is to be tried again at the end of the run."""


class Turn(Generic[T]):
    """One link's place in the queue, from its first request to its last."""

    def __init__(self, turns: Turns[T], lane: Lane[T]) -> None:
        self._turns = turns
        self._lane: Lane[T] | None = lane
        self._placed = True
        self._first = True

    @property
    def lane(self) -> Lane[T] | None:
        """The host whose place is taken."""
        return self._lane

    @property
    def ending(self) -> bool:
        """Whether only links that were put off are left."""
        return self._turns.ending

    async def at(self, host: str) -> Lane[T]:
        """Waits until `host` may be asked, and books the request."""
        lane = self._turns.lane(host)
        if self._lane is not lane:
            self._leave()
            await self._enter(lane)
        elif self._first or not lane.pace.strict:
            self._first = False  # it was started because the host could be asked, and waits for its answers
            return lane
        await self._space(lane)
        return lane

    async def rest(self, seconds: float) -> None:
        """Waits without taking anybody's place."""
        self._leave()
        self._free()
        await asyncio.sleep(seconds)
        await self._acquire()

    def end(self) -> None:
        self._leave()
        self._free()

    async def _enter(self, lane: Lane[T]) -> None:
        if lane.active < lane.pace.at_once:
            lane.active += 1
        else:
            self._free()
            await _stand(lane.returning, lambda: self._turns.leave(lane))
        self._lane = lane
        await self._acquire()

    async def _acquire(self) -> None:
        if not self._placed:
            await self._turns.acquire()
            self._placed = True

    async def _space(self, lane: Lane[T]) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        start = max(now, lane.next_at)
        lane.next_at = start + lane.pace.interval
        if start > now:
            await asyncio.sleep(start - now)

    def _leave(self) -> None:
        lane, self._lane = self._lane, None
        if lane is not None:
            self._turns.leave(lane)

    def _free(self) -> None:
        placed, self._placed = self._placed, False
        if placed:
            self._turns.free()


async def _stand(queue: deque[asyncio.Future[None]], give_back: Callable[[], None]) -> None:
    """Waits in a queue for a place that somebody hands over."""
    place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    queue.append(place)
    try:
        await place
    except asyncio.CancelledError:
        if place.done() and not place.cancelled():
            give_back()
        raise


def _hand_over(queue: deque[asyncio.Future[None]]) -> bool:
    """Gives a place to whoever has waited longest; False where nobody waits."""
    while queue:
        place = queue.popleft()
        if not place.done():
            place.set_result(None)
            return True
    return False


class Turns(Generic[T]):
    """Runs `work(item, turn)` for every item, within the limits. `pace` tells each host's own."""

    def __init__(
        self, at_once: int, pace: Callable[[str], Pace], work: Callable[[T, Turn[T]], Awaitable[None]]
    ) -> None:
        self._at_once = at_once
        self._pace = pace
        self._work = work
        self._loop = asyncio.get_running_loop()
        self._lanes: dict[str, Lane[T]] = {}
        self._ready: list[tuple[float, int, Lane[T]]] = []
        self._number = count()
        self._active = 0
        self._returning: deque[asyncio.Future[None]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._is_spare = False
        """Whether the present task has done its link, and may go on with another: sooner than a new one would."""
        self._next: tuple[Lane[T], T] | None = None
        """What it goes on with."""
        self._finished: asyncio.Future[None] = self._loop.create_future()
        self.ending = False

    async def run(self, items: Iterable[tuple[str, T]]) -> None:
        """Returns when all work is done; an exception of `work` is raised here."""
        for host, item in items:
            self.lane(host).waiting.append(item)
        for lane in self._lanes.values():
            self._list(lane)
        self._pump()
        try:
            await self._finished
        finally:
            self._finished.cancel()
            if self._timer is not None:
                self._timer.cancel()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def lane(self, host: str) -> Lane[T]:
        if host not in self._lanes:
            self._lanes[host] = Lane(self._pace(host))
        return self._lanes[host]

    def is_done(self, host: str) -> bool:
        """Whether every link to `host` has begun."""
        lane = self._lanes[host]
        return not lane.waiting and not lane.delayed

    def hosts_waiting(self) -> int:
        """How many hosts have links that have not begun."""
        return sum(bool(lane.waiting or lane.delayed) for lane in self._lanes.values())

    def leave(self, lane: Lane[T]) -> None:
        """A place at a host is free."""
        if not _hand_over(lane.returning):
            lane.active -= 1
            self._list(lane)
            self._pump()

    def free(self) -> None:
        """A general place is free."""
        if not _hand_over(self._returning):
            self._active -= 1
            self._pump()

    async def acquire(self) -> None:
        """Waits for a general place."""
        if self._active < self._at_once:
            self._active += 1
        else:
            await _stand(self._returning, self.free)

    def _list(self, lane: Lane[T]) -> None:
        if lane.waiting and not lane.listed and not lane.put_off and lane.active < lane.pace.at_once:
            lane.listed = True
            heapq.heappush(self._ready, (lane.next_at, next(self._number), lane))

    def _pump(self) -> None:
        """Starts every link whose host can be asked now, and sets the clock for the next one."""
        while self._ready and self._active < self._at_once and not self._finished.done():
            _, _, lane = heapq.heappop(self._ready)
            lane.listed = False
            if lane.put_off or not lane.waiting or lane.active >= lane.pace.at_once:
                continue
            if lane.next_at > self._loop.time():
                self._list(lane)
                if self._ready[0][0] > self._loop.time():
                    self._wake_at(self._ready[0][0])
                    break
                continue
            self._start(lane)
        if not self._tasks and not self._next and not self._ready and not self._finished.done():
            self._end_or_retry()

    def _start(self, lane: Lane[T]) -> None:
        lane.active += 1
        lane.next_at = self._loop.time() + (0 if lane.spared else lane.pace.interval)
        self._active += 1
        item = lane.waiting.popleft()
        if self._is_spare:
            self._is_spare, self._next = False, (lane, item)
        else:
            self._tasks.add(self._loop.create_task(self._in_turn(lane, item)))
        self._list(lane)

    def _wake_at(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(when, self._pump)

    async def _in_turn(self, lane: Lane[T], item: T) -> None:
        """One link after the other, as long as one may begin where another has ended."""
        while True:
            turn, may_go_on = Turn(self, lane), True
            try:
                await self._work(item, turn)
            except Delayed:
                lane.delayed.append(item)
            except Exception as error:
                if not self._finished.done():
                    self._finished.set_exception(error)
            except BaseException:  # cancelled
                may_go_on = False
                raise
            finally:
                self._end(turn, may_go_on)
            if self._next is None:
                return
            (lane, item), self._next = self._next, None

    def _end(self, turn: Turn[T], may_go_on: bool) -> None:
        """Gives the places of a link to others, the first of which is for the present task."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.discard(task)
        self._is_spare = may_go_on
        turn.end()
        self._is_spare = False
        if self._next is not None:
            self._tasks.add(task)

    def _end_or_retry(self) -> None:
        """Nothing is left but what was put off; then nothing at all."""
        lanes = [lane for lane in self._lanes.values() if lane.delayed or lane.waiting]
        if not lanes:
            self._finished.set_result(None)
            return
        self.ending = True
        for lane in lanes:
            lane.put_off = False
            lane.waiting.extend(lane.delayed)
            lane.delayed.clear()
            self._list(lane)
        self._pump()
