#!/usr/bin/env bash
# Runs the mutation benchmark over the zoo and writes docs/mutation-benchmark.md.
# ./benchmarks/mutants.sh 10 takes up to 10 mutants of each kind for each spec (default: 4).
set -euo pipefail
cd "$(dirname "$0")/.."

class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
OMP_WAIT_POLICY=passive "$(./specc --java)" --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true -Xmx4g \
  -cp "compiler/target/classes:runtime/target/classes:runtime/target/test-classes:$(<"$class_path")" \
  dev.specc.mutation.MutationPage "${1:-4}" docs/mutation-benchmark.md
