#!/bin/sh
# tests/deep/bca.sh BUILD -- A18, A19 of the shared acceptance table: BCa limits that select
# again among 1,024 and 6,519 models, 1,000 replicates. The upper limit
# moves by a tenth from seed to seed: the median of three lies within 5 %. Then A28 to A30
# over many seeds.
set -eu
build=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
table=${SOJOURN_SHARED:-$here/../shared/data}/estimate/mse/sparsemse_UKdat_5.csv
[ -f "$table" ] || { echo "skipped: $table is not there"; exit 77; }
for order in 2 4; do
    for seed in 1 2 3; do
        "$build/sojourn" count overlap "$table" --order "$order" --interval bca --seed "$seed" --json
    done
done | python3 -c '
import json, sys
answers = [json.loads(line) for line in sys.stdin]
wrong = len(answers) != 6
for three, models, low, high in ((answers[:3], 1024, 11456, 43894), (answers[3:], 6519, 11168, 56052)):
    got = [sorted(a[member] for a in three)[1] for member in ("low", "high")]
    print(models, got, (low, high))
    wrong |= any(a["diagnostics"]["models_chosen_from"] != models for a in three)
    wrong |= abs(got[0] / low - 1) > 0.05 or abs(got[1] / high - 1) > 0.05
sys.exit(wrong)'
python3 "$here/tests/integration/overlap_test.py" "$build/sojourn" "${SOJOURN_SHARED:-$here/../shared/data}" deep
