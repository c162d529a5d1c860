#!/usr/bin/env bash
# Each stage alone over Kafka, beside a bare librdkafka relay on the same topics: events a second
# and CPU of the client process per event.
# Usage: kafka.sh FOLDER-OF-PROGRAMS RESIDENTS BROKERS [PARTITIONS]
set -euo pipefail
bin=$1
residents=$2
brokers=$3
partitions=${4:-4}
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
prefix=bench$RANDOM$RANDOM.
log="kafka://$brokers?prefix=$prefix"
ledger=sqlite://$folder/ledger
keys=$folder/keys.json
scheme=tengzhou-2023
day=(--close-day 2023-12-31)
common=(--log "$log" --keys "$keys" --scheme $scheme)

cc -O2 -o "$folder/relay" "$here/relay.c" -lrdkafka
"$bin/zhengjiao" simulate --scheme $scheme --residents "$residents" --out "$folder/in"
"$bin/zhengjiao" keys create --keys "$keys"
"$bin/zhengjiao" topics apply --log "$log" --partitions "$partitions" >"$folder/out"
"$bin/zhengjiao" policy activate --scheme $scheme --log "$log"

printf '%-26s %10s %12s %14s\n' stage events 'events/s' 'CPU µs/event'

# Runs a command and prints its row: NAME EVENTS COMMAND...; EVENTS `-` takes the command's output.
measure() {
    local name=$1 events=$2
    shift 2
    TIMEFORMAT='%R %U %S'
    { time "$@" >"$folder/out" 2>"$folder/err"; } 2>"$folder/time" || {
        cat "$folder/err" >&2
        exit 1
    }
    [ "$events" = - ] && read -r events _ <"$folder/out"
    read -r wall user system <"$folder/time"
    awk -v n="$events" -v w="$wall" -v u="$user" -v s="$system" -v name="$name" 'BEGIN {
        printf "%-26s %10d %12d %14.2f\n", name, n, n / w, (u + s) * 1e6 / n }'
}

send_lists() {
    tail -n +2 "$folder/in/lists/index.csv" |
        while IFS=, read -r file kind list bureau category snapshot supersedes; do
            "$bin/subsidy-list-producer" "${common[@]}" --kind "$kind" --list-id "$list" \
                --bureau "$bureau" --category "$category" --snapshot-date "$snapshot" \
                --supersedes "$supersedes" "$folder/in/lists/$file"
        done
    "$bin/operations-producer" "${common[@]}" "${day[@]}" "$folder/in/operations.jsonl"
}

payments=$(wc -l <"$folder/in/payments.csv")
measure 'payment-producer' "$payments" \
    "$bin/payment-producer" "${common[@]}" "${day[@]}" "$folder/in/payments.csv"
send_lists >"$folder/out" 2>&1
facts=$(cat "$folder"/in/*.csv "$folder"/in/lists/*.csv "$folder/in/operations.jsonl" | wc -l)
measure 'validate-worker' "$facts" \
    "$bin/validate-worker" --log "$log" --keys "$keys" --until-drained
measure 'classify-worker' "$facts" "$bin/classify-worker" --log "$log" --until-drained
measure 'ledger-worker' "$facts" "$bin/ledger-worker" --log "$log" --ledger "$ledger" --until-drained
measure 'ranking-worker' "$facts" "$bin/ranking-worker" --log "$log" --until-drained
"$bin/zhengjiao" audit --ledger "$ledger" --log "$log" 2>"$folder/err" | tail -2
# The relay's output goes to `rejections`, which nobody reads any more.
for topic in payments.received facts.validated assessments.classified; do
    measure "bare relay $topic" - "$folder/relay" "$brokers" "$prefix$topic" \
        "${prefix}rejections" "$partitions"
done
