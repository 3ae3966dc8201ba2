#!/usr/bin/env bash
# Judges random specs on both sides, the compiler's and libtorch's, and says where they disagree.
# benchmarks/fuzz.sh [--count N] [--from SEED] [--state FILE] [--findings FOLDER] [--jobs N]
# Stop it at any time: with the same state file and first seed it goes on where it was.
# Exit status: 0 where all agree, 1 where something does not, 2 for wrong usage.
set -euo pipefail
. "$(dirname "$0")/classes.sh"
run dev.specc.fuzz.Fuzz "$@"
