"""Reads a run by the documentation of its format alone, with Python's standard library.

usage: read_run.py RUN

It checks every size and checksum, and prints a line for each tensor: file, name,
shape, and the CRC-32 of its bytes.
"""

import hashlib
import json
import os
import re
import struct
import sys
import zlib

run = sys.argv[1]
checked = 0


def read(*path):
    with open(os.path.join(run, *path), "rb") as f:
        return f.read()


def check(ok, *what):
    global checked
    checked += 1
    if not ok:
        sys.exit("not as documented: " + " ".join(map(str, what)))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def tensors(path, size_of={"F32": 4, "I8": 1}):
    """Reads the tensors of a safetensors file and its metadata."""
    raw = read(path)
    (length,) = struct.unpack_from("<Q", raw)
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    check((8 + length) % 8 == 0, path, "data begins at a multiple of 8")
    metadata, end = header.pop("__metadata__", {}), 0
    for name, entry in header.items():
        begin, stop = entry["data_offsets"]
        size = size_of[entry["dtype"]]
        for axis in entry["shape"]:
            size *= axis
        check(begin == end and stop == begin + size, path, name, "covers its bytes, after the tensor before it")
        end = stop
        print(path, name, *entry["shape"], zlib.crc32(data[begin:stop]))
    check(end == len(data), path, "ends with its last tensor")
    return header, metadata


def step(folder):
    number = int(folder.removeprefix("step-"))
    manifest = json.loads(read(folder, "manifest.json"))
    check(manifest["writer"] == "antecedent" and manifest["format_version"] == 3 and manifest["step"] == number, folder, "manifest")
    # Its own checksum is that of its bytes with an empty checksum, without the line break at the end.
    own, raw = manifest["sha256"], read(folder, "manifest.json")
    check(raw.endswith(b"}\n") and sha256(raw[:-1].replace(own.encode(), b"")) == own, folder, "checksum of the manifest")
    names = {"config.json", "vocab.txt", "model.safetensors", "optimizer.safetensors", "state.json"}
    check(set(manifest["files"]) == names and set(os.listdir(os.path.join(run, folder))) == names | {"manifest.json"}, folder, "files")
    for name, stamp in manifest["files"].items():
        data = read(folder, name)
        check(len(data) == stamp["size"] and sha256(data) == stamp["sha256"], folder, name)
    vectors = manifest["vectors"]
    data = read(vectors["name"])
    check(len(data) == vectors["size"] and sha256(data) == vectors["sha256"], vectors["name"])
    check(vectors["name"] == "vectors-%s.safetensors" % vectors["sha256"][:16], vectors["name"], "is named by its checksum")

    config, state = json.loads(read(folder, "config.json")), json.loads(read(folder, "state.json"))
    vocabulary = read(folder, "vocab.txt").decode().split("\n")
    check(vocabulary.pop() == "" and len(vocabulary) == config["vocabulary"], folder, "a word a line")
    check(state["step"] == number, folder, "state")
    weights, _ = tensors(folder + "/model.safetensors")
    moments, _ = tensors(folder + "/optimizer.safetensors")
    check(list(moments) == ["m." + n for n in weights] + ["v." + n for n in weights], folder, "moments of the weights")
    return state


folders = sorted(name for name in os.listdir(run) if re.fullmatch("step-[0-9]{6,}", name))
states = {folder: step(folder) for folder in folders}
check(read("latest").decode() == folders[-1] + "\n", "latest")
check(read("best").decode() == "step-%06d\n" % states[folders[-1]]["best"]["step"], "best")

(vectors,) = [name for name in os.listdir(run) if name.startswith("vectors-")]
table, metadata = tensors(vectors)
check(len(metadata["words"].split("\n")) == table["scales"]["shape"][0] == table["values"]["shape"][0], vectors, "words")

# trained.bin: "texts 1\n", hashes of 8 bytes in ascending order, the SHA-256 of all this.
data = read("trained.bin")
body, own = data[:-32], data[-32:]
check(body.startswith(b"texts 1\n") and len(body) % 8 == 0 and hashlib.sha256(body).digest() == own, "trained.bin")
hashes = [h for (h,) in struct.iter_unpack("<Q", body[8:])]
check(hashes == sorted(set(hashes)), "trained.bin in order")

# A snapshot is a model whose metadata has its SHA-256, with zeros in the checksum's place.
for name in sorted(os.listdir(os.path.join(run, "snapshots"))):
    data = read("snapshots", name)
    _, metadata = tensors("snapshots/" + name)
    own = metadata["sha256"].encode()
    check(sha256(data.replace(own, b"0" * 64, 1)) == own.decode(), "snapshots", name)

rows = [json.loads(line) for line in read("metrics.jsonl").decode().splitlines()]
check([row["step"] for row in rows] == sorted(row["step"] for row in rows), "rows in the order of their steps")
check(read(".lock") == b"", "the lock is empty")
print("checked", checked)
