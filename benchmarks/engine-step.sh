#!/bin/sh
# Times a training step of both engines and of DJL's layers with its Trainer, in turns; a table of medians.
# Options go to the JVM: benchmarks/engine-step.sh -Drounds=15 -Dnets=ResNet-20
set -e
cd "$(dirname "$0")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
exec "$(./specc --java)" --enable-native-access=ALL-UNNAMED \
  -Dai.djl.offline=true -Dorg.slf4j.simpleLogger.defaultLogLevel=error "$@" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.benchmark.EngineStep
