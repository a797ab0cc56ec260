#!/bin/sh
# Computes every network of the catalogue for real under every partition scheme and delivery on 1 to K workers and
# compares each with the whole network, bit by bit; then VGG-16 at its full size. Prints a Markdown table.
#   usage: Benchmarks/verify-catalogue.sh [K [SIDE]]      8 workers and maps of 64 x 64 by default
# Maps are reduced to SIDE x SIDE, or to the next size of 16 more that the network takes: what can go wrong at a cut
# does not depend on the size.
set -eu
cd "$(dirname "$0")/.."
workers=${1:-8}
side=${2:-64}
swift build -c release --product modnn-sim >&2
simulator="$(swift build -c release --show-bin-path)/modnn-sim"
# Unequal, so that strips in proportion to capability differ from equal ones.
capabilities=$(awk -v count="$workers" 'BEGIN { for (i = 0; i < count; i++) printf "%s%d", i ? "," : "", 1 + (i * 2) % 5 }')
failures=0
figure() { sed -n 's/^ *"'"$1"'": \([0-9]*\),*$/\1/p' "$2" | head -n 1; }
report=$(mktemp)
trap 'rm -f "$report"' EXIT
echo "| network | input | plans | computations | messages | unequal |"
echo "|---|---|--:|--:|--:|--:|"
"$simulator" list networks | awk '$1 ~ /^[a-z]/ { for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+x[0-9]+x[0-9]+$/) print $1, $i }' |
    {
        while read -r network input; do
            channels=${input%%x*}
            size=${input##*x}
            if [ "$size" -gt "$side" ]; then
                size=$side
                while ! "$simulator" partition --network "$network" --input "${channels}x${size}x${size}" \
                    --workers 1 --quiet > /dev/null 2>&1; do size=$((size + 16)); done
                input="${channels}x${size}x${size}"
            fi
            code=0
            "$simulator" verify --network "$network" --input "$input" --capabilities "$capabilities" --all --json \
                --quiet > "$report" || code=$?
            if [ "$code" -ne 0 ]; then
                failures=$((failures + 1))
                cat "$report" >&2
            fi
            echo "| $network | $input | $(figure plans "$report") | $(figure computations "$report") |" \
                "$(figure messages "$report") | $(figure unequal "$report") |"
        done
        for options in "bodp" "grid-2d" "ftp --grid 2x2" "ftp --grid 3x3 --group-every 3 --distribution work-stealing --data-reuse"; do
            # The options are words.
            # shellcheck disable=SC2086
            "$simulator" verify --network vgg16 --workers 4 --scheme $options --quiet > "$report" ||
                failures=$((failures + 1))
            echo
            cat "$report"
        done
        [ "$failures" -eq 0 ]
    }
