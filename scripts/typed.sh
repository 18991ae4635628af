#!/usr/bin/env bash
# Every example is typed: `mypy --strict` and `tsc --strict` pass. What Node's types have by hand is held against what really
# comes, and against the Rust types. Needs what the stages python, node and services install,
# and the tools of scripts/types.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/types-tools
out=$PWD/target/typed

for folder in quickstart caseload nightly tasks sidecar services/flask; do
    (
        cd "examples/$folder"
        # The tests of services are no examples; test_my_playbook.py is one.
        files=$(ls *.py | grep -v '^test_s')
        # shellcheck disable=SC2086
        MYPYPATH=$OLDPWD/bindings-python/python "$tools/venv/bin/mypy" --strict --no-error-summary --cache-dir "$out/mypy" \
            --python-executable "$OLDPWD/target/python/bin/python" $files
    )
done

# What mypy has to find, and what it has to let pass.
MYPYPATH=bindings-python/python "$tools/venv/bin/mypy" --strict --no-error-summary --cache-dir "$out/mypy" \
    --python-executable target/python/bin/python bindings-python/tests/misspelt.py

# Node looks for packages above the file: a copy beside links to the packages, as in scripts/quickstarts.sh.
rm -rf "$out/node"
mkdir -p "$out/node/node_modules/@types"
ln -s "$PWD/bindings-node" "$out/node/node_modules/followthrough"
for package in fastify libsql; do ln -s "$PWD/examples/services/fastify/node_modules/$package" "$out/node/node_modules/"; done
for package in @types/node undici-types; do
    ln -s "$PWD/bindings-node/node_modules/$package" "$out/node/node_modules/$package"
done
cp -r examples/quickstart examples/caseload examples/nightly examples/tasks "$out/node/"
mkdir "$out/node/fastify"
cp examples/services/fastify/{app,host,worker}.mjs "$out/node/fastify/"
cp bindings-node/test/support/types.mts "$out/node/"
node bindings-node/test/support/answers.mjs > "$out/node/answers.mts"
cd "$out/node"
"$tools/node_modules/.bin/tsc" --strict --noEmit --allowJs --checkJs --skipLibCheck --types node --target es2022 \
    --module nodenext ./*/*.mjs ./*.mts
# And with the strictest reading of keys that may be left out: a host that has it on must not have to take keys out.
"$tools/node_modules/.bin/tsc" --strict --exactOptionalPropertyTypes --noEmit --types node --target es2022 \
    --module nodenext ./types.mts
echo "typed: every example in Python and in Node, and Node's types"
