#!/bin/sh
# Holds the estimate of training memory against what training steps take; writes docs/memory.md. Linux with glibc only.
# Options go to the JVM: benchmarks/peak-memory.sh -Dengines=BLOCKS; with -Dnets=resnet18,lenet or -Dprecisions=BF16,FP16
# no page is written.
set -e
cd "$(dirname "$0")/.."
page=docs/memory.md
case "$*" in *-Dnets=*|*-Dprecisions=*) page= ;; esac
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
exec "$(./specc --java)" "$@" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.benchmark.PeakMemory $page
