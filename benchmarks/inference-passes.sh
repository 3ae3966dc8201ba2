#!/bin/sh
# Times inference without passes, with those of the default, and with all; medians of one thread's CPU time.
# Options go to the JVM: benchmarks/inference-passes.sh -Drounds=15 -Dnets=googlenet
set -e
cd "$(dirname "$0")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
exec "$(./specc --java)" --enable-native-access=ALL-UNNAMED \
  -Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error "$@" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.benchmark.InferencePasses
