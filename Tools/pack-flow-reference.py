#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Joins Reference/flows/*.csv into the pack that the binary embeds. Run from the root of the checkout."""
import pathlib

root = pathlib.Path(__file__).resolve().parent.parent
out = b""
for path in sorted((root / "Reference" / "flows").glob("*.csv")):
    out += b"#file " + path.name.encode() + b"\n" + path.read_bytes().rstrip(b"\n") + b"\n"
(root / "Sources" / "CEmbedded" / "packs" / "flows.pack").write_bytes(out)
print(f"flows.pack: {len(out)} bytes")
