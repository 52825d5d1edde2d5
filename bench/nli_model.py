"""Build a small real entailment model in ONNX, for the tests of `--nli` and to show its format.

    python bench/nli_model.py FOLDER

The model is a cross-encoder with one hard-attention layer: each word piece of the claim looks for
its nearest piece of the passage, and a softmax regression over the weighted share that was found
and over denials on one side only gives contradiction, neutral and entailment. Its vocabulary comes
from the example's pages; the regression is fitted by gradient descent on pairs made from them
(a sentence and its beginning; a denied one; sentences of different pages). Seeded: the same files
give the same model. It is no rival to a trained transformer, which the same extra runs.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from citecheck import pages
from citecheck.demo import demo_files
from citecheck.model import Source, SourceStatus
from citecheck.sentences import split

LABELS = ("contradiction", "neutral", "entailment")
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
WIDTH = 96
DENIALS = ("not", "no", "never", "none", "without", "cannot", "neither", "nor")


def sentences() -> list[list[str]]:
    """The sentences of each page of the example."""
    found = []
    for path in sorted((demo_files() / "pages").iterdir()):
        source = Source(path.name, SourceStatus.OK, body=path.read_bytes())
        texts = [p.text for p in pages.read(source).passages if p.region.is_content]
        found.append([t[a:b] for t in texts for a, b in split(t) if len(t[a:b].split()) > 5])
    return found


def tokenizer(texts: list[str]) -> Tokenizer:
    """Whole words of the texts, single characters for all others. No trainer of the library: those
    break ties differently on every run."""
    normalizer = normalizers.BertNormalizer(lowercase=True)
    cutter = pre_tokenizers.BertPreTokenizer()
    words = {
        word
        for text in texts
        for word, _ in cutter.pre_tokenize_str(normalizer.normalize_str(text))
    }
    signs = [chr(code) for code in range(33, 127)]
    vocabulary = dict.fromkeys([*SPECIAL, *signs, *(f"##{c}" for c in signs), *sorted(words)])
    numbers = {piece: number for number, piece in enumerate(vocabulary)}
    made = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    made.normalizer, made.pre_tokenizer = normalizer, cutter
    ends = [(token, made.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )
    return made


def pairs(by_page: list[list[str]], random: np.random.Generator) -> list[tuple[str, str, int]]:
    """(passage, claim, label) made from the pages' sentences."""
    made = []
    for number, page in enumerate(by_page):
        others = [s for other, there in enumerate(by_page) if other != number for s in there]
        for sentence in page:
            words = sentence.split()
            kept = " ".join(words[: max(5, len(words) * 3 // 4)])
            made.append((sentence, kept, 2))
            denied = re.sub(r"\b(is|was|are|were|has|have|will|had)\b", r"\1 not", kept, count=1)
            if denied != kept:
                made.append((sentence, denied, 0))
            made.append((others[int(random.integers(len(others)))], kept, 1))
    return made


def graph(embedding: np.ndarray, weight: np.ndarray, denial: np.ndarray) -> onnx.ModelProto:
    """The network up to and with the regression, whose `w` and `b` are filled in later."""
    constants = {
        "embedding": embedding,
        "weight": weight,
        "denial": denial,
        "one": np.float32(1),
        "far": np.float32(10),
        "least": np.float32(1e-6),
        "last": np.array([-1], np.int64),
        "w": np.zeros((2, 3), np.float32),
        "b": np.zeros(3, np.float32),
    }
    node = helper.make_node
    nodes = [
        node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        node("Cast", ["token_type_ids"], ["type"], to=TensorProto.FLOAT),
        node("Mul", ["mask", "type"], ["claim"]),
        node("Sub", ["one", "type"], ["first"]),
        node("Mul", ["mask", "first"], ["passage"]),
        node("Gather", ["embedding", "input_ids"], ["x"]),
        node("Transpose", ["x"], ["xt"], perm=[0, 2, 1]),
        node("MatMul", ["x", "xt"], ["alike"]),
        node("Sub", ["passage", "one"], ["outside"]),
        node("Mul", ["outside", "far"], ["barred"]),
        node("Unsqueeze", ["barred", "middle"], ["columns"]),
        node("Add", ["alike", "columns"], ["seen"]),
        node("ReduceMax", ["seen", "last"], ["nearest"], keepdims=0),
        node("Relu", ["nearest"], ["found"]),
        node("Gather", ["weight", "input_ids"], ["told"]),
        node("Mul", ["told", "claim"], ["asked"]),
        node("Mul", ["asked", "found"], ["carried"]),
        node("ReduceSum", ["carried", "last"], ["have"], keepdims=1),
        node("ReduceSum", ["asked", "last"], ["want"], keepdims=1),
        node("Add", ["want", "least"], ["total"]),
        node("Div", ["have", "total"], ["coverage"]),
        node("Gather", ["denial", "input_ids"], ["denies"]),
        node("Mul", ["denies", "claim"], ["ours"]),
        node("Mul", ["denies", "passage"], ["theirs"]),
        node("ReduceMax", ["ours", "last"], ["we"], keepdims=1),
        node("ReduceMax", ["theirs", "last"], ["they"], keepdims=1),
        node("Sub", ["we", "they"], ["apart"]),
        node("Abs", ["apart"], ["one_sided"]),
        node("Concat", ["coverage", "one_sided"], ["features"], axis=1),
        node("Gemm", ["features", "w", "b"], ["logits"]),
    ]
    constants["middle"] = np.array([1], np.int64)
    shape = ["batch", "tokens"]
    return helper.make_model(
        helper.make_graph(
            nodes,
            "cross-encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, shape)
                for name in ("input_ids", "attention_mask", "token_type_ids")
            ],
            [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 3])],
            [numpy_helper.from_array(np.asarray(v), name) for name, v in constants.items()],
        ),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=9,
    )


