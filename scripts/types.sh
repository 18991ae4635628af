#!/usr/bin/env bash
# Writes what hosts in other languages see of the wire, and editors of a playbook, from the Rust types alone:
#   schema/followthrough.schema.json
#   schema/playbook.schema.json
#   bindings-node/types.d.ts
#   bindings-python/python/followthrough/types.py
#   bindings-python/python/followthrough/given.py
#
#   scripts/types.sh          writes them
#   scripts/types.sh --check  writes them below target/ and compares; checks them, what really crosses the edge
#                             (core/engine/tests/schema.rs) and playbooks, right and wrong
#                             (core/engine/tests/playbook_schema.rs) against them; exits 1 when something differs
set -euo pipefail
cd "$(dirname "$0")/.."

check=false
case "${1:-}" in
    "") ;;
    --check) check=true ;;
    *) sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

tools=target/types-tools
new=target/types
schema=schema/followthrough.schema.json
playbook=schema/playbook.schema.json
node=bindings-node/types.d.ts
python=bindings-python/python/followthrough/types.py
given=bindings-python/python/followthrough/given.py

# The tools, of these versions and no others. A changed line here installs them anew.
npm_tools="json-schema-to-typescript@16.0.0 typescript@7.0.2"
pip_tools="datamodel-code-generator==0.89.0 jsonschema-rs==0.61.2 PyYAML==6.0.4 mypy==2.4.1"
wanted="$npm_tools $pip_tools"
mkdir -p "$tools"
if [ "$(cat "$tools/installed" 2>/dev/null)" != "$wanted" ]; then
    rm -rf "$tools"
    mkdir -p "$tools"
    echo '{"private": true}' > "$tools/package.json"
    # shellcheck disable=SC2086
    npm install --prefix "$tools" --silent --no-audit --no-fund --no-save --ignore-scripts $npm_tools
    python3 -m venv "$tools/venv"
    # shellcheck disable=SC2086
    "$tools/venv/bin/pip" install --quiet --disable-pip-version-check $pip_tools
    echo "$wanted" > "$tools/installed"
fi

rm -rf "$new"
mkdir -p "$new/$(dirname $schema)" "$new/$(dirname $node)" "$new/$(dirname $python)"
cargo run --quiet --locked --bin followthrough -- schema wire > "$new/$schema"
cargo run --quiet --locked --bin followthrough -- schema playbook > "$new/$playbook"

# Both as one input for the generators. What stands beside a reference gives them a second type of the same name, closed
# objects need typing_extensions at run time, and integer widths, counts, conditions and defaults mean nothing to them.
"$tools/venv/bin/python" - "$new/$schema" "$new/$playbook" "$new/input.json" <<'PYTHON'
import json, sys

DROP = {"$comment", "default", "if", "else", "not", "minItems", "maxItems", "minProperties", "maxProperties"}

def plain(value):
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("$ref"), str):
        return {"$ref": value["$ref"].replace("#/definitions/", "#/$defs/")}
    if value.get("$comment", "").startswith("#/definitions/"):
        value = {"description": value["description"], "allOf": [{"$ref": value["$comment"]}]}
    value = {key: inner for key, inner in value.items() if key not in DROP}
    if value.get("additionalProperties") is False:
        del value["additionalProperties"]
    if value.get("type") == "integer":
        value.pop("format", None)
    # A map whose keys are held to a pattern.
    if "patternProperties" in value:
        [value["additionalProperties"]] = value.pop("patternProperties").values()
    names = {"properties", "$defs"}
    return {key: {name: plain(schema) for name, schema in inner.items()} if key in names else plain(inner)
            for key, inner in value.items()}

with open(sys.argv[1]) as wire, open(sys.argv[2]) as playbook:
    both, playbook = json.load(wire), json.load(playbook)
both["properties"]["playbook"] = {"$ref": "#/$defs/PlaybookDocument"}
definitions = playbook.pop("definitions")
definitions["PlaybookDocument"] = playbook
for name, definition in definitions.items():
    if both["$defs"].setdefault(name, definition) != definition:
        sys.exit(f"{name} is a type of the wire, and another one of the playbook: rename one")
