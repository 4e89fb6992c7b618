"""The step `text`: a text, or what a regular expression matches, is replaced as often as the recipe expects."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence

from repotool.language import to_say
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading.source import encode
from repotool.years.recipe import TextStep
from repotool.years.work import Work

PATIENCE_S = 30
"""A regular expression that needs longer than this for all files of a repository would need for ever."""

TELLING = 4
"""So many characters of a replacement tell by themselves that it was made."""


def run(step: TextStep, work: Work) -> list[str]:
    """Replaces in the files that the step names. Refused where it is found more or less often than expected."""
    texts = {path: _text(path, work) for path in work.files(step.files)}
    replaced = _literally(step, texts) if step.find else _by_regex(step, texts)
    count = sum(found for _, found in replaced.values())
    what = f"«{shown(step.find or step.regex)}»"
    if not count and step.count[0] and _is_done(step, texts):
        return []
    least, most = step.count
    if count < least or (most is not None and count > most):
        raise Refused(f"{what} is found {_times(count)}, and {_expected(step)} expected; nothing was written")
    changed = {path: text for path, (text, found) in replaced.items() if found and text != texts[path]}
    for path in changed:
        _check_notebook(path, changed[path])
    work.write({path: encode(text) for path, text in changed.items()})
    return [to_say(f"{what} replaced {_times(count)} in {', '.join(map(shown, changed))}")] if changed else []


def _text(path: str, work: Work) -> str:
    raw = work.staged.read(path)
    if b"\0" in raw:
        raise Refused(f"{shown(path)}: is no text file; name others in `files`")
    return raw.decode("utf-8", "surrogateescape")


def _literally(step: TextStep, texts: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    return {path: (text.replace(step.find, step.replace), text.count(step.find)) for path, text in texts.items()}


_CHILD = """
import json, re, sys
pattern, replacement, texts = json.load(sys.stdin)
try:
    json.dump([re.subn(pattern, replacement, text) for text in texts], sys.stdout)
except (re.error, IndexError) as error:
    sys.exit(str(error))
"""


def _by_regex(step: TextStep, texts: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """In a process of its own, which can be ended: a regular expression may run for longer than anyone lives."""
    found = _substituted(step, list(texts.values()))
    again = _substituted(step, [text for text, count in found if count])
    if any(count for _, count in again):
        raise Refused(f"«{shown(step.regex)}» matches what it is replaced with: a second run would do it again")
    return dict(zip(texts, found, strict=True))


def _substituted(step: TextStep, texts: Sequence[str]) -> list[tuple[str, int]]:
    if not texts:
        return []
    asked = json.dumps([step.regex, step.replace, texts])
    call = [sys.executable, "-I", "-c", _CHILD]
    try:
        done = subprocess.run(call, input=asked, capture_output=True, encoding="ascii", timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        raise Refused(
            f"«{shown(step.regex)}» takes longer than {PATIENCE_S} seconds; write it without repeats within repeats, "
            "or name fewer files"
        ) from None
    if done.returncode:
        raise Refused(f"«{shown(step.regex)}» cannot be replaced: {shown(done.stderr.strip()[-200:])}")
    return [(text, count) for text, count in json.loads(done.stdout)]


def _is_done(step: TextStep, texts: Mapping[str, str]) -> bool:
    """Whether what the step writes stands there already. A text of a few letters stands everywhere."""
    told = step.done or (step.replace if step.find and len(step.replace) >= TELLING else "")
    return bool(told) and sum(text.count(told) for text in texts.values()) >= (1 if step.done else step.count[0])


def _times(count: int) -> str:
    return to_say("once" if count == 1 else f"{count} times")


def _expected(step: TextStep) -> str:
    least, most = step.count
    if most is None:
        return to_say(f"at least {least} is")
    return to_say(f"{least} is" if least == most else f"{least} to {most} is")


def _check_notebook(path: str, text: str) -> None:
    if not path.lower().endswith(".ipynb"):
        return
    try:
        json.loads(text)
    except ValueError:
        raise Refused(f"{shown(path)}: would be no notebook any more: the text stands in its JSON") from None
