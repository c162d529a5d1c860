#!/usr/bin/env bash
# What an event costs the cores of validate, classify and ledger: instructions (valgrind) and
# allocations. Fails when one of them is a tenth above its budget in hot-paths.budget.
# Usage: hot-paths.sh PROGRAM [RESIDENTS]
set -euo pipefail
program=$1
residents=${2:-2000}
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# valgrind cannot read the debugging notes of Swift; names stay.
objcopy --strip-debug "$program" "$folder/hot-paths"
cc -O2 -shared -fPIC -o "$folder/allocations.so" "$here/allocations.c"

LD_PRELOAD=$folder/allocations.so "$folder/hot-paths" "$residents" "$here/../Policies" \
    >"$folder/figures"
collect=()
for core in validate classify post; do collect+=("--toggle-collect=hot_$core"); done
valgrind --tool=callgrind "${collect[@]}" --callgrind-out-file="$folder/callgrind" \
    "$folder/hot-paths" "$residents" "$here/../Policies" >"$folder/out" 2>"$folder/err" ||
    { cat "$folder/err" >&2; exit 1; }
callgrind_annotate --inclusive=yes --threshold=100 "$folder/callgrind" >"$folder/annotated" \
    2>"$folder/err"
events=$(sed -n 's/^events //p' "$folder/figures")
for core in validate classify post; do
    total=$(sed -nE "s/^ *([0-9,]+) .*:hot_$core( .*)?\$/\\1/p" "$folder/annotated" | head -1 | tr -d ,)
    echo "${core}_instructions $((total / events))"
done >>"$folder/figures"

awk '
    NR == FNR { if ($1 !~ /^#/ && NF == 2) budget[$1] = $2; next }
    $1 in budget {
        seen[$1] = 1
        isOver = $2 > budget[$1] * 1.1
        printf "%-26s %8d  budget %8d%s\n", $1, $2, budget[$1], isOver ? "  EXCEEDED" : ""
        if (isOver) status = 1
    }
    END {
        for (name in budget) if (!(name in seen)) { print name " was not measured"; status = 1 }
        exit status
    }' "$here/hot-paths.budget" "$folder/figures"
