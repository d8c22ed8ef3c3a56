"""Times pandas and scikit-learn on the work of `go run ./bench`.

Usage: peers.py WORK FILE REPEATS; prints one JSON object. WORK is load, duplicates, or prepare: gaps filled with the
median or a level of its own, text one-hot, numbers scaled, by a ColumnTransformer with its output dense as learners get it.
"""
import json
import resource
import sys
import time

import pandas

_, work, path, repeats = sys.argv


def transformer(frame):
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    words = [c for c in frame if frame[c].dtype == object]
    numbers = [c for c in frame if c not in words]
    return ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("words", make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"),
                                OneHotEncoder(handle_unknown="ignore", sparse_output=False)), words),
    ])


frame = None if work == "load" else pandas.read_csv(path)
if work == "prepare":
    frame = frame.drop(columns=["application_id", "repaid"])
jobs = {
    "load": lambda: pandas.read_csv(path),
    "duplicates": lambda: frame.drop_duplicates(),
    "prepare": lambda: transformer(frame).fit_transform(frame),
}
wall, cpu, rows = [], [], 0
for _ in range(int(repeats)):
    usage = resource.getrusage(resource.RUSAGE_SELF)
    began, used = time.perf_counter(), usage.ru_utime + usage.ru_stime
    rows = len(jobs[work]())
    wall.append(time.perf_counter() - began)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu.append(usage.ru_utime + usage.ru_stime - used)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps({"wall": wall, "cpu": cpu, "rows": rows, "rss_mb": peak}))
