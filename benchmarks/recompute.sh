#!/bin/sh
# Memory and time of a training step with --recompute dense against one that keeps all. Linux with glibc only.
# Options go to the JVM: benchmarks/recompute.sh -Dspec=densenet_cifar -Dvariant=BC-L100-k12 -Dbatch=64 -Drounds=7
set -e
cd "$(dirname "$0")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
exec "$(./specc --java)" -Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1 "$@" \
  --enable-native-access=ALL-UNNAMED \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.benchmark.RecomputedStep
