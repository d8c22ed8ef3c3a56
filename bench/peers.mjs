// Times polars and DuckDB on the work of `go run ./bench`, from their npm packages.
// Usage: node peers.mjs polars|duckdb FILE REPEATS FOLDER; FOLDER holds node_modules. Prints one JSON object.
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [program, file, repeats, folder] = process.argv.slice(2);
process.env.POLARS_MAX_THREADS = process.env.BENCH_THREADS ?? "2";
const need = createRequire(resolve(folder, "here.js"));

async function duckdb() {
  const instance = await need("@duckdb/node-api").DuckDBInstance.create(":memory:", { threads: process.env.POLARS_MAX_THREADS });
  const link = await instance.connect();
  return async () => {
    await link.run(`create or replace table t as from read_csv('${file.replaceAll("'", "''")}')`);
    const answer = await link.runAndReadAll("select count(*) from t");
    return Number(answer.getRows()[0][0]);
  };
}

async function polars() {
  const pl = need("nodejs-polars");
  return async () => pl.readCSV(file).height;
}

const read = await { duckdb, polars }[program]();
const out = { wall: [], cpu: [], rows: 0 };
for (let k = 0; k < Number(repeats); k++) {
  const used = process.cpuUsage(), began = performance.now();
  out.rows = await read();
  out.wall.push((performance.now() - began) / 1e3);
  const took = process.cpuUsage(used);
  out.cpu.push((took.user + took.system) / 1e6);
}
out.rss_mb = (process.resourceUsage().maxRSS * 1024) / 1e6;
console.log(JSON.stringify(out));
