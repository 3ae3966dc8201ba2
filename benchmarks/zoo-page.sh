#!/usr/bin/env bash
# Compares the whole zoo with torchvision (python3 must have it) and writes docs/zoo.md.
# ./benchmarks/zoo-page.sh --page-only writes it from the results of the last comparison.
set -euo pipefail
cd "$(dirname "$0")/.."

results=runtime/target/oracle.csv
if [ "${1:-}" != --page-only ]; then
  rm -f "$results"
  mvn -q -B -Poracle -Doracle.models=all -Dtest=OracleTest -Dsurefire.failIfNoSpecifiedTests=false test
fi
. benchmarks/classes.sh
run dev.specc.docs.ZooPage . "$results"
