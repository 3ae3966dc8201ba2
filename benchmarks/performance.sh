#!/usr/bin/env bash
# Times check, training steps, inference and data against DJL's Trainer and PyTorch, side by side; writes docs/performance.md.
# Needs a quiet machine, and PyTorch in $PYTHON (default: python3; without it that column stays empty).
# Options go to the JVM: benchmarks/performance.sh -Drounds=15; with -Dnets=ResNet-20 no page is written.
set -euo pipefail
. "$(dirname "$0")/classes.sh"
page=docs/performance.md
case "$*" in *-Dnets=*) page= ;; esac
options+=("$@")
./specc check specs/lenet.yaml >/dev/null # builds and fills the start-up cache
# As ./specc starts a JVM.
eval "$(./specc --environment)"
run dev.specc.benchmark.Performance "${PYTHON:-python3}" $page
