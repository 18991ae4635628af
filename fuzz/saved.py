"""The saved texts of a fuzz target, from one file to a folder as libFuzzer has it, and back.

    python3 fuzz/saved.py unpack|pack TARGET
"""

import hashlib
import json
import pathlib
import sys

# What is kept of each target: the shortest, so that a diff can be read.
MOST = 400

fuzz = pathlib.Path(__file__).parent
verb, target = sys.argv[1:]
saved = fuzz / "saved" / f"{target}.json"
folder = fuzz / "corpus" / target
folder.mkdir(parents=True, exist_ok=True)

if verb == "unpack":
    for text in json.loads(saved.read_text()) if saved.exists() else []:
        data = text.encode()
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
else:
    texts = set()
    for file in folder.iterdir():
        try:
            texts.add(file.read_bytes().decode())
        except UnicodeDecodeError:
            continue
    kept = sorted(sorted(texts, key=lambda text: (len(text), text))[:MOST])
    lines = ",\n".join(json.dumps(text) for text in kept)
    saved.write_text(f"[\n{lines}\n]\n")
