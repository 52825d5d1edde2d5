"""Code flows one way: a module imports only what is upstream of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "citecheck"
BASE = {
    "model",
    "errors",
    "version",
    "sentences",
    "nesting",
    "languages",
    "tongues",
    "limits",
    "workers",
    "faults",
    "outside",
}
STAGES = {"briefs", "sources", "pages", "matching", "reports"}
ALLOWED = {
    "model": set(),
    "errors": set(),
    "version": set(),
    "sentences": set(),
    "nesting": set(),
    "languages": set(),
    "tongues": {"languages"},
    "limits": set(),
    "workers": {"faults"},
    "faults": {"version"},
    "outside": {"outside"},
    **{stage: BASE | {stage} for stage in STAGES},
    "registries": BASE | {"registries"},
    "archiving": BASE | {"archiving"},
    "findings": BASE,
    "decisions": BASE,
    "changes": BASE,
    "baseline": BASE,
    "git": {"errors"},
    "review": BASE | {"reports", "decisions", "review"},
    "demo": BASE,
    # The names of the formats are choices of a setting.
    "settings": BASE | {"reports", "settings"},
    "pipeline": BASE | STAGES - {"reports"} | {"findings"},
    "audits": BASE | STAGES | {"findings", "decisions", "pipeline", "audits"},
    "corrections": BASE | {"matching"},
    "codes": BASE | {"reports", "sources"},
    "editor": BASE | {"corrections", "decisions", "editor", "reports"},
    # The command line joins everything.
    "cli": BASE
    | STAGES
    | {
        "audits",
        "baseline",
        "changes",
        "cli",
        "codes",
        "corrections",
        "decisions",
        "demo",
        "editor",
    }
    | {"archiving", "findings", "git", "pipeline", "registries", "review", "settings"},
    "__main__": {"cli"},
    "__init__": {"version"},
}


def parts(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = (node.module or "").split(".")
            if module[0] == "citecheck":
                names = module[1:2] or [alias.name for alias in node.names]
                found.update(names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                module = alias.name.split(".")
                if module[0] == "citecheck":
                    found.update(module[1:2])
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(parts(p)))
def test_module_imports_only_what_is_upstream(path: Path) -> None:
    part = parts(path)
    assert part in ALLOWED, f"{part} has no place in the order; give it one"
    assert imports(path) <= ALLOWED[part]


ROOMS = ("data", "text", "extract", "grammar", "retrieve", "entailment", "checks", "decide")


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_of_the_matching_import_only_rooms_above(room: str) -> None:
    above = {"citecheck.matching." + other for other in ROOMS[: ROOMS.index(room) + 1]}
    for path in (SOURCE / "matching" / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                "citecheck.matching"
            ):
                for alias in node.names:  # "from citecheck.matching import data" names a room too
                    name = f"{node.module}.{alias.name}".split(".")
                    assert ".".join(name[:3]) in above, path


AUDIT_ROOMS = {
    "store": set(),
    "plan": {"store"},
    "workers": {"plan", "store"},
    "changes": {"store"},
    "answers": {"plan", "store"},
}


@pytest.mark.parametrize("room", AUDIT_ROOMS)
def test_rooms_of_the_audits_import_only_what_is_upstream(room: str) -> None:
    names = modules()
    allowed = AUDIT_ROOMS[room] | {room, "keys"}
    for path in (SOURCE / "audits" / room).rglob("*.py"):
        for module in imported_modules(path, names):
            if module.startswith("citecheck.audits."):
                assert module.split(".")[2] in allowed, f"{path} imports {module}"


# Circles of files that are still to be cut; nothing may be added.
KNOWN_CIRCLES = {
    frozenset({"citecheck.pages", "citecheck.pages.apart"}),
    frozenset({"citecheck.briefs.formats", "citecheck.briefs.formats.apart"}),
    frozenset({"citecheck.sources.archive", "citecheck.sources.client"}),
}


def modules() -> dict[str, Path]:
    names = {}
    for path in SOURCE.rglob("*.py"):
        parts = ["citecheck", *path.relative_to(SOURCE).with_suffix("").parts]
        names[".".join(parts).removesuffix(".__init__")] = path
    return names


def imported_modules(path: Path, names: dict[str, Path]) -> set[str]:
    """The modules that a file imports from, at its top or within a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in names else node.module)
    return found & set(names)


def test_no_files_import_each_other_in_a_circle() -> None:
    names = modules()
    after = {name: imported_modules(path, names) - {name} for name, path in names.items()}
    reached = {name: set(direct) for name, direct in after.items()}
    while True:  # the transitive closure
        wider = {n: r.union(*(reached[m] for m in r)) if r else r for n, r in reached.items()}
        if wider == reached:
            break
        reached = wider
    circles = {
        frozenset(m for m in reached[name] if name in reached[m])
        for name in names
        if name in reached[name]
    }
    assert circles == KNOWN_CIRCLES, "cut the circle, or take one that is cut off the list"


def test_only_the_terminal_report_and_the_command_line_know_rich() -> None:
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "import rich" in text or "from rich" in text:
            assert parts(path) in {"reports", "cli"}, path
