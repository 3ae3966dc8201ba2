#!/bin/sh
# Times LeNet's training step through GraphBlock and through DJL's own blocks, in turns.
# Options go to the JVM: benchmarks/lenet-step.sh -Dbatch=256 -Drounds=20 -Dsteps=10
set -e
cd "$(dirname "$0")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
exec "$(./specc --java)" --enable-native-access=ALL-UNNAMED \
  -Dai.djl.offline=true -Dorg.slf4j.simpleLogger.defaultLogLevel=error "$@" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.benchmark.LeNetStep
