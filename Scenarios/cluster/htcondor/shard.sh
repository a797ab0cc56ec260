#!/bin/sh
# The process number counts from 0, shards count from 1.
exec ./modnn-sim sweep scenario.json --shard="$(($1 + 1))/$2" --jobs=1 --output=.
