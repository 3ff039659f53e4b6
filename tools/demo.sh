#!/bin/sh
# tools/demo.sh BINARY -- the main job on the bundled examples: import lists, screen
# a roster, show why. Called by `make demo`; needs nothing but the binary.
set -eu
cd "$(dirname "$0")/.."
sojourn=${1:-build/sojourn}
out=build/demo

show() {
    printf '\n$ %s\n' "$*"
    status=0
    "$@" || status=$?
    if [ "$status" -gt 1 ]; then # 1: matches need a person
        exit "$status"
    fi
}

rm -rf "$out"
for list in un ofac eu; do
    show "$sojourn" lists import "$list" "examples/lists/$list" --lists "$out/lists"
done
show "$sojourn" lists show --lists "$out/lists"
show "$sojourn" screen examples/roster --lists "$out/lists" --out "$out/roster" --quiet
show "$sojourn" match "Цой Рён Хэ" --birth-date 1950-01-15 --kind person --lists "$out/lists" --quiet
show "$sojourn" compare "Kim Yong Chol" "Kim Yong Chun" --kind person
show "$sojourn" compare "崔龙海" "Choi Ryong-hae" --kind person
show "$sojourn" papers 11010519491231002X --as-of 2025-01-15
show "$sojourn" regime show UN-2397-8
show "$sojourn" screen examples/harbour --lists "$out/lists" --out "$out" --as-of 2025-01-15 --quiet
printf '\nThe matches, findings and assessments with every reason: %s\nThe report: %s\n' "$out" "$out/report.html"
