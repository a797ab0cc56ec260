#!/usr/bin/env bash
# How much memory 100 000 runs take, and how much faster two jobs are than one.
#
#     Benchmarks/sweep.sh [RUNS [ROUNDS]]
#
# The main job, its 8 points repeated. Alternates one job, two jobs and, as what the machine itself allows, two sweeps of
# one job each at the same time; compares the results byte by byte and prints the medians.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-100000} rounds=${2:-7}
simulator=$PWD/.build/release/modnn-sim
[ -x "$simulator" ] || swift build -c release --product modnn-sim

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sweep() { # JOBS FOLDER
    "$simulator" sweep Scenarios/modnn-vgg16.json --set repetitions=$((runs / 8)) --jobs="$1" --output="$work/$2" \
        --quiet --fresh > /dev/null 2>&1
}
# The provenance beside the results knows what they cost.
record() { # ROUND KIND FOLDER
    awk -F'[:,]' -v round="$1" -v kind="$2" '
        /"duration_s"/ { wall = $2 } /"processor_time_s"/ { cpu = $2 } /"peak_memory_bytes"/ { peak = $2 }
        END { printf "%d %s %s %s %.1f\n", round, kind, wall, cpu, peak / 1048576 }
    ' "$work/$3/modnn-vgg16.meta.json" | tee -a "$work/rounds.txt"
}
for round in $(seq "$rounds"); do
    sweep 1 one && record "$round" one one
    sweep 2 two && record "$round" two two
    for file in modnn-vgg16.csv modnn-vgg16.summary.csv; do cmp "$work/one/$file" "$work/two/$file"; done
    sweep 1 left & sweep 1 right && wait $!
    record "$round" beside left
    record "$round" beside right
done

median() { # KIND COLUMN
    awk -v kind="$1" -v column="$2" '$2 == kind { print $column }' "$work/rounds.txt" | sort -g \
        | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}
printf '\n| | wall s | CPU s | peak MiB |\n|---|--:|--:|--:|\n'
row() { printf '| %s | %s | %s | %s |\n' "$2" "$(median "$1" 3)" "$(median "$1" 4)" "$(median "$1" 5)"; }
row one "one job"
row two "two jobs"
row beside "one job beside another sweep"
awk -v one="$(median one 3)" -v two="$(median two 3)" -v beside="$(median beside 3)" 'BEGIN {
    printf "\nspeed-up %.2f (two sweeps at once: %.2f), results equal\n", one / two, 2 * one / beside
}'
