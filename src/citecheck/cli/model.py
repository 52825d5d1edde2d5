"""`citecheck model`: installs, lists and removes entailment models."""

from __future__ import annotations

from typing import Annotated, Any

import typer

app = typer.Typer(
    no_args_is_help=True, help="Install, list and remove entailment models (see --nli)."
)


@app.command("install")
def install(
    source: Annotated[
        str,
        typer.Argument(
            metavar="MODEL", help="A folder with model.onnx, or owner/name[@revision] of a hub."
        ),
    ],
) -> None:
    """Copy a cross-encoder here, measure it on claims that ship with citecheck, and keep it.

    What is kept: the order of claim and passage that it wants, which answer means what, and what
    its answers are worth.
    """
    from citecheck.matching.decide.entailment_worth import install_notes
    from citecheck.matching.entailment import store

    model = store.install(source)
    try:
        install_notes(model.folder, model.name)
    except Exception:
        store.remove(model.name)
        raise
    _print(next(known for known in store.installed() if known.name == model.name))


@app.command("list")
def list_() -> None:
    """Print each model: its size, its time a pair, and what it is worth."""
    from citecheck.matching.entailment import store

    models = list(store.installed())
    for model in models:
        _print(model)
    if not models:
        typer.echo("no model is installed")


@app.command("measure")
def measure(
    name: Annotated[str, typer.Argument(metavar="MODEL", help="An installed model, or a folder.")],
) -> None:
    """Measure a model on the claims that ship with citecheck; nothing is kept."""
    from citecheck.matching.decide.entailment_worth import measured
    from citecheck.matching.entailment import store

    model, worth = measured(store.find(name))
    typer.echo(_told(worth.pairs, worth.entailed, worth.contradicted, worth.milliseconds))
    first = "claim" if model.form.claim_first else "passage"
    typer.echo(f"{first} first, at most {model.form.longest} tokens, {model.form.answers} answers")


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As in model list.")],
) -> None:
    """Delete an installed model."""
    from citecheck.matching.entailment import store

    store.remove(name)
    typer.echo(f"{name} removed")


def _print(model: Any) -> None:
    typer.echo(f"{model.name}  {model.bytes / 1e6:.1f} MB  {model.folder}")
    worth = model.notes.get("worth")
    if worth:
        typer.echo(
            "  "
            + _told(
                worth["pairs"], worth["entailed"], worth["contradicted"], worth["milliseconds"]
            ).replace("\n", "\n  ")
        )


def _told(pairs: int, entailed: Any, contradicted: Any, milliseconds: float) -> str:
    lines = [f"on {pairs} claims, {milliseconds:g} ms a pair; area without it, alone, with it:"]
    for name, areas in (("entailed", entailed), ("contradicted", contradicted)):
        lines.append(f"{name:<13} " + "  ".join(f"{value:.3f}" for value in areas))
    return "\n".join(lines)
