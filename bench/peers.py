"""Times pandas on the work of `go run ./bench`. Usage: peers.py pandas FILE REPEATS; prints one JSON object."""
import json
import resource
import sys
import time

import pandas

_, program, path, repeats = sys.argv
wall, cpu, rows = [], [], 0
for _ in range(int(repeats)):
    began, used = time.perf_counter(), time.process_time()
    rows = len(pandas.read_csv(path))
    wall.append(time.perf_counter() - began)
    cpu.append(time.process_time() - used)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps({"wall": wall, "cpu": cpu, "rows": rows, "rss_mb": peak}))
