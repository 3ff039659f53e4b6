#!/bin/sh
# bench/run.sh BUILD -- prints the README's tables with what they ran on. The big
# index is made with BIG=RECORDS (4000000 is the aim; 400000 by default). The peer is
# put into BUILD/peer by pip; without a network that table is skipped.
set -eu
build=${1:-build}
here=$(cd "$(dirname "$0")/.." && pwd)
shared=${SOJOURN_SHARED:-$here/../shared/data}
ninja -C "$build" bench bench_count >/dev/null
out=$build/bench-out
mkdir -p "$out"
printf 'Ran on: %s, %s cores, %s, %s\n\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" \
    "$(uname -sr)" "$("$build/sojourn" version)"
if [ -d "$shared" ]; then
    "$build/bench" lists "$shared"
    "$build/bench" accuracy "$shared" "$out"
else
    echo "skipped: the shared data is not at $shared"
fi
peer=$build/peer
if [ -d "$shared" ] && { [ -x "$peer/done/python" ] || {
    rm -rf "$peer" && python3 -m venv "$peer" && "$peer/bin/pip" install -q nomenklatura==4.17.4 &&
    ln -s bin "$peer/done"; } >/dev/null 2>&1; }; then
    "$peer/bin/python" "$here/bench/peer.py" "$build/sojourn" "$shared"
else
    printf 'skipped: nomenklatura cannot be installed here, so no comparison with it\n\n'
fi
"$build/bench_count"
if command -v Rscript >/dev/null; then
    "$build/bench_count" seconds >"$out/count_ours"
    Rscript "$here/bench/count.R" >"$out/count_r"
    awk 'NR == FNR { ours[$1] = $2; next }
         $1 in ours { printf "R %s: %s s of processor time, %.1f times as long\n", $1, $2, $2 / ours[$1] }
         END { print "" }' "$out/count_ours" "$out/count_r"
else
    printf 'skipped: R is not installed, so no ratio to it\n\n'
fi
python3 "$here/bench/roster.py" "$build/sojourn" --wrong "$out/roster_wrong.tsv"
if [ "${BIG:-0}" -ge 4000000 ]; then
    python3 "$here/bench/roster.py" "$build/sojourn" --people 1000000 --noise 0.02 --activity 4
fi
"$build/bench" big "${BIG:-400000}" "$out/big.index"
rm -f "$out/big.index"
