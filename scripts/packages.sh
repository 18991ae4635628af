#!/usr/bin/env bash
# The packages as a stranger gets them: installed into empty environments, imported, and the quickstart run.
#
#   scripts/packages.sh           the wheel and the add-on that the stages python and node have built, and what the source
#                                 packages hold
#   scripts/packages.sh --source  builds the source packages too: sdist, npm tarball, crates. Minutes
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
python=$root/target/python/bin
out=$root/target/packages
rm -rf "$out"
mkdir -p "$out"

step() { printf -- '-- %s\n' "$1"; }

step "quickstart in Rust"
cargo run --quiet --locked --bin quickstart >"$out/quickstart"

step "wheel, in an empty environment"
wheel=$(ls target/wheels/followthrough-*-cp311-abi3-*.whl)
python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
(cd "$out" && venv/bin/python "$root/examples/quickstart/quickstart.py") | diff "$out/quickstart" -
"$out/venv/bin/python" -c 'import importlib.metadata as m, followthrough as f; assert m.version("followthrough") == f.__version__'

step "sdist: what a wheel is built from"
(cd bindings-python && "$python/maturin" sdist --out "$out" >"$out/log" 2>&1) || { cat "$out/log" >&2; exit 1; }
mkdir "$out/sdist"
tar xzf "$out"/followthrough-*.tar.gz -C "$out/sdist" --strip-components 1
for file in Cargo.lock bindings-arrow/src/lib.rs bindings-python/src/lib.rs core/engine/src/lib.rs core/import/src/lib.rs \
    core/insight/src/lib.rs python/followthrough/py.typed; do
    [ -n "$(find "$out/sdist" -path "*$file")" ] || { echo "the sdist has no $file" >&2; exit 1; }
done

step "npm tarball, in an empty project"
npm pack --silent --pack-destination "$out" ./bindings-node >/dev/null
# Nothing is missing and nothing is too much: beside the Rust sources these files, and of those no tests.
tar tzf "$out"/followthrough-*.tgz | sed 's|^package/||' | grep -v '^rust/' | LC_ALL=C sort | diff - <(printf '%s\n' \
    LICENSE-APACHE LICENSE-MIT README.md index.d.mts index.d.ts index.js index.mjs package.json scripts/install.js types.d.ts values.js)
tar tzf "$out"/followthrough-*.tgz | grep '^package/rust/' | grep -v -e '/src/' -e '/Cargo.toml$' -e '/Cargo.lock$' -e '/build.rs$' &&
    { echo "the tarball has sources that nothing is built from" >&2; exit 1; }
mkdir "$out/project"
(
    cd "$out/project"
    echo '{"private": true}' >package.json
    FOLLOWTHROUGH_ADDON=$root/bindings-node/followthrough.node \
        npm install --silent --no-audit --no-fund --offline --foreground-scripts "$out"/followthrough-*.tgz
    cp "$root/examples/quickstart/quickstart.mjs" esm.mjs
    sed "s/^import \(.*\) from 'followthrough'/const \1 = require('followthrough')/" esm.mjs >cjs.cjs
    for way in esm.mjs cjs.cjs; do node "$way" | diff "$out/quickstart" -; done
    cargo metadata --format-version 1 --locked --manifest-path node_modules/followthrough/rust/Cargo.toml >/dev/null

    # Types, by each way in which TypeScript looks for them, with nothing else installed.
    for end in mts cts; do
        cat >"use.$end" <<'TS'
import { Caseload, FollowUp, Playbook, type Decision, type Event, type PlaybookDocument } from 'followthrough'
const document: PlaybookDocument | string = 'extends: dental'
const playbook: Playbook = Playbook.fromYaml(document as string)
const event: Event = { event_id: 'e1', at: new Date(), type: 'plan_gone', plan_id: 'tp-1' }
export const decision: Decision = playbook.handle(new FollowUp({ id: 'r-1' }), new Date(), event)
export const table: Uint8Array = new Caseload(playbook).snapshot()
// @ts-expect-error: an event of no known type
export const wrong: Event = { event_id: 'e1', at: new Date(), type: 'replied' }
TS
    done
    tsc=$root/target/types-tools/node_modules/.bin/tsc
    for module in node16 nodenext; do "$tsc" --strict --noEmit --types "" --module $module use.mts use.cts; done
    "$tsc" --strict --noEmit --types "" --module esnext --moduleResolution bundler use.mts
)

step "crates"
cargo package --quiet --locked --allow-dirty --no-verify -p followthrough -p followthrough-import -p followthrough-insight

[ "${1:-}" = --source ] || exit 0

# By the dev profile and in the workspace's target folder, so that the crates of others are not built again.
export CARGO_TARGET_DIR=$root/target

step "sdist builds"
PATH=$python:$PATH "$python/pip" wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
    -w "$out/from-sdist" "$out"/followthrough-*.tar.gz
"$out/venv/bin/pip" install --quiet --disable-pip-version-check --no-index --force-reinstall "$out"/from-sdist/*.whl
(cd "$out" && venv/bin/python "$root/examples/quickstart/quickstart.py") | diff "$out/quickstart" -

step "npm tarball builds"
(
    cd "$out/project"
    rm -r node_modules package-lock.json
    npm install --silent --no-audit --no-fund --offline "$out"/followthrough-*.tgz
    node esm.mjs | diff "$out/quickstart" -
)

step "crates build from what was packaged"
cargo package --quiet --locked --allow-dirty -p followthrough -p followthrough-import -p followthrough-insight
