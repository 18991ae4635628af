#!/usr/bin/env bash
# The quickstart, the caseload, the nightly import and the tasks, in three languages each, print the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# Node looks for packages above the script: a copy beside links to the packages needs no node_modules in examples/.
mkdir "$out/node_modules"
ln -s "$PWD/bindings-node" "$out/node_modules/followthrough"
ln -s "$PWD/examples/services/fastify/node_modules/libsql" "$out/node_modules/libsql"

# same FOLDER NAME COMMAND…: the command is the program in Rust.
same() {
    local folder=$1 name=$2
    "${@:3}" >"$out/rust"
    target/python/bin/python "examples/$folder/$name.py" >"$out/python"
    node "$out/$folder/$name.mjs" >"$out/node"

    [ -s "$out/rust" ] || { echo "$name in Rust prints nothing" >&2; exit 1; }
    for other in python node; do
        diff -u "$out/rust" "$out/$other" || { echo "$name in $other prints something else than in Rust" >&2; exit 1; }
    done
    echo "$name: three languages print the same $(wc -l <"$out/rust" | tr -d ' ') lines"
}

# Without -p, as the tests are built: other features would build everything once more.
run=(cargo run --quiet --locked --bin)
cp -r examples/quickstart examples/caseload examples/nightly examples/tasks "$out/"
same quickstart quickstart "${run[@]}" quickstart
same caseload caseload "${run[@]}" caseload
same nightly nightly "${run[@]}" nightly
for task in docs/tasks/*.md; do
    task=$(basename "$task" .md)
    if [ -f "examples/tasks/$task.mjs" ]; then
        same tasks "$task" "${run[@]}" tasks "$task"
    else
        "${run[@]}" tasks "$task" >/dev/null
    fi
done
