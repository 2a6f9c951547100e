#!/usr/bin/env bash
# DuckDB does the rules and licence join on the same file: codes against rules by the longest common prefix in force on
# the day, licences by number with validity, holder and country; CSV to CSV.
# usage: peer_duckdb.sh DECLARATIONS LICENCES RULES OUT COUNTS
set -euo pipefail
declarations=$1 licences=$2 rules=$3 out=$4 counts=$5
cache=${ASSAY_BENCH_CACHE:-${TMPDIR:-/tmp}/assay-bench}
venv=$cache/duckdb-venv
mkdir -p "$cache"
if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install duckdb-cli
fi
# The ELF itself, not the Python wrapper in bin/.
duckdb=$(find "$venv"/lib -path '*duckdb_cli/duckdb' -type f | head -1)
threads=$(nproc)

sql=$cache/peer.sql
cat > "$sql" <<SQL
SET threads TO $threads;
CREATE TEMP TABLE rules AS SELECT * FROM read_csv('$rules', header = true,
  columns = {'code': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE', 'control': 'VARCHAR'});
CREATE TEMP TABLE licences AS SELECT * FROM read_csv('$licences', header = true, all_varchar = true);
CREATE TEMP TABLE declarations AS SELECT declaration_id, item_number, CAST(date AS DATE) AS date, exporter_id,
  commodity_code, destination, licence_numbers FROM read_csv('$declarations', header = true, all_varchar = true);
CREATE TEMP TABLE matched AS
  WITH keys AS (SELECT DISTINCT commodity_code, date FROM declarations),
  near AS (
    SELECT k.commodity_code, k.date, r.control,
      CASE WHEN k.commodity_code = r.code THEN 10
           WHEN left(k.commodity_code, 9) = left(r.code, 9) THEN 9 ELSE 8 END AS length
    FROM keys k JOIN rules r ON left(k.commodity_code, 8) = left(r.code, 8)
    WHERE length(r.code) >= 8 AND k.date >= r.valid_from AND (r.valid_to IS NULL OR k.date <= r.valid_to))
  SELECT commodity_code, date, min(control) AS control
  FROM (SELECT *, max(length) OVER (PARTITION BY commodity_code, date) AS longest FROM near)
  WHERE length = longest GROUP BY commodity_code, date;
CREATE TEMP TABLE answer AS
  SELECT d.declaration_id, d.item_number, m.control,
    CASE WHEN m.control IS NULL THEN 'not needed'
         WHEN d.licence_numbers IS NULL OR d.licence_numbers = '' THEN 'none cited'
         WHEN l.licence_number IS NULL THEN 'unknown'
         WHEN d.date < CAST(l.valid_from AS DATE) OR d.date > CAST(l.valid_to AS DATE) THEN 'expired'
         WHEN l.holder_id <> d.exporter_id THEN 'holder'
         WHEN l.country IS NOT NULL AND l.country <> '' AND l.country <> d.destination THEN 'country'
         ELSE 'cited' END AS licence
  FROM declarations d
  LEFT JOIN matched m ON m.commodity_code = d.commodity_code AND m.date = d.date
  LEFT JOIN licences l ON l.licence_number = d.licence_numbers;
COPY answer TO '$out' (HEADER, DELIMITER ',');
COPY (SELECT 'control' AS kind, control AS name, count(*) AS n FROM answer WHERE control IS NOT NULL GROUP BY control
      UNION ALL SELECT 'licence', licence, count(*) FROM answer GROUP BY licence) TO '$counts' (HEADER false);
SQL

rows=$(($(wc -l < "$declarations") - 1))
python3 - "$duckdb" "$sql" "$rows" <<'PY'
import resource, subprocess, sys, time
duckdb, sql, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
begun = time.monotonic()
subprocess.run([duckdb, "-bail", "-f", sql], check=True, stdout=subprocess.DEVNULL)
wall = time.monotonic() - begun
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cpu = used.ru_utime + used.ru_stime
print(f"job=duckdb rows={rows} rows_per_cpu_second={int(rows / cpu)} cpu_seconds={cpu:.2f}"
      f" wall_seconds={wall:.2f} peak_mib={used.ru_maxrss // 1024}")
PY
LC_ALL=C sort -o "$counts" "$counts"
