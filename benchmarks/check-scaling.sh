#!/bin/sh
# Times `specc check` of specs of 1,000 to 100,000 layers, in fresh processes and in a warm one.
# Options go to the JVM: benchmarks/check-scaling.sh -Druns=5
set -e
cd "$(dirname "$0")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
specs=$(mktemp -d)
trap 'rm -rf "$specs"' EXIT
./specc check specs/lenet.yaml >/dev/null # builds and fills the start-up cache
"$(./specc --java)" "$@" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.benchmark.CheckScaling "$PWD/specc" "$specs"
