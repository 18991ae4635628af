#!/usr/bin/env bash
# The quickstart in three languages prints the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

cargo run --quiet --release --locked -p followthrough-examples --bin quickstart >"$out/rust"
target/python/bin/python examples/quickstart/quickstart.py >"$out/python"
# Node looks for packages above the script: a copy beside a link to the package needs no node_modules in examples/.
mkdir "$out/node_modules"
ln -s "$PWD/bindings-node" "$out/node_modules/followthrough"
cp examples/quickstart/quickstart.mjs "$out/"
node "$out/quickstart.mjs" >"$out/node"

[ -s "$out/rust" ] || { echo "the Rust quickstart prints nothing" >&2; exit 1; }
for other in python node; do
    diff -u "$out/rust" "$out/$other" || { echo "the quickstart in $other prints something else than in Rust" >&2; exit 1; }
done
echo "3 quickstarts print the same $(wc -l <"$out/rust" | tr -d ' ') lines"
