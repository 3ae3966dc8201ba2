#!/usr/bin/env bash
# Times inference without passes, with those of the default, and with all; medians of one thread's CPU time.
# Options go to the JVM: benchmarks/inference-passes.sh -Drounds=15 -Dnets=googlenet
set -euo pipefail
. "$(dirname "$0")/classes.sh"
options+=(-Dai.djl.pytorch.num_threads=1 "$@")
run dev.specc.benchmark.InferencePasses
