#!/usr/bin/env bash
# Compares what both engines and every export compute for random specs, and says where they disagree.
# benchmarks/fuzz-exports.sh [--count N] [--from SEED] [--state FILE] [--findings FOLDER] [--jobs N]
# Archives and sources are run by PyTorch where a python3 on the PATH has torch and torchvision, or the one that
# ORACLE_PYTHON names. Stop it at any time: with the same state file and first seed it goes on where it was.
# Exit status: 0 where all agree, 1 where something does not, 2 for wrong usage.
set -euo pipefail
. "$(dirname "$0")/classes.sh"
options+=("-Dspecc.root=$PWD" "-Doracle.python=${ORACLE_PYTHON:-}")
run dev.specc.fuzz.ExportFuzz "$@"