def features(
    model: onnx.ModelProto, words: Tokenizer, data: list[tuple[str, str, int]]
) -> np.ndarray:
    """What the network below the regression says of each pair."""
    import onnxruntime

    wide = onnx.ModelProto()
    wide.CopyFrom(model)
    wide.graph.output.append(
        helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", 2])
    )
    session = onnxruntime.InferenceSession(wide.SerializeToString())
    rows = []
    for passage, claim, _ in data:
        encoding = words.encode(passage, claim)
        feed = {
            "input_ids": [encoding.ids],
            "attention_mask": [encoding.attention_mask],
            "token_type_ids": [encoding.type_ids],
        }
        rows.append(
            session.run(["features"], {k: np.array(v, np.int64) for k, v in feed.items()})[0][0]
        )
    return np.array(rows, np.float64)


def fitted(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Softmax regression by plain gradient descent."""
    w, b, wanted = np.zeros((2, 3)), np.zeros(3), np.eye(3)[y]
    for _ in range(4000):
        logits = x @ w + b
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = (shares - wanted) / len(y)
        w -= 2.0 * (x.T @ slope + 1e-4 * w)
        b -= 2.0 * slope.sum(axis=0)
    return w, b


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    folder: Path = arguments.parse_args().folder
    random = np.random.default_rng(0)
    by_page = sentences()
    words = tokenizer([sentence for page in by_page for sentence in page])
    size = words.get_vocab_size()
    embedding = random.standard_normal((size, WIDTH))
    embedding /= np.linalg.norm(embedding, axis=1, keepdims=True)
    counts = np.ones(size)
    for page in by_page:
        for sentence in page:
            np.add.at(counts, sorted(set(words.encode(sentence).ids)), 1)
    weight = np.log(1 + counts.max() / counts)
    weight[[words.token_to_id(token) for token in SPECIAL]] = 0
    denial = np.zeros(size)
    denial[[i for i in map(words.token_to_id, DENIALS) if i is not None]] = 1
    model = graph(*(part.astype(np.float32) for part in (embedding, weight, denial)))
    data = pairs(by_page, random)
    labels = np.array([label for _, _, label in data])
    x = features(model, words, data)
    w, b = fitted(x, labels)
    for constant in model.graph.initializer:
        if constant.name in ("w", "b"):
            value = (w if constant.name == "w" else b).astype(np.float32)
            constant.CopyFrom(numpy_helper.from_array(value, constant.name))
    onnx.checker.check_model(model)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(folder / "model.onnx"))
    words.save(str(folder / "tokenizer.json"))
    config = {"model_type": "citecheck-example", "id2label": dict(enumerate(LABELS))}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    right = (x @ w + b).argmax(axis=1) == labels
    print(f"{folder}: {size} word pieces, {right.mean():.0%} right on its {len(data)} pairs")


if __name__ == "__main__":
    main()
