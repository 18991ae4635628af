#!/usr/bin/env bash
# The quickstart, the caseload and the nightly import, in three languages each, print the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# Node looks for packages above the script: a copy beside a link to the package needs no node_modules in examples/.
mkdir "$out/node_modules"
ln -s "$PWD/bindings-node" "$out/node_modules/followthrough"
for example in quickstart caseload nightly; do
    cargo run --quiet --release --locked -p followthrough-examples --bin $example >"$out/rust"
    target/python/bin/python examples/$example/$example.py >"$out/python"
    cp -r examples/$example "$out/"
    node "$out/$example/$example.mjs" >"$out/node"

    [ -s "$out/rust" ] || { echo "$example in Rust prints nothing" >&2; exit 1; }
    for other in python node; do
        diff -u "$out/rust" "$out/$other" || { echo "$example in $other prints something else than in Rust" >&2; exit 1; }
    done
    echo "$example: three languages print the same $(wc -l <"$out/rust" | tr -d ' ') lines"
done
