#!/bin/bash
# Shards on all cores of this machine, or of others with --sshloginfile. Run it again after an interruption: finished
# runs are kept.
set -euo pipefail
scenario=${1:-Scenarios/bandwidth.json} shards=${2:-16} results=${3:-results}
seq "$shards" | parallel --halt now,fail=1 \
    modnn-sim sweep "$scenario" --shard={}/"$shards" --jobs=1 --output="$results" --quiet
modnn-sim merge "$results"/*.shard-*-of-"$shards".part --output="$results"
