// npm run stalls -- --command 'NAME=COMMAND with {port}'...: measures how long others wait beside calls that are much work, on the
// reference and on the daemons named, and writes the table of conformance/docs/figures.md with the machine and its load. With
// --from FILE, as often as there are some, it takes reports of `bench --workload stalls --report json=FILE` that are there already.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const BEGIN = "<!-- npm run stalls -->";
const END = "<!-- end of stalls -->";
const REFERENCE = "reference=node dist/server/main.js -cborrpc 127.0.0.1:{port}";
const TITLE = "longest wait for the time beside: ";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "conformance", "docs", "figures.md");
const { values } = parseArgs({
  options: {
    command: { type: "string", multiple: true, default: [] },
    from: { type: "string", multiple: true, default: [] },
    load: { type: "string" },
    turns: { type: "string", default: "3" },
  },
});

const load = [loadavg()[0]];
const reports =
  values.from.length === 0 ? [measured()] : values.from.map((file) => JSON.parse(readFileSync(file, "utf8")));
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
  const [{ machine, workloads }] = reports;
  const names = workloads[0].results.map(({ daemon }) => daemon);
  const rows = workloads.map(({ title }) => {
    const cells = names.map((name) => shown(turnsOf(title, name)));
    return `| ${title.replace(TITLE, "")} | ${cells.join(" | ")} |`;
  });
  const [{ model = "CPUs" } = {}] = cpus();
  const turns = names.map(
    (name) => `${name}: ${Math.max(...workloads.map(({ title }) => turnsOf(title, name).length))}`,
  );
  return `
The longest wait of somebody who asks for the time about every millisecond, in ms, while somebody else has the daemon do much at
once: the least of so many turns (${turns.join(", ")}). ${machine.cpus} CPUs (${model}), Node ${machine.node}, other work on
the machine (load ${before.toFixed(1)} before, ${after.toFixed(1)} after), which makes single turns longer. ∞: not through in a minute; –: not measured.

| beside | ${names.join(" | ")} |
|---|${names.map(() => "---:|").join("")}
${rows.join("\n")}

`;
}

function turnsOf(title, name) {
  return reports.flatMap(({ workloads }) =>
    workloads
      .filter((workload) => workload.title === title)
      .flatMap(({ results }) => results.filter(({ daemon }) => daemon === name).flatMap(({ turns }) => turns)),
  );
}

/** What else goes on in the machine makes each turn longer, and none shorter. */
function shown(turns) {
  const known = turns.filter((each) => each !== null);
  if (turns.length === 0) return "–";
  return known.length === 0 ? "∞" : String(Math.round(Math.min(...known)));
}
