"""The saved texts of a fuzz target, from one file to a folder as libFuzzer has it, and back. Targets of the import take
bytes: in the file a character stands for each.

    python3 fuzz/saved.py unpack|pack TARGET
"""

import hashlib
import json
import pathlib
import sys

# What is added of each target at a time: some of every length, none so long that a diff could not be read.
MOST = 200
LONGEST = 500
LONGEST_FILE = 2000

fuzz = pathlib.Path(__file__).parent
verb, target = sys.argv[1:]
of_bytes = target.startswith("import_")
encoding = "latin-1" if of_bytes else "utf-8"
longest = LONGEST_FILE if of_bytes else LONGEST
saved = fuzz / "saved" / f"{target}.json"
folder = fuzz / "corpus" / target
folder.mkdir(parents=True, exist_ok=True)

if verb == "unpack":
    for text in json.loads(saved.read_text()) if saved.exists() else []:
        data = text.encode(encoding)
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
else:
    known = set(json.loads(saved.read_text())) if saved.exists() else set()
    found = set()
    for file in folder.iterdir():
        try:
            found.add(file.read_bytes().decode(encoding))
        except UnicodeDecodeError:
            continue
    new = sorted((text for text in found - known if len(text) <= longest), key=lambda text: (len(text), text))
    some = new[:: max(1, len(new) // MOST)][:MOST]
    lines = ",\n".join(json.dumps(text) for text in sorted(known | set(some)))
    saved.write_text(f"[\n{lines}\n]\n")
