"""Make the entailment model that `bench/entailment_train.py` trained into what citecheck loads.

    python bench/entailment_export.py BASE WEIGHTS FOLDER

Writes model.onnx (weights in eight bits, activations quantised as they come), tokenizer.json
without padding and truncation, and config.json, which names the labels, the order of claim and
passage and the longest pair. Prints by how much the answers on some pairs moved. Needs torch,
transformers, onnx, onnxruntime and onnxscript.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer

from entailment_train import LONGEST, CrossEncoder

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
CONFIG = {
    "model_type": "bert",
    "architectures": ["CrossEncoder"],
    "id2label": {"0": "contradiction", "1": "neutral", "2": "entailment"},
    "citecheck": {"first": "claim", "longest": LONGEST},
}
_PAIRS = (
    ("The bridge was opened in 1932.", "The bridge was opened to traffic on 19 March 1932."),
    ("The bridge was opened in 1942.", "The bridge was opened to traffic on 19 March 1932."),
    ("Sales fell by a third.", "Sales rose by 33 percent last year. Profits did not change."),
    ("The mayor resigned.", "The council met on Tuesday. It adopted the budget without a vote."),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("base", type=Path)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("folder", type=Path)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    model = CrossEncoder(given.base)
    saved = torch.load(given.weights, map_location="cpu")
    model.load_state_dict(saved.get("model", saved))
    model.eval()
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(given.folder / "tokenizer.json"))
    (given.folder / "config.json").write_text(json.dumps(CONFIG, indent=1) + "\n", encoding="utf-8")
    plain, whole = given.folder / "plain.onnx", given.folder / "model.onnx"
    example = tuple(torch.ones(2, 9, dtype=torch.int64) for _ in INPUTS)
    example[2][:, 5:] = 1
    example[0][:] = torch.randint(1000, 2000, (2, 9))
    axes = {name: {0: "pairs", 1: "tokens"} for name in INPUTS}
    with torch.no_grad():
        torch.onnx.export(
            model,
            example,
            str(plain),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes={**axes, "logits": {0: "pairs"}},
            opset_version=17,
            dynamo=False,
        )
    ready = given.folder / "ready.onnx"
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready), str(whole), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    found = []
    for path in (plain, whole):
        session = onnxruntime.InferenceSession(str(path))
        logits = []
        for pair in _PAIRS:
            code = tokenizer.encode(*pair)
            rows = (code.ids, code.attention_mask, code.type_ids)
            feed = {n: np.array([r], np.int64) for n, r in zip(INPUTS, rows, strict=True)}
            logits.append(session.run(None, feed)[0][0])
        found.append(torch.softmax(torch.tensor(np.array(logits)), 1))
    print(found[0].numpy().round(3), found[1].numpy().round(3), sep="\n")
    print(f"{whole.stat().st_size / 1e6:.1f} MB; moved by {(found[0] - found[1]).abs().max():.3f}")
    onnx.checker.check_model(str(whole))
    for path in (plain, ready):
        path.unlink()


if __name__ == "__main__":
    main()
