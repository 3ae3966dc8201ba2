# Sourced by the benchmarks: compiles all, and defines `run MAIN ARGUMENT...`, which starts a class of the tests in a JVM.
# What the array `options` holds goes to the JVM.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
class_path=runtime/target/benchmark-classpath
mvn -q -B -pl runtime -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$PWD/$class_path"
options=()

run() {
  "$(./specc --java)" --enable-native-access=ALL-UNNAMED -Dai.djl.offline=true \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=error "${options[@]}" \
    -cp "compiler/target/classes:runtime/target/classes:runtime/target/test-classes:$(<"$class_path")" "$@"
}
