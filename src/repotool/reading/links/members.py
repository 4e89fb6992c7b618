"""Addresses of the other repositories of a fleet: judged by what lies there, without the network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Resolution
from repotool.reading import git
from repotool.reading.links.own_urls import OwnAddresses, read_address
from repotool.reading.places import Place


class Member(Struct, frozen=True):
    """One repository of a fleet; `name` and `branch` where the configuration tells them, else git does."""

    place: Place
    name: str | None = None
    branch: str | None = None


class Members:
    """The repositories that are judged together. Several may be one: its branches and tags, a folder for each year.

    Nothing is read before an address asks for it.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self._members = tuple(members)
        self._names: list[str | None] | None = None
        self._addresses: dict[str, list[OwnAddresses]] = {}
        self._known: dict[str, Resolution | None] = {}

    def resolve(self, target: str) -> Resolution | None:
        """Where an address leads: "web" where it is there, or "member-missing"; None where no member can tell."""
        address = read_address(target)
        if address is None:
            return None
        if target not in self._known:
            self._known[target] = self._judged(target, self._of(address.name.lower()))
        return self._known[target]

    def _of(self, name: str) -> list[OwnAddresses]:
        if name not in self._addresses:
            pairs = zip(self._members, self._own_names(), strict=True)
            self._addresses[name] = [_addresses(member, own) for member, own in pairs if own and own.lower() == name]
        return self._addresses[name]

    def _own_names(self) -> Sequence[str | None]:
        if self._names is None:
            self._names = [member.name or git.origin_name(member.place.root) for member in self._members]
        return self._names

    def _judged(self, target: str, addresses: Sequence[OwnAddresses]) -> Resolution | None:
        found = [(own, own.resolve(target)) for own in addresses]
        if any(resolution is not None and resolution.kind == "ok" for _, resolution in found):
            return Resolution("web", member=addresses[0].name)
        if any(resolution is None or resolution.kind != "own-missing" for _, resolution in found):
            return None
        for own, resolution in found:
            if resolution is not None:
                return replace(resolution, kind="member-missing", member=own.name, suggestion=_nearest(resolution, own))
        return None


def _addresses(member: Member, name: str) -> OwnAddresses:
    place = member.place
    return OwnAddresses(place.root, place.tree(), name, member.branch or place.branch(), place.folder)


def _nearest(resolution: Resolution, own: OwnAddresses) -> str | None:
    from repotool.reading.links.suggest import suggest

    return suggest(resolution.path or "", own.tree)
