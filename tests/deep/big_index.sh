#!/bin/sh
# tests/deep/big_index.sh BUILD -- 4 million records with 10 million names: built in 8 GB,
# a file of 4 GB, opened in 50 ms, 500 queries a second. Skipped where there is no room.
set -eu
build=$1
need_kb=$((10 * 1024 * 1024))
have_kb=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
free_kb=$(df -Pk "$build" | awk 'NR == 2 { print $4 }')
if [ "$have_kb" -lt "$need_kb" ] || [ "$free_kb" -lt "$need_kb" ]; then
    echo "skipped: 10 GB of memory and of disk are needed"
    exit 77
fi
ninja -C "$build" bench >/dev/null
out=$build/big.index
trap 'rm -f "$out"' EXIT
"$build/bench" big 4000000 "$out" | tee /dev/stderr | awk -F'|' '
    function check(ok, what) { if (!ok) { print "missed: " what; bad = 1 } }
    /built in/ { check($3 + 0 <= 300, "built in 300 s") }
    /peak memory/ { check($3 + 0 <= 8, "8 GB of memory") }
    /\| file/ { check($3 + 0 <= 4, "a file of 4 GB") }
    /opened in/ { check($3 + 0 <= 50, "opened in 50 ms") }
    /queries\/s/ { check($3 + 0 >= 500, "500 queries/s"); seen = 1 }
    END { exit bad || !seen }'
