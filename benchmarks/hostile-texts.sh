#!/usr/bin/env bash
# What `specc check` takes for texts of a megabyte that are made to be slow (HostileTexts.java): in a
# process each with half a gigabyte of memory, the seconds of processor time, the slowest first.
set -eu
. "$(dirname "$0")/classes.sh"
texts=$(mktemp -d)
trap 'rm -rf "$texts"' EXIT
./specc check specs/lenet.yaml >/dev/null # builds and fills the start-up cache
run dev.specc.cli.HostileTexts "$texts"
export JDK_JAVA_OPTIONS=-Xmx512m
TIMEFORMAT='%U %S'
for text in "$texts"/*.yaml; do
  took=$({ time ./specc check "$text" >"$texts/said" 2>/dev/null; } 2>&1) || true
  said=$(tail -n 1 "$texts/said")
  printf '%s %s %s\n' "$took" "$(basename "$text" .yaml)" "$said"
done | awk '{ printf "%6.2f  %-26s", $1 + $2, $3; $1 = $2 = $3 = ""; print }' | sort -rn
