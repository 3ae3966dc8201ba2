#!/usr/bin/env bash
# Runs the mutation benchmark over the zoo and writes docs/mutation-benchmark.md.
# benchmarks/mutants.sh 10 takes up to 10 mutants of each kind for each spec (default: 4).
set -euo pipefail
. "$(dirname "$0")/classes.sh"
export OMP_WAIT_POLICY=passive
options+=(-Xmx4g)
run dev.specc.mutation.MutationPage "${1:-4}" docs/mutation-benchmark.md
