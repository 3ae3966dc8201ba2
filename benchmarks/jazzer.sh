#!/usr/bin/env bash
# Fuzzes one target by hand, for minutes or hours, and goes on where the last run ended:
# benchmarks/jazzer.sh --hours 1 [--target check|reader|expression|weights|data] [--corpus FOLDER]
# What Jazzer says (cov: edges, ft: features, corp: inputs kept) is in FOLDER.log; a finding ends it.
set -euo pipefail
hours=1 target=check corpus=''
while [ $# -gt 0 ]; do
  case $1 in
    --hours) hours=$2 ;;
    --target) target=$2 ;;
    --corpus) corpus=$2 ;;
    *) sed -n '2,4s/^# //p' "$0" >&2 && exit 2 ;;
  esac
  shift 2
done
case $target in
  check) class=dev.specc.cli.CheckFuzzTest ;;
  reader) class=dev.specc.fuzz.ReaderFuzzTest ;;
  expression) class=dev.specc.fuzz.ExpressionFuzzTest ;;
  weights) class=dev.specc.fuzz.WeightsFuzzTest ;;
  data) class=dev.specc.fuzz.DataFuzzTest ;;
  *) echo "jazzer.sh: no target $target" >&2 && exit 2 ;;
esac
seconds=$(awk "BEGIN { print int($hours * 3600) }")
. "$(dirname "$0")/classes.sh"
root=$PWD
corpus=${corpus:-$root/runtime/target/fuzz/$target}
mkdir -p "$corpus" runtime/target/fuzz
java=$(./specc --java)
# A copy, so that a build in the meantime does not change what is fuzzed.
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
for module in compiler runtime; do
  for kind in classes test-classes; do
    cp -r "$module/target/$kind" "$classes/$module-$kind"
  done
done
path="$classes/runtime-test-classes:$classes/runtime-classes:$classes/compiler-classes"
cd runtime/target/fuzz # where a finding is written
JAZZER_FUZZ=1 "$java" -Xmx512m -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
  -Dspecc.root="$root" -cp "$path:$(<"$root/$class_path")" \
  com.code_intelligence.jazzer.Jazzer --target_class="$class" \
  --instrumentation_includes='dev.specc.**:org.yaml.snakeyaml.**' \
  -max_total_time="$seconds" -print_final_stats=1 "$corpus" 2>&1 | tee "$corpus.log" |
  grep -E 'pulse|INITED|DONE|Exception|ERROR|Done|stat::' || true
if grep -q 'libFuzzer crashing input' "$corpus.log"; then
  exit 1
fi
