#!/usr/bin/env bash
# How much memory 100 000 runs take, and how much faster two jobs are than one.
#
#     Benchmarks/sweep.sh [RUNS [ROUNDS]]
#
# The main job, its 8 points repeated. Alternates one and two jobs, compares their results byte by byte and prints the
# medians. As root on a busy machine it asks for real-time scheduling, so that others wait instead of this measurement.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-100000} rounds=${2:-5}
simulator=$PWD/.build/release/modnn-sim
[ -x "$simulator" ] || swift build -c release --product modnn-sim

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
priority=()
if chrt -f 10 true 2> /dev/null; then priority=(chrt -f 10); fi

for round in $(seq "$rounds"); do
    for jobs in 1 2; do
        "${priority[@]}" "$simulator" sweep Scenarios/modnn-vgg16.json --set repetitions=$((runs / 8)) \
            --jobs="$jobs" --output="$work/$jobs" --quiet --fresh > /dev/null 2>&1
        # The provenance beside the results knows what they cost.
        awk -F'[:,]' -v round="$round" -v jobs="$jobs" '
            /"duration_s"/ { wall = $2 } /"processor_time_s"/ { cpu = $2 } /"peak_memory_bytes"/ { peak = $2 }
            END { printf "%d %d %s %s %.1f\n", round, jobs, wall, cpu, peak / 1048576 }
        ' "$work/$jobs/modnn-vgg16.meta.json" | tee -a "$work/rounds.txt"
    done
    cmp "$work/1/modnn-vgg16.csv" "$work/2/modnn-vgg16.csv"
    cmp "$work/1/modnn-vgg16.summary.csv" "$work/2/modnn-vgg16.summary.csv"
done

median() { # JOBS COLUMN
    awk -v jobs="$1" -v column="$2" '$2 == jobs { print $column }' "$work/rounds.txt" | sort -g \
        | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}
printf '\n| jobs | wall s | CPU s | peak MiB |\n|--:|--:|--:|--:|\n'
for jobs in 1 2; do printf '| %s | %s | %s | %s |\n' "$jobs" "$(median $jobs 3)" "$(median $jobs 4)" "$(median $jobs 5)"; done
awk -v one="$(median 1 3)" -v two="$(median 2 3)" 'BEGIN { printf "\nspeed-up %.2f, results equal\n", one / two }'
