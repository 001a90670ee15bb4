#!/usr/bin/python3
"""The reference workloads in PyTorch: what bench/compare measures ours against.

    python3 bench/pytorch.py train R1 --seconds 3        one line of JSON: ms, runs, peak_rss_mb
    python3 bench/pytorch.py infer R2 | attention 512 | cold R1

Debian: apt-get install python3-torch libopenblas0-pthread. The model is that of
package model, in the operations a PyTorch programmer would choose.

How it is tuned (--stock leaves the first point out): Debian's OpenBLAS does not
know newer processors and falls back to AVX2, so it is told to use its AVX-512
kernels where there are any. PyTorch's own threads and OpenBLAS's would fight for
the same processors; one PyTorch thread over all of OpenBLAS's was the fastest.
"""
import argparse
import json
import math
import os
import resource
import sys
import time

started = time.perf_counter()
RADIUS = 32
#           V     T    D   H  L   F    B
SIZES = {"R1": (512, 24, 64, 4, 2, 256, 32), "R2": (4096, 64, 128, 8, 4, 512, 32), "R3": (8192, 128, 256, 8, 4, 1024, 16)}

flags = argparse.ArgumentParser()
flags.add_argument("mode", choices=("train", "infer", "attention", "cold"))
flags.add_argument("what", help="R1, R2 or R3; for attention the number of tokens")
flags.add_argument("--seconds", type=float, default=3)
flags.add_argument("--stock", action="store_true")
args = flags.parse_args()

if "BENCH_ENVIRONMENT" not in os.environ:  # OpenBLAS reads its settings once, when it is loaded
    settings = dict(BENCH_ENVIRONMENT="1", OPENBLAS_NUM_THREADS=str(min(2, os.cpu_count() or 1)))
    with open("/proc/cpuinfo") as cpuinfo:
        if not args.stock and "avx512f" in cpuinfo.read():
            settings["OPENBLAS_CORETYPE"] = "SKYLAKEX"
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **settings})

import torch
from torch import nn
from torch.nn import functional as F

with open("/proc/self/maps") as maps:
    if "/blas/libblas" in maps.read():  # Debian's PyTorch is content with any BLAS
        sys.exit("PyTorch multiplies by the reference BLAS, thirty times slower than OpenBLAS: apt-get install libopenblas0-pthread")

torch.set_num_threads(1)
torch.manual_seed(1)


def weight(rows, cols):
    return nn.Parameter(torch.randn(rows, cols) * rows**-0.5)


class Block(nn.Module):
    def __init__(self, D, H, hidden):
        super().__init__()
        self.H, self.K = H, D // H
        self.before_attention, self.before_mlp = nn.LayerNorm(D), nn.LayerNorm(D)
        self.W_Q, self.W_K, self.W_V, self.W_O = (weight(D, D) for _ in range(4))
        self.b_Q, self.b_K, self.b_V, self.b_O = (nn.Parameter(torch.zeros(D)) for _ in range(4))
        self.position = nn.Parameter(torch.zeros(2 * RADIUS + 1, H))
        self.up, self.up_bias = weight(D, hidden), nn.Parameter(torch.zeros(hidden))
        self.down, self.down_bias = weight(hidden, D), nn.Parameter(torch.zeros(D))

    def forward(self, x, B, distance):  # x (B·T,D), distance (T,T)
        T = distance.shape[0]
        h = self.before_attention(x)
        projections = (self.W_Q, self.b_Q), (self.W_K, self.b_K), (self.W_V, self.b_V)
        q, k, v = (torch.addmm(b, h, W).view(B, T, self.H, self.K).transpose(1, 2) for W, b in projections)  # (B,H,T,K)
        bias = F.embedding(distance, self.position).permute(2, 0, 1)  # (H,T,T)
        pattern = torch.softmax(torch.matmul(q, k.transpose(2, 3)) * self.K**-0.5 + bias, dim=3)
        z = torch.matmul(pattern, v).transpose(1, 2).reshape(B * T, -1)  # (B·T,D)
        x = x + torch.addmm(self.b_O, z, self.W_O)
        h = torch.relu(torch.addmm(self.up_bias, self.before_mlp(x), self.up))
        return x + torch.addmm(self.down_bias, h, self.down)


class Model(nn.Module):
    def __init__(self, V, T, D, H, L, hidden):
        super().__init__()
        self.words = nn.Parameter(torch.randn(V, D) * 0.02)
        self.blocks = nn.ModuleList(Block(D, H, hidden) for _ in range(L))
        self.norm = nn.LayerNorm(D)
        self.pointer_q, self.pointer_k, self.none = weight(D, D), weight(D, D), nn.Parameter(torch.zeros(D))
        places = torch.arange(T)
        self.distance = (places[None] - places[:, None]).clamp(-RADIUS, RADIUS) + RADIUS

    def forward(self, words, pronouns):  # (B,T), (B) -> logits (B,T+1)
        B, T = words.shape
        x = F.embedding(words, self.words).reshape(B * T, -1)
        for block in self.blocks:
            x = block(x, B, self.distance)
        x = self.norm(x).view(B, T, -1)
        query = x[torch.arange(B), pronouns] @ self.pointer_q
        keys = torch.cat((x @ self.pointer_k, self.none.expand(B, 1, -1)), 1)
        return torch.matmul(keys, query[:, :, None])[:, :, 0] * x.shape[2] ** -0.5


def attention_step(n, K=64):
    q, k, v = (torch.randn(n, K, requires_grad=True) for _ in range(3))
    upstream = torch.randn(n, K)

    def step():
        q.grad = k.grad = v.grad = None
        (torch.softmax(q @ k.T * K**-0.5, dim=1) @ v).backward(upstream)

    return step


def workload_step(mode, name):
    V, T, D, H, L, hidden, B = SIZES[name]
    if mode != "train":
        B = 1
    model = Model(V, T, D, H, L, hidden)
    words, pronouns = torch.randint(V, (B, T)), torch.randint(T, (B,))
    targets = torch.randint(T + 1, (B,))
    if mode != "train":
        return lambda: model(words, pronouns)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)

    def step():
        adam.zero_grad(set_to_none=True)
        F.cross_entropy(model(words, pronouns), targets).backward()
        adam.step()

    return step


if args.mode == "cold":
    with torch.inference_mode():
        workload_step("infer", args.what)()
    times = [time.perf_counter() - started]
else:
    step = attention_step(int(args.what)) if args.mode == "attention" else workload_step(args.mode, args.what)
    with torch.inference_mode(args.mode == "infer"):
        for _ in range(5):
            step()
        times, end = [], time.perf_counter() + args.seconds
        while len(times) < 5 or time.perf_counter() < end:
            t = time.perf_counter()
            step()
            times.append(time.perf_counter() - t)

times.sort()
print(json.dumps(dict(
    mode=args.mode, what=args.what, setting="stock" if args.stock else "tuned", torch=torch.__version__,
    ms=1e3 * times[len(times) // 2], runs=len(times),
    peak_rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
)))
