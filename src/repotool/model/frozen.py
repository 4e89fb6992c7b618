"""`@dataclass(frozen=True, slots=True)` for the nouns: frozen to the type checker, and cheap at run time.

A dataclass that freezes itself at run time takes two to six times as long to make an instance, of which a text has
thousands; and each method that `dataclasses` writes for a class is compiled anew in every run of the program, which
takes longer than to check a README. So only `__init__` is written for a class; what compares, hashes and shows
instances is made here, and mypy refuses every assignment to a field. `python -X dev` uses the dataclasses of the
library, which refuse it at run time, too.
"""

from __future__ import annotations

import operator
import sys
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(*, frozen, slots, order=False):
        """The decorator, with the options that nouns have."""
        if sys.flags.dev_mode:
            return dataclasses.dataclass(frozen=frozen, slots=slots, order=order)
        plain = dataclasses.dataclass(slots=slots, eq=False, repr=False)
        return lambda cls: _with_methods(plain(cls), order)

    def _with_methods(cls, order):
        compared = [field.name for field in dataclasses.fields(cls) if field.compare]
        key = attrgetter(*compared) if compared else lambda noun: ()
        cls.__eq__ = _comparing(cls, key, operator.eq)
        cls.__hash__ = lambda self: hash(key(self))
        cls.__repr__ = _shown
        if order:
            for name in ("lt", "le", "gt", "ge"):
                setattr(cls, f"__{name}__", _comparing(cls, key, getattr(operator, name)))
        return cls

    def _comparing(cls, key, compare):
        def method(self, other):
            return compare(key(self), key(other)) if other.__class__ is cls else NotImplemented

        return method

    def _shown(noun):
        fields = (field.name for field in dataclasses.fields(noun) if field.repr)
        return f"{type(noun).__qualname__}({', '.join(f'{name}={getattr(noun, name)!r}' for name in fields)})"
