// npm run stalls -- --command 'NAME=COMMAND with {port}'...: measures how long others wait beside calls that are much work, on the
// reference and on the daemons named, and writes the table of conformance/docs/figures.md with the machine and its load. With
// --from FILE it takes a report of `bench --workload stalls --report json=FILE` that is there already.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const BEGIN = "<!-- npm run stalls -->";
const END = "<!-- end of stalls -->";
const REFERENCE = "the reference=node dist/server/main.js -cborrpc 127.0.0.1:{port}";
const TITLE = "longest wait for the time beside: ";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "conformance", "docs", "figures.md");
const { values } = parseArgs({
  options: {
    command: { type: "string", multiple: true, default: [] },
    from: { type: "string" },
    load: { type: "string" },
    turns: { type: "string", default: "3" },
  },
});

const load = [loadavg()[0]];
const report = values.from === undefined ? measured() : JSON.parse(readFileSync(values.from, "utf8"));
load.push(loadavg()[0]);
const [before, after] = values.load?.split(",").map(Number) ?? load;
const text = readFileSync(page, "utf8");
const [head, rest] = text.split(BEGIN);
if (rest === undefined) throw new Error(`${page} has no ${BEGIN}`);
writeFileSync(page, `${head}${BEGIN}\n${section()}${END}${rest.split(END)[1]}`);

function measured() {
  const scratch = mkdtempSync(join(tmpdir(), "stalls-"));
  const file = join(scratch, "report.json");
  const commands = [REFERENCE, ...values.command].flatMap((command) => ["--command", command]);
  const options = ["--workload", "stalls", "--no-echo", "--turns", values.turns, "--report", `json=${file}`];
  const { status } = spawnSync(process.execPath, ["dist/conformance/main.js", "bench", ...options, ...commands], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  const found = JSON.parse(readFileSync(file, "utf8"));
  rmSync(scratch, { recursive: true });
  return found;
}

function section() {
  const { machine, size, workloads } = report;
  const names = workloads[0].results.map(({ daemon }) => daemon);
  const rows = workloads.map(
    ({ title, results }) => `| ${title.replace(TITLE, "")} | ${results.map(shown).join(" | ")} |`,
  );
  const [{ model = "CPUs" } = {}] = cpus();
  const turns = size.turns === 1 ? "one turn" : `the least of ${size.turns} turns`;
  return `
The longest wait of somebody who asks for the time about every millisecond, in ms, while somebody else has the daemon do much at
once: ${turns}, ${machine.cpus} CPUs (${model}), Node ${machine.node}, other work on the machine (load ${before.toFixed(1)} before, ${after.toFixed(1)} after). ∞: not through in a minute.

| beside | ${names.join(" | ")} |
|---|${names.map(() => "---:|").join("")}
${rows.join("\n")}

`;
}

/** The least of the turns: what else goes on in the machine makes each longer, and none shorter. */
function shown({ turns }) {
  const known = turns.filter((each) => each !== null);
  return known.length === 0 ? "∞" : String(Math.round(Math.min(...known)));
}
