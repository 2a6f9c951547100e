# SPDX-License-Identifier: Apache-2.0
"""A trigram index with nomenklatura's logic-v2 on its candidates: the peer of retrieval.py."""
import csv, re, time
from collections import Counter, defaultdict
from followthemoney import model
from nomenklatura.matching import LogicV2


def grams(name):
    return {f"^{w}$"[k:k + 3] for w in re.findall(r"\w+", name.lower()) for k in range(len(w))}


def proxy(i, schema, name):
    schema = schema if schema in model.schemata else "LegalEntity"
    return model.get_proxy({"id": i, "schema": schema, "properties": {"name": [name]}})


def run(list_csv, queries, keep=20):
    names, postings = [], defaultdict(list)
    for r in csv.DictReader(open(list_csv)):
        for g in grams(r["name"]): postings[g].append(len(names))
        names.append((r["entity_id"], r["schema"], r["name"]))
    config, best, t = LogicV2.default_config(), {}, time.process_time()
    for q, schema, name in queries:
        count = Counter(k for g in grams(name) if len(postings[g]) < len(names) // 20 for k in postings[g])
        left, scored = proxy(q, schema, name), []
        for k, _ in count.most_common(keep):
            i, s, n = names[k]
            scored.append((LogicV2.compare(left, proxy(f"{i}-{k}", s, n), config).score, i))
        if scored: best[q] = (max(scored)[1], max(scored)[0])
    cpu = time.process_time() - t
    print(f"peer: {len(queries)} queries in {cpu:.1f} CPU s, {len(queries) / max(cpu, 1e-9):.0f} a CPU-second")
    return best
