#!/usr/bin/env bash
# Each stage alone on the embedded log: facts a second and CPU per fact.
# Usage: embedded.sh FOLDER-OF-PROGRAMS RESIDENTS
set -euo pipefail
bin=$1
residents=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
log=sqlite://$folder/log
ledger=sqlite://$folder/ledger
keys=$folder/keys.json
scheme=tengzhou-2023
day=(--close-day 2023-12-31)

"$bin/zhengjiao" simulate --scheme $scheme --residents "$residents" --out "$folder/in"
"$bin/zhengjiao" keys create --keys "$keys"
"$bin/zhengjiao" policy activate --scheme $scheme --log "$log"

facts=$(cat "$folder"/in/*.csv "$folder"/in/lists/*.csv "$folder"/in/operations.jsonl | wc -l)
printf '%-10s %12s %12s %14s\n' stage facts/s 'wall s' 'CPU µs/fact'

# Runs a command and prints its row.
measure() {
    local name=$1
    shift
    local before after
    TIMEFORMAT='%R %U %S'
    { time "$@" >"$folder/out" 2>"$folder/err"; } 2>"$folder/time" || {
        cat "$folder/err" >&2
        exit 1
    }
    read -r wall user system <"$folder/time"
    awk -v n="$facts" -v w="$wall" -v u="$user" -v s="$system" -v name="$name" 'BEGIN {
        printf "%-10s %12d %12.1f %14.2f\n", name, n / w, w, (u + s) * 1e6 / n }'
}

send() {
    local common=(--log "$log" --keys "$keys" --scheme $scheme)
    tail -n +2 "$folder/in/lists/index.csv" |
        while IFS=, read -r file kind list bureau category snapshot supersedes; do
            "$bin/subsidy-list-producer" "${common[@]}" --kind "$kind" --list-id "$list" \
                --bureau "$bureau" --category "$category" --snapshot-date "$snapshot" \
                --supersedes "$supersedes" "$folder/in/lists/$file"
        done
    "$bin/operations-producer" "${common[@]}" "${day[@]}" "$folder/in/operations.jsonl"
    "$bin/payment-producer" "${common[@]}" "${day[@]}" "$folder/in/payments.csv"
}

measure producers send
measure validate "$bin/validate-worker" --log "$log" --keys "$keys" --until-drained
measure classify "$bin/classify-worker" --log "$log" --until-drained
measure ledger "$bin/ledger-worker" --log "$log" --ledger "$ledger" --until-drained
measure ranking "$bin/ranking-worker" --log "$log" --until-drained
"$bin/zhengjiao" bench assess
"$bin/zhengjiao" audit --ledger "$ledger" --log "$log" | tail -2
# Everybody assessed anew: the core of classify alone, then with its outputs on the embedded log.
"$bin/zhengjiao" bench sweep --residents "$residents"
"$bin/zhengjiao" bench sweep --residents "$residents" --log "sqlite://$folder/sweep"
