#!/usr/bin/env python3
"""Joins shards of one run: arrays [n, C, H, W] in .npy files, in the order in which they are named, in constant memory.

    python3 join.py ALL.npy SHARD.npy ...

The result is byte for byte the file that one run over all pictures writes. It needs Python alone, without NumPy.
"""
import ast
import math
import os
import shutil
import sys

MAGIC = b"\x93NUMPY\x01\x00"


def header(file, path):
    """The dimensions of the array in a file, which is left at its first number."""
    try:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError
        text = file.read(int.from_bytes(file.read(2), "little"))
        fields = ast.literal_eval(text.decode("ascii"))
        numbers, shape = (fields["descr"], fields["fortran_order"]), tuple(map(int, fields["shape"]))
    except (ValueError, SyntaxError, LookupError, TypeError):
        raise SystemExit(f"{path}: it is no .npy file of version 1.0, which drawaot writes.") from None
    if numbers != ("<f4", False) or len(shape) == 0:
        raise SystemExit(f"{path}: its numbers are {fields['descr']}; an array of 32-bit floats in C order was expected.")
    size = os.path.getsize(path) - file.tell()
    expected = 4 * math.prod(shape)
    if size != expected:
        raise SystemExit(f"{path}: it has {size} bytes of numbers; {expected} were expected.")
    return shape


def main(result, shards):
    count, picture = 0, None
    for path in shards:
        with open(path, "rb") as shard:
            first, *rest = header(shard, path)
        if picture not in (None, rest):
            raise SystemExit(f"{path}: its pictures are {rest}; {picture} were expected, as in {shards[0]}.")
        count, picture = count + first, rest

    shape = "".join(f"{size}, " for size in [count, *picture])
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}"
    length = -(-(len(MAGIC) + 2 + len(text) + 1) // 64) * 64 - len(MAGIC) - 2
    unfinished = f"{result}.unfinished"
    try:
        with open(unfinished, "wb") as joined:
            joined.write(MAGIC + length.to_bytes(2, "little") + text.ljust(length - 1).encode() + b"\n")
            for path in shards:
                with open(path, "rb") as shard:
                    header(shard, path)
                    shutil.copyfileobj(shard, joined)
        os.replace(unfinished, result)
    finally:
        if os.path.exists(unfinished):
            os.remove(unfinished)


if len(sys.argv) < 3:
    raise SystemExit(__doc__)
try:
    main(sys.argv[1], sys.argv[2:])
except OSError as fault:
    raise SystemExit(f"{fault.filename}: {fault.strerror}.") from None
