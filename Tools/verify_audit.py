#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the audit of a workspace: verify_audit.py FOLDER [PUBLIC_KEY_HEX]; 0 sound, 1 faults, 2 could not run.

Shares no code with the program that writes the audit, and needs Python's standard library alone."""
import hashlib, json, os, sqlite3, sys

# Ed25519 verification, RFC 8032, section 5.1.7 (affine formulas by way of extended coordinates).
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def decode(raw):
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("no point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p, n = add(p, p), n >> 1
    return q


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, message, signature):
    try:  # bytes beyond the 64 of a signature make s too large
        r, a, s = decode(signature[:32]), decode(key), int.from_bytes(signature[32:], "little")
    except ValueError:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    left, right = times(s, BASE), add(r, times(int.from_bytes(digest, "little") % L, a))
    return s < L and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def framed(*fields):
    texts = [str(field).encode() for field in fields]
    return b"".join(b"%d:%s," % (len(text), text) for text in texts)


def verify(folder, key):
    db = sqlite3.connect("file:%s/assay.sqlite?mode=ro" % folder, uri=True)
    faults, chain, last = [], {}, (0, None, "0" * 64)
    for row in db.execute("SELECT sequence, at, clock_behind, actor, action, subject, detail, previous, digest"
                          " FROM audit ORDER BY sequence"):
        number, at, digest = row[0], row[1], row[8]
        bad = [text for text, wrong in (
            ("gap", number != last[0] + 1), ("broken", row[7] != last[2]),
            ("changed", hashlib.sha256(framed(*row[:8])).hexdigest() != digest),
            ("back-dated", last[1] is not None and at < last[1])) if wrong]
        faults += ["%s at entry %d" % (text, number) for text in bad]
        chain[number], last = (at, digest), (number, at, digest)
    head = db.execute("SELECT sequence, at, digest, signature FROM audit_head").fetchall()
    points = db.execute("SELECT sequence, at, digest, signature FROM audit_checkpoint").fetchall()
    if [row[0] for row in head] != ([last[0]] if last[0] else []):
        faults.append("end: the signed end is not the end of the chain")
    if sorted(row[0] for row in points) != list(range(256, len(chain) + 1, 256)):
        faults.append("checkpoint: missing or misplaced")
    seen = []
    for name in ("head.json", "checkpoints.jsonl"):
        path = os.path.join(folder, "audit", name)
        lines = open(path, encoding="utf-8").read().splitlines() if os.path.exists(path) else []
        seen += [tuple(json.loads(line)[k] for k in ("sequence", "at", "digest", "signature")) for line in lines]
        faults += ["audit/head.json is missing"] if name == "head.json" and last[0] and not lines else []
    for number, at, digest, signature in dict.fromkeys(head + points + seen):
        message = framed("assay-audit-1", number, at, digest)
        if chain.get(number) != (at, digest) or not signed(key, message, bytes.fromhex(signature)):
            faults.append("a signed statement does not hold at entry %s" % number)
    return faults, last


if __name__ == "__main__":
    try:
        known = sys.argv[2] if len(sys.argv) > 2 else open(sys.argv[1] + "/keys/signing.pub").read().strip()
        found, end = verify(sys.argv[1], bytes.fromhex(known))
    except (IndexError, OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        sys.exit(print("could not verify: %s" % error, file=sys.stderr) or 2)
    print("\n".join(found) or "sound: %d entries, end %s" % (end[0], end[2]))
    sys.exit(1 if found else 0)
