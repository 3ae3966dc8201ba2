#!/usr/bin/env bash
# Memory and time of a training step with --recompute dense against one that keeps all. Linux with glibc only.
# Options go to the JVM: benchmarks/recompute.sh -Dspec=densenet_cifar -Dvariant=BC-L100-k12 -Dbatch=64 -Drounds=7
set -euo pipefail
. "$(dirname "$0")/classes.sh"
options+=(-Dai.djl.pytorch.num_threads=1 "$@")
run dev.specc.benchmark.RecomputedStep
