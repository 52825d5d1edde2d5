"""The entailment models that are installed on this machine.

An installed model is a folder of the user's data directory that holds the model, its tokenizer,
its config.json and what citecheck found out about it.
"""

from __future__ import annotations

import math
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citecheck.matching.entailment.form import (
    MODEL_FILES,
    NOTES,
    EntailmentError,
    one_line,
    read_json,
)
from citecheck.matching.entailment.model import Entailment, load

_KEPT = ("tokenizer.json", "config.json")


@dataclass(frozen=True, slots=True)
class Installed:
    """A model on this machine: its name, its folder, its size in bytes, and what is known of it."""

    name: str
    folder: Path
    bytes: int
    notes: Mapping[str, Any]


def models_folder() -> Path:
    """Where installed models are kept."""
    from platformdirs import user_data_path

    return user_data_path("citecheck", appauthor=False) / "models"


def installed() -> Iterator[Installed]:
    """The models on this machine, by name."""
    folder = models_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (path / "config.json").is_file():
            yield _described(path.name.replace("--", "/", 1), path)


def find(name: str, *, budget: float = math.inf) -> Entailment:
    """Load a model by the name of an installed one, or by a folder. Raises `EntailmentError`."""
    return load(place(name), name=name, budget=budget)


def place(name: str) -> Path:
    """The folder of an installed model, or the folder that is named. Raises `EntailmentError`."""
    for model in installed():
        if name == model.name:
            return model.folder
    if Path(name).is_dir():
        return Path(name)
    hint = f"install it by: citecheck model install {name}" if "/" in name else "see model list"
    raise EntailmentError(name, "is neither an installed model nor a folder", hint)


def install(source: str) -> Installed:
    """Copy a model here, from a folder or once from a model hub (`owner/model[@revision]`).

    The model is loaded before anything is kept, so that what is no model leaves nothing behind;
    an older one of the same name is replaced. Raises `EntailmentError`.
    """
    given = Path(source)
    name = given.resolve().name if given.is_dir() else source.partition("@")[0]
    if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)?", name):
        raise EntailmentError(source, "cannot be a model's name", "rename the folder")
    folder = given if given.is_dir() else _downloaded(source)
    model = next((file for file in MODEL_FILES if (folder / file).is_file()), None)
    if model is None:
        raise EntailmentError(source, "holds no model.onnx", "export the model to ONNX")
    models_folder().mkdir(parents=True, exist_ok=True)
    target = models_folder() / name.replace("/", "--", 1)
    with tempfile.TemporaryDirectory(dir=models_folder(), prefix=".new-") as new:
        for file in _KEPT:
            if not (folder / file).is_file():
                raise EntailmentError(source, f"holds no {file}", "a cross-encoder in ONNX has one")
            shutil.copy(folder / file, Path(new, file))
        shutil.copy(folder / model, Path(new, "model.onnx"))
        for weights in (folder / model).parent.glob("*.onnx_data"):  # of models over 2 GB
            shutil.copy(weights, new)
        load(Path(new), name=source)
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(new, target)
    return _described(name, target)


def remove(name: str) -> None:
    """Delete an installed model. Raises `EntailmentError` when there is none of that name."""
    for model in installed():
        if model.name == name:
            shutil.rmtree(model.folder)
            return
    raise EntailmentError(name, "is not installed", "citecheck model list prints what is")


def _described(name: str, folder: Path) -> Installed:
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    notes = read_json(folder / NOTES) if (folder / NOTES).is_file() else {}
    return Installed(name, folder, size, notes)


def _downloaded(source: str) -> Path:
    """A hub's model, by the hub's own library, which keeps what it downloads."""
    model, _, revision = source.partition("@")
    if model.count("/") != 1 or not all(model.split("/")):
        raise EntailmentError(source, "is neither a folder nor owner/model of a model hub")
    try:
        from huggingface_hub import snapshot_download

        files = [*_KEPT, *MODEL_FILES, "*.onnx_data", "onnx/*.onnx_data"]
        return Path(snapshot_download(model, revision=revision or None, allow_patterns=files))
    except Exception as error:  # the hub's library has many, and a network many more
        raise EntailmentError(
            source, f"cannot be had: {one_line(error)}", "give a folder"
        ) from None
