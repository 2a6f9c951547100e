#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the measures of a small graph by igraph and networkx, for the golden values of NetworkTests.

    python3 -m venv venv && venv/bin/pip install igraph networkx && venv/bin/python Tools/network-measures.py

igraph (GPL) is an oracle here and is no part of the product.
"""
import igraph
import networkx

state = 12345


def draw(bound):
    global state
    state = (1103515245 * state + 12345) & 0x7FFFFFFF
    return (state >> 8) % bound


weights = {}
for _ in range(85):
    a, b, weight = draw(40), draw(40), 1 + draw(5)
    if a != b:
        key = (min(a, b), max(a, b))
        weights[key] = weights.get(key, 0) + weight
first = igraph.Graph(n=40, edges=list(weights))
first.es["weight"] = list(weights.values())
second = networkx.Graph()
second.add_nodes_from(range(40))
for (a, b), weight in weights.items():
    second.add_edge(a, b, weight=weight)

rank = networkx.pagerank(second, alpha=0.85, tol=1e-13, max_iter=1000, weight="weight")
print("components", len(first.connected_components()), networkx.number_connected_components(second))
print("importance", [round(rank[node], 9) for node in range(40)])
print("  greatest difference", max(abs(rank[n] - x) for n, x in enumerate(first.pagerank(weights="weight", damping=0.85))))
for cutoff in (2, 3, 10):
    print("paths of at most", cutoff, [round(x, 6) for x in first.betweenness(cutoff=cutoff, directed=False)])
whole = networkx.betweenness_centrality(second, normalized=False)
print("  greatest difference of all paths", max(abs(whole[n] - x) for n, x in enumerate(first.betweenness())))
runs = (first.community_leiden(objective_function="modularity", weights="weight", n_iterations=-1) for _ in range(200))
print("best modularity of 200 runs", max(run.modularity for run in runs))
