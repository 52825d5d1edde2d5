"""Every regular expression of citecheck against its own worst case, pumped from its parse tree.

For each repetition of a pattern a text is made that its start matches, that goes round it many
times, and that fails then. A pattern that takes half a second of the processor for 8,000 characters
of such a text takes minutes for a page.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import citecheck
from citecheck.briefs import list_headings
from citecheck.limits import OutOfTime, within

SOURCE = Path(citecheck.__file__).parent
LENGTH = 8_000
SECONDS = 0.5
# What the code does to a text before these patterns meet it, which is why they may be costly.
PREPARED: dict[str, Callable[[str], str]] = {
    "citecheck.briefs.list_headings._HEADING": list_headings._folded,
    "citecheck.briefs.list_headings._FURTHER_READING": list_headings._folded,
    "citecheck.matching.extract.measures.BOUND": lambda text: text[-28:],
    "citecheck.matching.extract.quantity._GAPPED": lambda text: text[-80:],
    "citecheck.pages.wall_words.NOT_FOUND": lambda text: text[:299],
    "citecheck.pages.walls._SEGMENT": lambda text: " ".join(text.split()),  # a title
}
SEARCHED = ("search", "finditer", "findall", "sub", "subn", "split")


@cache
def patterns() -> dict[str, tuple[re.Pattern[str] | re.Pattern[bytes], bool]]:
    """Each pattern of a module by its name, and whether it is searched for or only matched."""
    found = {}
    for module in pkgutil.walk_packages([str(SOURCE)], "citecheck."):
        if "migrations" in module.name or module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:  # an extra that is not installed
            continue
        text = Path(loaded.__file__ or "").read_text(encoding="utf-8")
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and re.search(rf"^{name}\b.*=", text, re.M):
                matched = re.findall(rf"\b{name}\.(\w+)\(", text)
                searched = not matched or any(method in SEARCHED for method in matched)
                found[f"{module.name}.{name}"] = (value, searched)
        found |= inline(module.name, vars(loaded), text)
    return found


def inline(
    module: str, names: dict[str, object], text: str
) -> dict[str, tuple[re.Pattern[str] | re.Pattern[bytes], bool]]:
    """The patterns that stand in functions, tuples and tables; those made of an input's own words,
    which are escaped, are not to be had here."""
    found = {}
    tree = ast.parse(text)
    named = [part.value for part in tree.body if isinstance(part, (ast.Assign, ast.AnnAssign))]
    for node in ast.walk(tree):
        if (
            not isinstance(node, ast.Call)
            or node in named
            or not ast.unparse(node.func).startswith("re.")
        ):
            continue
        method = ast.unparse(node.func).removeprefix("re.")
        if method not in (*SEARCHED, "compile", "match", "fullmatch"):
            continue
        flags = [k.value for k in node.keywords if k.arg == "flags"]
        flags += [a for a in node.args[1:] if "re." in ast.unparse(a)]
        try:
            made = re.compile(*(_value(part, names) for part in (node.args[0], *flags)))
        except NameError:
            continue
        searched = method not in ("match", "fullmatch")
        found[f"{module}: {made.pattern!r:.70}"] = (made, searched)
    return found


def _value(node: ast.expr, names: dict[str, object]) -> Any:
    return eval(compile(ast.Expression(node), "a test", "eval"), dict(names))


def sample(nodes: object, pick: int = 0) -> str:
    """A text that a parsed pattern matches, more or less; `pick` chooses among alternatives."""
    text = ""
    for code, value in nodes:  # type: ignore[attr-defined]
        text += _sample(code, value, pick)
    return text


def _sample(code: object, value: object, pick: int) -> str:
    if code is codes.LITERAL:
        return chr(value)  # type: ignore[arg-type]
    if code is codes.NOT_LITERAL:
        return "b" if value == ord("a") else "a"
    if code is codes.ANY:
        return "a "[pick % 2]
    if code is codes.IN:
        return _of_class(value, pick)  # type: ignore[arg-type]
    if code is codes.BRANCH:
        branches = value[1]  # type: ignore[index]
        return sample(branches[pick % len(branches)], pick)
    if code is codes.SUBPATTERN:
        return sample(value[-1], pick)  # type: ignore[index]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, inner = value  # type: ignore[misc]
        return sample(inner, pick) * min(max(least, 1), 50)
    if code is codes.ATOMIC_GROUP:
        return sample(value, pick)
    return ""


def _of_class(items: list[tuple[object, object]], pick: int) -> str:
    negated = items[0][0] is codes.NEGATE
    texts = "a 1-\n\t.,_<(\u00a0é"
    inside = [sign for sign in texts if any(_holds(code, v, sign) for code, v in items)]
    if negated:
        inside = [sign for sign in texts if sign not in inside]
    for code, value in items:
        if not negated and code is codes.LITERAL:
            inside.append(chr(value))  # type: ignore[arg-type]
        if not negated and code is codes.RANGE:
            inside.append(chr(value[0]))  # type: ignore[index]
    return inside[pick % len(inside)] if inside else "a"


def _holds(code: object, value: object, sign: str) -> bool:
    if code is codes.LITERAL:
        return sign == chr(value)  # type: ignore[arg-type]
    if code is codes.RANGE:
        return value[0] <= ord(sign) <= value[1]  # type: ignore[index,operator,no-any-return]
    if code is codes.CATEGORY:
        classes = {"SPACE": r"\s", "DIGIT": r"\d", "WORD": r"\w"}
        name = str(value).removeprefix("CATEGORY_")
        wanted = classes[name.removeprefix("NOT_")]
        return (re.match(wanted, sign) is None) is name.startswith("NOT_")
    return False


def pumps(nodes: object, before: str = "") -> Iterator[tuple[str, str, int]]:
    """For each repetition: a text that leads to it, one round of it, and how long a text of rounds
    has to be. Of a repetition that is bounded closely a short one shows what it costs."""
    for code, value in nodes:  # type: ignore[attr-defined]
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, inner = value
            for pick in range(3 if most >= 20 else min(most - 1, 1)):
                yield before, sample(inner, pick), LENGTH if most >= 20 else LENGTH // 10
            yield from pumps(inner, before)
        elif code is codes.SUBPATTERN:
            yield from pumps(value[-1], before)
        elif code is codes.ATOMIC_GROUP:
            yield from pumps(value, before)
        elif code is codes.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, before)
        before += _sample(code, value, 0)


def texts(pattern: re.Pattern[str] | re.Pattern[bytes]) -> Iterator[str]:
    raw = pattern.pattern
    source = raw.decode("latin-1") if isinstance(raw, bytes) else raw
    flags = pattern.flags & ~re.UNICODE if isinstance(raw, bytes) else pattern.flags
    tree = parser.parse(source, flags)
    seen = set()
    for before, round_, length in pumps(tree):
        if not round_ or (before, round_) in seen:
            continue
        seen.add((before, round_))
        yield before + round_ * (length // len(round_)) + "\0"
        if length < LENGTH:
            continue
        yield (before + round_ * (1 + 120 // len(round_)) + "\0") * (LENGTH // (len(before) + 125))
        if before:
            yield before * (LENGTH // len(before)) + "\0"


@pytest.mark.parametrize("name", sorted(patterns()))
def test_the_worst_case_of_a_pattern_is_linear(name: str) -> None:
    pattern, searched = patterns()[name]
    worst = 0.0
    for made in texts(pattern):
        text = PREPARED.get(name, str)(made)
        given = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
        began = time.process_time()
        try:
            with within(2 * SECONDS):
                if searched:
                    for _ in pattern.finditer(given):  # type: ignore[arg-type]
                        pass
                else:
                    pattern.match(given)  # type: ignore[arg-type]
                    pattern.fullmatch(given)  # type: ignore[arg-type]
        except OutOfTime:
            pytest.fail(f"{pattern.pattern!r} takes more than {2 * SECONDS} s on {text[:60]!r}…")
        worst = max(worst, time.process_time() - began)
    assert worst < SECONDS


def test_a_pattern_that_is_not_linear_is_found() -> None:
    for pattern in (
        r"(?:a+)+$",
        r"\s*,?\s*\n?\s*x",
        r"<!--(?:(?:.|\n)*?--)*?>",
        r"(?:<!--.{0,2000}?-->\s*){0,5}<html",
    ):
        slow = 0.0
        for text in texts(re.compile(pattern)):
            began = time.process_time()
            try:
                with within(1.0):
                    list(re.finditer(pattern, text))
            except OutOfTime:
                pass
            slow = max(slow, time.process_time() - began)
        assert slow > SECONDS, pattern