with open(sys.argv[3], "w") as target:
    json.dump(plain(both), target)
PYTHON

# What a host in Python may hand in for an event, a person or a plan: an instant may be a datetime, an amount a Decimal. Each
# is an alias, whose line is written anew below.
"$tools/venv/bin/python" - "$new/input.json" "$new/given.json" <<'PYTHON'
import json, sys

SCALARS = {"Instant", "Day", "Amount"}
AMOUNT = "^-?[0-9]{1,12}(\\.[0-9]{1,2})?$"

def scalar(value):
    """The name of what a text stands for, if it is more than a text."""
    if value.get("format") == "date-time" or {"format": "date-time"} in value.get("anyOf", []):
        return "Instant"
    return {"date": "Day"}.get(value.get("format")) or ("Amount" if value.get("pattern") == AMOUNT else None)

def given(value):
    if isinstance(value, list):
        return [given(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    kinds = value.get("type")
    if "string" in (kinds if isinstance(kinds, list) else [kinds]) and (name := scalar(value)):
        ref = {"$ref": f"#/$defs/{name}"}
        return {"anyOf": [ref, {"type": "null"}]} if "null" in kinds else ref
    return {key: given(inner) for key, inner in value.items()}

with open(sys.argv[1]) as source:
    both = given(json.load(source))
definitions, wanted = both["$defs"], {"Event", "Recipient", "Plan", "Subject"}

def names(value):
    if isinstance(value, list):
        return {name for inner in value for name in names(inner)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
    return own | {name for inner in value.values() for name in names(inner)}

seen = set()
while wanted - seen - SCALARS:
    seen |= (new := wanted - seen - SCALARS)
    wanted |= {name for one in new for name in names(definitions[one])}
kept = {name: definitions[name] for name in sorted(seen)}
kept |= {name: {"title": name, "type": "string"} for name in sorted(SCALARS)}
roots = {name.lower(): {"$ref": f"#/$defs/{name}"} for name in ("Event", "Recipient", "Plan", "Subject")}
with open(sys.argv[2], "w") as target:
    json.dump({"title": "Given", "type": "object", "properties": roots, "$defs": kept}, target)
PYTHON

comment="Generated by scripts/types.sh from schema/*.schema.json; do not edit."
"$tools/node_modules/.bin/json2ts" --input "$new/input.json" --output "$new/$node" \
    --additionalProperties=false --bannerComment="// $comment"
"$tools/venv/bin/datamodel-codegen" --input "$new/input.json" --input-file-type jsonschema --output "$new/$python" \
    --output-model-type typing.TypedDict --target-python-version 3.11 --use-title-as-name --enum-field-as-literal all \
    --use-schema-description --disable-timestamp --formatters builtin --custom-file-header "# $comment"
"$tools/venv/bin/datamodel-codegen" --input "$new/given.json" --input-file-type jsonschema --output "$new/$given" \
    --output-model-type typing.TypedDict --target-python-version 3.11 --use-title-as-name --enum-field-as-literal all \
    --use-schema-description --disable-timestamp --formatters builtin --custom-file-header "# $comment"
# The class of the whole is nobody's.
sed -i -e 's/^from typing import/from datetime import date, datetime\nfrom decimal import Decimal\n&/' \
    -e 's/^Instant: TypeAlias = str$/Instant: TypeAlias = datetime | str/' -e 's/^Day: TypeAlias = str$/Day: TypeAlias = date | str/' \
    -e 's/^Amount: TypeAlias = str$/Amount: TypeAlias = Decimal | int | str/' -e '/^class Given(/,$d' "$new/$given"
sed -i -e ':a' -e '/^\n*$/{$d;N;ba' -e '}' "$new/$given"

if ! $check; then
    for file in $schema $playbook $node $python $given; do
        mkdir -p "$(dirname $file)"
        cp "$new/$file" "$file"
    done
    echo "written: $schema $playbook $node $python $given"
    exit
fi

failed=0
for file in $schema $playbook $node $python $given; do
    if ! diff -u --label "$file" --label "$file (from the Rust types)" "$file" "$new/$file" > "$new/diff" 2>&1; then
        head -40 "$new/diff" >&2
        echo "stale: $file does not match the Rust types; run scripts/types.sh and commit what it writes" >&2
        failed=1
    fi
done
# The whole documents of the tests have the type of a playbook.
"$tools/venv/bin/python" - core/engine/tests/playbook_schema "$new/$node" "$new/$python" <<'PYTHON'
import json, pathlib, sys

documents, node, python = map(pathlib.Path, sys.argv[1:])
node, python = node.parent, python.parent
for document in documents.glob("*.json"):
    text, name = document.read_text().strip(), f"whole_{document.stem}"
    (node / f"{name}.ts").write_text(
        f"import type {{ PlaybookDocument }} from './types'\nexport const whole = {text} satisfies PlaybookDocument\n")
    (python / f"{name}.py").write_text(
        f"from .types import PlaybookDocument\nwhole: PlaybookDocument = {json.loads(text)!r}\n")
PYTHON
"$tools/node_modules/.bin/tsc" --strict --noEmit --lib es2022 --types "" "$new/$node" "$new"/bindings-node/whole_*.ts ||
    failed=1
(cd "$new/bindings-python/python" && touch followthrough/__init__.py &&
    "../../../../$tools/venv/bin/mypy" --strict --no-error-summary -p followthrough) || failed=1

# What crosses the edge in the tests, and what the engine refuses there.
rm -f "$new/wire.jsonl"
FOLLOWTHROUGH_WIRE_LOG="$PWD/$new/wire.jsonl" cargo test --quiet --locked --features followthrough/schema \
    --test schema --test playbook_schema > "$new/test.log" 2>&1 || { cat "$new/test.log" >&2; failed=1; }
"$tools/venv/bin/python" - "$new/$schema" "$new/$playbook" "$new/wire.jsonl" <<'PYTHON' || failed=1
import collections, json, re, sys
import jsonschema_rs, yaml

class Core(yaml.SafeLoader):
    """YAML as editors read it: by the core schema of YAML 1.2, in which a date is a text."""
    yaml_implicit_resolvers = {}

for tag, pattern, first in [
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
]:
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)

with open(sys.argv[1]) as wire, open(sys.argv[2]) as playbook:
    wire, playbook = json.load(wire), json.load(playbook)
for schema in (wire, playbook):
    jsonschema_rs.meta.validate(schema)
validators = {"PlaybookDocument": jsonschema_rs.Draft7Validator(playbook)}
seen, wrong = collections.Counter(), 0
with open(sys.argv[3]) as source:
    for line in source:
        item = json.loads(line)
        kind, value = item["type"], item["value"] if "value" in item else yaml.load(item["yaml"], Core)
        if kind not in validators:
            whole = {"$ref": f"#/$defs/{kind}", "$defs": wire["$defs"]}
            validators[kind] = jsonschema_rs.Draft202012Validator(whole)
        seen[kind == "PlaybookDocument", item["accepted"]] += 1
        if validators[kind].is_valid(value) != item["accepted"]:
            wrong += 1
            says = "refuses what the engine takes or gives" if item["accepted"] else "allows what the engine refuses"
            print(f"{kind}: the schema {says}: {item.get('about') or json.dumps(value)}", file=sys.stderr)
            for error in validators[kind].iter_errors(value):
                print(f"  {'.'.join(map(str, error.instance_path))}: {error.message[:300]}", file=sys.stderr)
if len(seen) < 4:
    print("core/engine/tests logged too little", file=sys.stderr)
sys.exit(1 if wrong or len(seen) < 4 else 0)
PYTHON
[ $failed = 0 ] && echo "fresh: $schema $playbook $node $python $given"
exit $failed
