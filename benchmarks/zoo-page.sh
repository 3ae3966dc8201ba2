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
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
"$(./specc --java)" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(<"$class_path")" \
  dev.specc.docs.ZooPage . "$results"
