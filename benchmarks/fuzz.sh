#!/bin/sh
# Judges random specs on both sides, the compiler's and libtorch's, and says where they disagree.
# benchmarks/fuzz.sh [--count N] [--from SEED] [--state FILE] [--findings FOLDER] [--jobs N]
# Stop it at any time: with the same state file and first seed it goes on where it was.
# Exit status: 0 where all agree, 1 where something does not, 2 for wrong usage.
set -e
cd "$(dirname "$0")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
exec "$(./specc --java)" \
  -cp "runtime/target/classes:runtime/target/test-classes:$(cat "$class_path")" \
  dev.specc.fuzz.Fuzz "$@"
