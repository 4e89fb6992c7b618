"""`make rule STEM=lnk199_some_name`: the stubs of a rule. They are joined by their name alone."""

from __future__ import annotations

import sys
from pathlib import Path

from repotool.engine.rules import STEM

ROOT = Path(__file__).parents[1]

DATA = """scope = "document"
severity = "warning"
default = false
fix = "none"
since = "0.1.0"

message = "«{text}» …"

what = "One sentence: what the rule finds."
why = "What goes wrong where it is found, and for whom."
bad = "an example"
good = "the same, as it should be"
"""

RUSSIAN = """message = "«{text}» …"
what = "Одно предложение: что находит правило."
why = "Что не так там, где оно находит, и для кого."
"""

CHECK = '''"""CODE: what it finds, and how."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    raise NotImplementedError
'''


def main(stem: str) -> int:
    """Writes what is not there yet; an existing file is never touched."""
    named = STEM.fullmatch(stem)
    if named is None:
        print(f"make rule: {stem or 'STEM'} is not a stem: say make rule STEM=lnk199_some_name", file=sys.stderr)
        return 2
    fixtures = ROOT / "tests" / "fixtures" / "rules" / stem
    stubs = {
        ROOT / "rules" / f"{stem}.toml": DATA,
        ROOT / "rules" / "ru" / f"{stem}.toml": RUSSIAN,
        ROOT / "src" / "repotool" / "checks" / f"{stem}.py": CHECK.replace("CODE", named[1].upper()),
        fixtures / "bad" / "README.md": "",
        fixtures / "good" / "README.md": "",
        fixtures / "expected.txt": "",
    }
    for path, text in stubs.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
    print("Now: the words in rules/ and rules/ru/, the fixtures, the check; then `make test` and `make table`.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
