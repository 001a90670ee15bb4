#!/usr/bin/env python3
"""Writes golden.json: loss and gradients of small models by PyTorch, in float64.

    python3 model/testdata/golden.py > model/testdata/golden.json

Needs PyTorch; Debian's python3-torch 1.13 made the file in the repository (its
"torch" field says which version did). The model is written out here from its
formulas, with loops over examples and heads and no padding at all, so that it
shares no idea with the Go code that it checks. Axes have distinct prime sizes.
"""
import json
import math

import torch
import torch.nn.functional as F

torch.manual_seed(20)
MAX_NGRAMS = 32


def parameters(c):
    D, shapes = c["width"], []
    shapes.append(("embed.word", (c["vocabulary"], D)))
    if c["ngram_buckets"]:
        shapes.append(("embed.ngram", (c["ngram_buckets"], D)))
    for l in range(c["layers"]):
        n = f"layer.{l}."
        shapes += [(n + "norm1.gain", (D,)), (n + "norm1.bias", (D,))]
        for role in "QKVO":
            shapes += [(n + "attention.W_" + role, (D, D)), (n + "attention.b_" + role, (D,))]
        shapes += [(n + "attention.position", (2 * c["radius"] + 1, c["heads"]))]
        shapes += [(n + "norm2.gain", (D,)), (n + "norm2.bias", (D,))]
        shapes += [(n + "mlp.W_1", (D, c["hidden"])), (n + "mlp.b_1", (c["hidden"],))]
        shapes += [(n + "mlp.W_2", (c["hidden"], D)), (n + "mlp.b_2", (D,))]
    shapes += [("norm.gain", (D,)), ("norm.bias", (D,))]
    shapes += [("pointer.W_Q", (D, D)), ("pointer.W_K", (D, D)), ("pointer.none", (D,))]
    # Rounded, so that the file is short and float32 holds the very same number.
    draw = lambda shape: (torch.randn(shape) * 0.4 * 256).round() / 256
    return {name: draw(shape).double().requires_grad_() for name, shape in shapes}


def example_loss(c, w, words, ngrams, pronoun, targets):
    """The loss and pointer of one example; words (T), targets: token indices, T for NONE."""
    D, H, T, R = c["width"], c["heads"], len(words), c["radius"]
    K = D // H
    scale = (lambda width: 1.0) if c["no_scale"] else (lambda width: 1 / math.sqrt(width))
    x = w["embed.word"][words]
    if c["ngram_buckets"]:
        x = x + torch.stack([w["embed.ngram"][grams].mean(0) for grams in ngrams])
    for l in range(c["layers"]):
        p = {name.split(".", 2)[2]: v for name, v in w.items() if name.startswith(f"layer.{l}.")}
        h = F.layer_norm(x, (D,), p["norm1.gain"], p["norm1.bias"], 1e-5)
        q, k, v = (h @ p["attention.W_" + r] + p["attention.b_" + r] for r in "QKV")
        heads = []
        for head in range(H):
            cols = slice(head * K, (head + 1) * K)
            bias = torch.stack([torch.stack([p["attention.position"][max(-R, min(R, j - i)) + R, head]
                                             for j in range(T)]) for i in range(T)])
            scores = q[:, cols] @ k[:, cols].T * scale(K) + bias
            heads.append(scores.softmax(1) @ v[:, cols])
        x = x + torch.cat(heads, 1) @ p["attention.W_O"] + p["attention.b_O"]
        h = F.layer_norm(x, (D,), p["norm2.gain"], p["norm2.bias"], 1e-5)
        x = x + (h @ p["mlp.W_1"] + p["mlp.b_1"]).relu() @ p["mlp.W_2"] + p["mlp.b_2"]
    x = F.layer_norm(x, (D,), w["norm.gain"], w["norm.bias"], 1e-5)
    keys = torch.cat([x @ w["pointer.W_K"], w["pointer.none"][None]])
    pointer = ((x[pronoun] @ w["pointer.W_Q"]) @ keys.T * scale(D)).softmax(0)
    return -pointer[targets].sum().log(), pointer


def case(name, lengths, **config):
    c = dict(vocabulary=11, ngram_buckets=0, layers=2, heads=3, width=15, hidden=13, radius=3, no_scale=False)
    c.update(config)
    w = parameters(c)
    examples, loss = [], 0
    for i, T in enumerate(lengths):
        words = torch.randint(0, c["vocabulary"], (T,)).tolist()
        ngrams = [torch.randint(0, c["ngram_buckets"], (1 + t % 4,)).tolist() if c["ngram_buckets"] else [] for t in range(T)]
        pronoun, targets = T - 2, ([0, 1], [T], [2])[i % 3]
        part, pointer = example_loss(c, w, words, ngrams, pronoun, targets)
        loss = loss + part / len(lengths)
        examples.append(dict(words=words, ngrams=ngrams, pronoun=pronoun, targets=targets, pointer=pointer.tolist()))
    loss.backward()
    rounded = lambda t: [float(f"{x:.9g}") for x in t.flatten().tolist()]
    return dict(name=name, config=c, examples=examples, loss=loss.item(),
                parameters=[dict(name=n, shape=list(t.shape), data=rounded(t.detach()), gradient=rounded(t.grad))
                            for n, t in w.items()])


print(json.dumps(dict(torch=torch.__version__, cases=[
    case("two layers with n-grams", [7, 5, 6], ngram_buckets=17),
    case("no layers", [7, 5, 6], layers=0),
    case("one layer without scale", [7, 4], layers=1, no_scale=True),
]), separators=(",", ":")))
