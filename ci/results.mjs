// The implementations with results in conformance/results/, in the order of the matrix's columns.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const results = join(root, "conformance", "results");
const peers = "conformance/peers";

/** The columns in their order; `argv` of `run` for those that are measured here. */
export const COLUMNS = [
  {
    name: "reference",
    argv: ["--compare", "bytes", "--", "node", "dist/server/main.js", "-cborrpc", "127.0.0.1:{port}"],
  },
  {
    name: "Go, memory",
    argv: ["--peer", "go-coordinate", "--replies", `${peers}/go-coordinate/replies.jsonl.gz`],
  },
  {
    name: "Go, PostgreSQL",
    argv: [
      ...["--expect", `${peers}/go-coordinate-postgres/known.yaml`],
      ...["--replies", `${peers}/go-coordinate-postgres/replies.jsonl.gz`],
    ],
  },
  {
    name: "Python 0.1.5",
    argv: ["--peer", "python-coordinate", "--replies", `${peers}/python-coordinate/replies.jsonl.gz`],
  },
  { name: "Python 0.1.12", argv: undefined },
  // A daemon in Go that is being written from the protocol alone.
  { name: "in the making", argv: undefined },
];

/** The report of one, compressed with gzip. */
export const fileOf = (name) => join(results, `${name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-")}.json.gz`);
