#!/usr/bin/env bash
# The ledger worker alone, on SQLite and on a PostgreSQL started for it, beside plain COPY of the
# same rows and pgbench: events a second, CPU per event of the worker and of PostgreSQL.
# Usage: postgres.sh FOLDER-OF-PROGRAMS RESIDENTS [BATCH]
set -euo pipefail
bin=$1
residents=$2
batch=${3:-5000}
folder=$(mktemp -d)
server=$(mktemp -d)
programs=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
owner=()
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$server"
    owner=(runuser -u postgres --)
fi
postgres() { (cd / && "${owner[@]}" "$programs/$@"); }
finish() {
    postgres pg_ctl -D "$server/data" -m immediate stop >"$folder/out" 2>&1 || cat "$folder/out" >&2
    rm -rf "$folder" "$server"
}
trap finish EXIT
postgres initdb -D "$server/data" -U postgres -A trust -E UTF8 --locale=C >"$folder/out"
settings="-c listen_addresses= -c unix_socket_directories=$server -c shared_buffers=512MB \
    -c max_wal_size=4GB -c checkpoint_timeout=15min"
postgres pg_ctl -D "$server/data" -w -o "$settings" -l "$server/log" start >"$folder/out"
url() { echo "postgresql://postgres@/$1?host=$server"; }
sql() { psql -X -q -At -v ON_ERROR_STOP=1 -d "$(url "$1")" -c "$2"; }

log=sqlite://$folder/log
keys=$folder/keys.json
scheme=tengzhou-2023
day=(--close-day 2023-12-31)
common=(--log "$log" --keys "$keys" --scheme $scheme)
"$bin/zhengjiao" simulate --scheme $scheme --residents "$residents" --out "$folder/in" 2>"$folder/err"
"$bin/zhengjiao" keys create --keys "$keys" >"$folder/out"
"$bin/zhengjiao" policy activate --scheme $scheme --log "$log" >"$folder/out"
tail -n +2 "$folder/in/lists/index.csv" |
    while IFS=, read -r file kind list bureau category snapshot supersedes; do
        "$bin/subsidy-list-producer" "${common[@]}" --kind "$kind" --list-id "$list" \
            --bureau "$bureau" --category "$category" --snapshot-date "$snapshot" \
            --supersedes "$supersedes" "$folder/in/lists/$file"
    done >"$folder/out" 2>&1
"$bin/operations-producer" "${common[@]}" "${day[@]}" "$folder/in/operations.jsonl" >"$folder/out" 2>&1
"$bin/payment-producer" "${common[@]}" "${day[@]}" "$folder/in/payments.csv" >"$folder/out" 2>&1
"$bin/validate-worker" --log "$log" --keys "$keys" --until-drained 2>"$folder/err"
"$bin/classify-worker" --log "$log" --until-drained 2>"$folder/err"
facts=$(cat "$folder"/in/*.csv "$folder"/in/lists/*.csv "$folder/in/operations.jsonl" | wc -l)

# CPU of the server so far, in ticks: of sessions that have ended, and of those that live.
server_cpu() {
    local main
    main=$(head -1 "$server/data/postmaster.pid")
    {
        sed 's/.*) //' "/proc/$main/stat" | awk '{ print $12 + $13 + $14 + $15 }'
        for child in $(cat "/proc/$main/task/$main/children"); do
            # One that has ended meanwhile is counted with its parent.
            sed 's/.*) //' "/proc/$child/stat" 2>"$folder/gone" | awk '{ print $12 + $13 }' ||
                continue
        done
    } | awk '{ sum += $1 } END { print sum }'
}
ticks=$(getconf CLK_TCK)
printf '%-34s %10s %10s %12s %14s\n' what events events/s 'client µs' 'PostgreSQL µs'

# Runs a command and prints its row: NAME EVENTS COMMAND...
measure() {
    local name=$1 events=$2 before after
    shift 2
    before=$(server_cpu)
    TIMEFORMAT='%R %U %S'
    { time "$@" >"$folder/out" 2>"$folder/err"; } 2>"$folder/time" || {
        cat "$folder/err" >&2
        exit 1
    }
    sleep 0.3
    after=$(server_cpu)
    read -r wall user system <"$folder/time"
    awk -v n="$events" -v w="$wall" -v u="$user" -v s="$system" -v name="$name" \
        -v t="$(((after - before) * 1000000 / ticks))" 'BEGIN {
        printf "%-34s %10d %10d %12.2f %14.2f\n", name, n, n / w, (u + s) * 1e6 / n, t / n }'
}

# Each run reads the same log as a group that has read nothing of it.
run_worker() { "$bin/ledger-worker" --log "$1" --ledger "$2" --batch "$batch" --until-drained; }
copy_log() {
    local copy=$folder/$1.log file
    for file in "$folder"/log*; do cp -r "$file" "$copy${file#"$folder/log"}"; done
    echo "sqlite://$copy"
}
one=$(copy_log one)
two=$(copy_log two)
pair=$(copy_log pair)
for database in one pair; do
    sql postgres "CREATE DATABASE $database"
    "$bin/zhengjiao" ledger migrate --ledger "$(url $database)" >"$folder/out"
done
measure "ledger-worker, SQLite" "$facts" run_worker "$two" "sqlite://$folder/ledger"
sql postgres CHECKPOINT
measure "ledger-worker, PostgreSQL" "$facts" run_worker "$one" "$(url one)"
both() {
    run_worker "$pair" "$(url pair)" &
    run_worker "$pair" "$(url pair)"
    wait
}
measure "two ledger-workers, PostgreSQL" "$facts" both
"$bin/zhengjiao" audit --ledger "$(url one)" 2>"$folder/err" | tail -2 >"$folder/one"
"$bin/zhengjiao" audit --ledger "sqlite://$folder/ledger" 2>"$folder/err" | tail -2 >"$folder/two"
cmp "$folder/one" "$folder/two"

journals=$(sql one 'SELECT count(*) FROM zhengjiao.journal')
sql one 'COPY (SELECT * FROM zhengjiao.journal) TO STDOUT (FORMAT binary)' >"$folder/rows"
copy_in() { psql -X -q -d "$(url one)" -c "\\copy $1 FROM '$folder/rows' (FORMAT binary)"; }
sql one 'CREATE TABLE public.bare AS SELECT * FROM zhengjiao.journal LIMIT 0'
sql one 'CREATE TABLE public.keyed (LIKE zhengjiao.journal INCLUDING ALL)'
sql one 'CREATE TABLE public.chained (LIKE zhengjiao.journal INCLUDING ALL);
    CREATE UNIQUE INDEX ON public.chained (person, revision)'
measure "plain COPY, no key" "$journals" copy_in public.bare
measure "plain COPY, key and checks" "$journals" copy_in public.keyed
measure "the same, unique person, revision" "$journals" copy_in public.chained
sql postgres 'CREATE DATABASE bench'
"$programs/pgbench" -h "$server" -U postgres -i -q -s 10 bench >"$folder/out" 2>&1
before=$(server_cpu)
"$programs/pgbench" -h "$server" -U postgres -N -c 4 -j 2 -T 10 bench >"$folder/bench" 2>&1
after=$(server_cpu)
done_=$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' "$folder/bench")
printf '%-34s %10d %10d %12s %14.2f\n' "pgbench simple-update, 4 clients" "$done_" $((done_ / 10)) - \
    "$(((after - before) * 1000000 / ticks / done_))"
