"""Ways to write JSON, for property tests."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Style:
    """A way to write JSON. `spaces` are what stands around commas, colons and brackets when there is no indent."""

    ascii: bool
    upper: bool
    slashes: bool
    bom: bool
    newline: str
    indent: str | None
    spaces: str

    def write(self, value: Any) -> bytes:
        text = self._value(value, "\n") + ("\n" if self.indent is not None else "")
        raw = text.replace("\n", self.newline).encode("utf-8", "surrogatepass")
        return BOM + raw if self.bom else raw

    def _value(self, value: Any, line: str) -> str:
        if isinstance(value, str):
            return self._string(value)
        if not isinstance(value, dict | list) or not value:
            return json.dumps(value)
        inner = line + self.indent if self.indent is not None else self.spaces
        outer = line if self.indent is not None else self.spaces
        if isinstance(value, dict):
            colon = ": " if self.indent is not None else f"{self.spaces}:{self.spaces}"
            parts = [f"{self._string(key)}{colon}{self._value(part, inner)}" for key, part in value.items()]
            return "{" + inner + f",{inner}".join(parts) + outer + "}"
        return "[" + inner + f",{inner}".join(self._value(part, inner) for part in value) + outer + "]"

    def _string(self, text: str) -> str:
        spelled = json.dumps(text, ensure_ascii=self.ascii)
        spelled = re.sub("[\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", spelled)
        if self.upper:
            spelled = re.sub(r"\\(?:u(....)|.)", lambda m: "\\u" + m[1].upper() if m[1] else m[0], spelled)
        return spelled.replace("/", "\\/") if self.slashes else spelled


STYLES = st.builds(
    Style,
    ascii=st.booleans(),
    upper=st.booleans(),
    slashes=st.booleans(),
    bom=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    indent=st.sampled_from([None, "", " ", "  ", "    ", "\t"]),
    spaces=st.sampled_from(["", " ", "\n \t"]),
)
