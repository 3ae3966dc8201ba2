#!/usr/bin/env bash
# Times `specc check` of specs of 1,000 to 100,000 layers, in fresh processes and in a warm one.
# Options go to the JVM: benchmarks/check-scaling.sh -Druns=5
set -euo pipefail
. "$(dirname "$0")/classes.sh"
options+=("$@")
specs=$(mktemp -d)
trap 'rm -rf "$specs"' EXIT
./specc check specs/lenet.yaml >/dev/null # builds and fills the start-up cache
run dev.specc.benchmark.CheckScaling "$PWD/specc" "$specs"
