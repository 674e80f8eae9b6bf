#!/usr/bin/env bash
# Fits a model to a table of a PostgreSQL of its own, scores the table from there and from a CSV
# file, and compares the scores. Needs the assembled tool (mvn package) and the Debian package
# postgresql, which it installs where it runs as root.
#
#     tests/databases/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
tool=$PWD/tfflows-examples/cli/target/tfflows/bin/tfflows
jar=$PWD/tfflows-examples/cli/target/tfflows/tfflows.jar
refused=$PWD/tests/databases/RefusedQueries.java
[ -x "$tool" ] || { echo "mvn package assembles $tool" >&2; exit 1; }

binaries() { ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1; }
if [ -z "$(binaries)" ] && [ "$(id -u)" -eq 0 ]; then
  apt-get update -q
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql
fi
bin=$(binaries)
[ -n "$bin" ] || { echo 'there is no /usr/lib/postgresql/*/bin' >&2; exit 1; }

work=$(mktemp -d)
user=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
  user=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME="$work")
  chown nobody:nogroup "$work"
fi
port=$((20000 + RANDOM % 20000))
end() {
  "${user[@]}" "$bin/pg_ctl" -D "$work/cluster" -m immediate stop > "$work/stop.log" 2>&1 || true
  rm -rf "$work"
}
trap end EXIT

"${user[@]}" "$bin/initdb" -D "$work/cluster" -U tester --auth=trust --no-sync > "$work/initdb.log"
"${user[@]}" "$bin/pg_ctl" -D "$work/cluster" -l "$work/server.log" -w -o \
  "-p $port -k $work -c listen_addresses=127.0.0.1 -c fsync=off" start > "$work/start.log"
sql() { "$bin/psql" -h 127.0.0.1 -p "$port" -U tester -d postgres -v ON_ERROR_STOP=1 -q "$@"; }

python3 - "$work/data.csv" << 'PYTHON'
import random
import sys

draw = random.Random(1)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write("id,letter,x,price,n\n")
    for i in range(20_000):
        b = draw.random() < 0.5
        x = draw.gauss(3 if b else -3, 0.5)
        price = "" if draw.random() < 0.1 else f"{2.0 ** x:.4f}"
        file.write(f"{i},{'b' if b else 'a'},{x:.4f},{price},{round(2 * x + draw.gauss(0, 1))}\n")
PYTHON
sql -c 'CREATE TABLE data (id integer, letter text, x double precision, price numeric, n integer)'
sql -c '\copy data FROM STDIN WITH (FORMAT csv, HEADER)' < "$work/data.csv"

cd "$work"
url="jdbc:postgresql://127.0.0.1:$port/postgres?user=tester"
query='SELECT letter, x, price, n FROM data ORDER BY id'
"$tool" fit --jdbc "$url" --sql "$query" --out model --steps 20 --layers 1 --members 1 \
  --flow maf --hidden 8 > fit.log 2>&1 || { cat fit.log >&2; exit 1; }
"$tool" score model --jdbc "$url" --sql "$query" --out database.csv
"$tool" score model data.csv --out file.csv
[ "$(wc -l < database.csv)" -eq 20001 ]
cmp database.csv file.csv

# A moment has the same text in every time zone of the JVM.
moments="SELECT timestamptz '2024-05-17 14:05:59+02' AS at, * FROM ($query) AS rows LIMIT 2"
JAVA_OPTS=-Duser.timezone=America/New_York "$tool" score model --jdbc "$url" --sql "$moments" \
  --keep at > moments.csv
[ "$(grep -c '^2024-05-17T12:05:59Z,' moments.csv)" -eq 2 ] || { cat moments.csv >&2; exit 1; }

# Money has the signs of the database's locale, and bits are no decimal number.
sql -c 'CREATE TABLE paid AS SELECT (1000 * i)::money AS amount, i::bit(8)::varbit AS bits
  FROM generate_series(1, 30) AS i'
if "$tool" inspect --jdbc "$url" --sql 'SELECT * FROM paid' 2> paid.log; then exit 1; fi
grep -q 'amount "$1,000.00", expected a number: let the query cast it to numeric' paid.log
"$tool" inspect --jdbc "$url" --sql 'SELECT bits, amount::numeric FROM paid' > paid.txt
grep -q '^bits  *model  *categorical' paid.txt

# A query that would change something fails, and changes nothing.
sql -c 'CREATE SEQUENCE numbers' -c "CREATE FUNCTION emptied() RETURNS integer LANGUAGE plpgsql AS
  'BEGIN DELETE FROM data; RETURN 1; END'" -c "CREATE PROCEDURE empty(INOUT n integer)
  LANGUAGE plpgsql AS 'BEGIN DELETE FROM data; COMMIT; END'"
state() { sql -At -c 'SELECT count(*), sum(x), (SELECT last_value FROM numbers) FROM data' -c '\d'; }
before=$(state)
queries=$(java -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -cp "$jar" "$refused" "$url" no << QUERIES
DELETE FROM data RETURNING *
WITH gone AS (DELETE FROM data RETURNING *) SELECT * FROM gone
WITH made AS (INSERT INTO data SELECT * FROM data RETURNING *) SELECT * FROM made
SELECT emptied()
CALL empty(1)
SELECT nextval('numbers')
SELECT setval('numbers', 9)
SELECT * INTO copied FROM data
SELECT * FROM data FOR UPDATE
SELECT letter, x, price, n FROM data; DELETE FROM data
SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM data; COMMIT
COMMIT
SET TRANSACTION READ WRITE
SELECT set_config('transaction_read_only', 'off', false), emptied()
SELECT query_to_xml('DELETE FROM data', true, true, '')
EXPLAIN ANALYZE DELETE FROM data
COPY (SELECT 1) TO PROGRAM 'touch $work/cluster/touched'
COPY data TO '$work/cluster/touched'
DO 'BEGIN DELETE FROM data; END'
DROP TABLE data
TRUNCATE data
QUERIES
)
[ "$queries" -eq 21 ]
[ "$(state)" = "$before" ]
[ ! -e no ] && [ ! -e cluster/touched ]
echo 'PostgreSQL: passed'
