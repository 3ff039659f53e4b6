#!/bin/sh
# tests/deep/latent.sh BUILD -- A33 of the shared acceptance table: the latent classes of
# Kosovo, three seeds, medians 10,406 to 10,598 within 3 %; minutes, for the chains mix slowly.
set -eu
build=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
table=${SOJOURN_SHARED:-$here/../shared/data}/estimate/mse/modslavmse_Kosovo.csv
[ -f "$table" ] || { echo "skipped: $table is not there"; exit 77; }
for seed in 1 2 3; do
    "$build/sojourn" count overlap "$table" --method latent --seed "$seed" --json
done | python3 -c '
import json, sys
answers = [json.loads(line) for line in sys.stdin]
for a in answers:
    print(a["estimate"], a["low"], a["high"], a["diagnostics"]["rhat"], a["diagnostics"]["ess"])
sys.exit(not all(a["exists"] and 10406 * 0.97 <= a["estimate"] <= 10598 * 1.03 for a in answers))'
