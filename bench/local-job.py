"""The local job with Python's own csv, json and gzip: FILE FOLDER."""
import csv
import gzip
import hashlib
import json
import os
import sys

_, file, folder = sys.argv
records = {}
with open(file, encoding="utf-8", newline="\n") as lines:
    for line in lines:
        text = line.rstrip("\n")
        record = json.loads(text)
        key = (record["CreationTime"], record["Id"])
        records.setdefault(key, (record["RecordType"], record["CreationTime"], record["UserId"], record["Operation"], text, record["Id"]))
rows = [records[key] for key in sorted(records)]

csv_path = os.path.join(folder, "month.csv")
jsonl_path = os.path.join(folder, "month.jsonl.gz")
with open(csv_path, "w", encoding="utf-8", newline="") as out:
    csv.writer(out, lineterminator="\r\n").writerows(rows)
with gzip.open(jsonl_path, "wt", compresslevel=6, encoding="utf-8", newline="\n") as out:
    out.writelines(f"{row[4]}\n" for row in rows)
for path in (csv_path, jsonl_path):
    with open(path, "rb") as data:
        hashlib.file_digest(data, "sha256")
