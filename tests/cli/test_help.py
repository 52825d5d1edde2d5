"""What helps a user begin: `explain`, `init`, completion."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.main import get_command

from citecheck import codes
from citecheck.model import MarkerStatus, ReasonCode, ReferenceProblem, SourceStatus, Verdict
from citecheck.settings import Settings, describe, resolve

ALL = [*Verdict, *ReasonCode, *SourceStatus, *MarkerStatus, *ReferenceProblem]


def test_every_code_has_a_meaning_and_an_advice() -> None:
    described = list(codes.describe())
    assert [entry.name for entry in described] == [str(code) for code in ALL]
    for entry in described:
        assert entry.meaning.endswith("."), entry
        assert entry.advice.endswith("."), entry


@pytest.mark.parametrize("code", ["contradicted", "quantity-differs", "DNS_FAILURE", "passed over"])
def test_explain_describes_a_code_however_it_is_written(citecheck, code: str) -> None:
    done = citecheck("explain", code)
    assert done.returncode == 0
    assert done.stdout.startswith(code.lower().replace("-", "_").replace(" ", "_") + " (")
    assert "What to do: " in done.stdout


def test_explain_lists_all_and_hints_at_what_was_meant(citecheck) -> None:
    shown = citecheck("explain").stdout
    assert all(f"  {code} " in shown for code in ALL)
    done = citecheck("explain", "contradictd")
    assert done.returncode == 2
    assert done.stderr == (
        "citecheck: there is no code 'contradictd'; did you mean contradicted?\n"
    )


def test_init_writes_settings_that_change_nothing(citecheck, tmp_path: Path) -> None:
    assert citecheck("init").returncode == 0
    file = tmp_path / "citecheck.toml"
    text = file.read_text()
    assert tomllib.loads(text) == {}
    for entry in describe():
        assert f"\n#{entry.name.replace('_', '-')} = " in text
    assert resolve({}, tmp_path, {}).values == Settings()
    # Every line can be taken as it stands: all defaults, and a value for what has none.
    uncommented = "\n".join(
        line[1:] if line.startswith("#") and line[1:2].isalpha() else line
        for line in text.splitlines()
    )
    values = tomllib.loads(uncommented)
    for entry in describe():
        if entry.default is not None:
            read = entry.kind.read(values[entry.name.replace("_", "-")])
            assert read == entry.default, entry.name


def test_init_overwrites_nothing(citecheck, tmp_path: Path) -> None:
    (tmp_path / "citecheck.toml").write_text("timeout = 7\n")
    done = citecheck("init")
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert (tmp_path / "citecheck.toml").read_text() == "timeout = 7\n"
    assert citecheck("init", "missing").returncode == 2
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "pyproject.toml").write_text("[tool.citecheck]\ntimeout = 7\n")
    done = citecheck("init", "sub")
    assert done.returncode == 2
    assert "[tool.citecheck]" in done.stderr
    assert not (tmp_path / "sub" / "citecheck.toml").exists()


@pytest.mark.parametrize(
    "old",
    [
        None,
        "repos:\n- repo: local\n  hooks: []\n",
        "# mine\ndefault_stages: [pre-push]\nrepos:\n  - repo: local\n    hooks: []\n",
        "repos:\n    - repo: local\n      hooks: []",
    ],
)
def test_init_adds_the_hook_and_keeps_the_rest(citecheck, tmp_path: Path, old: str | None) -> None:
    path = tmp_path / ".pre-commit-config.yaml"
    if old is not None:
        path.write_text(old)
    assert citecheck("init", "--hook").returncode == 0
    text = path.read_text()
    assert text.startswith((old or "repos:").rstrip("\n"))
    (hook,) = yaml.safe_load(text)["repos"][-1]["hooks"]
    assert hook["id"] == "citecheck"
    assert hook["files"] == "^briefs/"
    again = citecheck("init", "--hook")
    assert again.returncode == 0
    assert "has the hook already" in again.stdout
    assert path.read_text() == text
    check = [sys.executable, "-m", "pre_commit", "validate-config", str(path)]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "old", ["repos: []\n", "repos:\n- repo: local\n  hooks: []\nci: {}\n", "["]
)
def test_init_says_what_to_add_where_it_cannot(citecheck, tmp_path: Path, old: str) -> None:
    path = tmp_path / ".pre-commit-config.yaml"
    path.write_text(old)
    done = citecheck("init", "--hook")
    assert done.returncode == 2
    assert "add under repos" in done.stderr
    assert path.read_text() == old


def test_the_schema_accepts_good_settings_and_refuses_bad_ones() -> None:
    root = Path(__file__).resolve().parents[2]
    path = root / "src" / "citecheck" / "settings" / "citecheck.schema.json"
    validator = Draft202012Validator(json.loads(path.read_text()))
    Draft202012Validator.check_schema(validator.schema)
    validator.validate({"timeout": 5, "per-host": 3, "per_host": 3, "fail-on": ["contradicted"]})
    for wrong in ({"timout": 5}, {"timeout": "soon"}, {"retries": -1}, {"robots": "perhaps"}):
        assert not validator.is_valid(wrong), wrong


def test_the_shell_completes_commands_and_options(citecheck) -> None:
    def complete(words: str) -> list[str]:
        count = str(len(words.split(" ")) - 1)
        environment = {"_CITECHECK_COMPLETE": "complete_bash", "COMP_WORDS": words}
        command = [str(Path(sys.executable).parent / "citecheck")]
        done = subprocess.run(
            command, env={**environment, "COMP_CWORD": count}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        return done.stdout.split()

    assert complete("citecheck ex") == ["extract", "explain"]
    assert "--staged" in complete("citecheck check --sta")
    assert complete("citecheck check --sort ") == ["worst", "brief"]
    assert complete("citecheck check --robots h") == ["honour"]
    assert complete("citecheck check -f j") == ["json", "junit", "jsonl"]
    assert complete("citecheck report -f ht") == ["html"]
    assert complete("citecheck check --fail-on contradicted,un") == [
        "contradicted,unverifiable", "contradicted,unresolved", "contradicted,uncited",
    ]  # fmt: skip
    assert complete("citecheck explain dns") == ["dns_failure"]


def test_help_shows_every_default_and_swallows_nothing(citecheck) -> None:
    helps = {
        name: " ".join(citecheck(name, "--help", COLUMNS="250").stdout.replace("│", " ").split())
        for name in ("check", "report", "audit", "archive")
    }
    for entry in describe():
        if entry.default not in (None, True, False):
            assert (
                f"(default {entry.kind.write(entry.default)})" in helps["check"] + helps["archive"]
            ), entry.name
    assert "(default the latest)" in helps["report"]
    assert "(default beside the store)" in helps["audit"]
    assert "(default one a core)" in helps["audit"]
    assert "--no-archive Do not ask a web archive" in helps["check"]
    assert not any("<bool>" in text for text in helps.values())
    assert "Not: " not in helps["check"]


def test_no_help_has_words_that_its_markup_would_swallow() -> None:
    """Words in square brackets are markup to the library that prints the help."""
    from citecheck.cli import app

    root = get_command(app)
    for name in root.list_commands(None):
        command = root.get_command(None, name)
        inner = [command.get_command(None, each) for each in getattr(command, "commands", {})]
        for each in (command, *inner):
            for parameter in each.params:
                text = getattr(parameter, "help", None) or ""
                assert not re.search(r"\[[a-z ]+\]", text), (name, parameter.name)
