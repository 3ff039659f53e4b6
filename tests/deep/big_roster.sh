#!/bin/sh
# tests/deep/big_roster.sh BUILD -- 200,000 people at 1 % prevalence: `refer` has precision
# >= 0.95 and recall >= 0.90; a million people with all ten tables, about ten million
# rows, are judged in < 60 s on two cores and <= 4 GB.
set -eu
build=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
python3 "$here/bench/roster.py" "$build/sojourn" --people 200000 --noise 0.02 \
    --least-precision 0.95 --least-recall 0.90
exec python3 "$here/bench/roster.py" "$build/sojourn" --people 1000000 --noise 0.02 --activity 4 \
    --most-seconds 60 --most-gigabytes 4
