// Writes results.md from StrykerJS' report in reports/mutation/: the score of each file, and the number of surviving mutants
// by the reasons in explained.yaml. Fails if that file explains a mutant that does not survive, or if the score of the
// goldens is too low.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const RESULTS = new URL("./results.md", import.meta.url);
const settings = JSON.parse(readFileSync(new URL("./stryker.config.json", import.meta.url), "utf8"));
const report = JSON.parse(readFileSync(settings.jsonReporter.fileName, "utf8"));
if (String(report.config.mutate) !== String(settings.mutate)) {
  console.error("the report is of a part of the files only: results.md stays as it is");
  process.exit(2);
}

/** Least percentage of all mutants that the goldens alone must kill. */
const TARGET = 85;

/** Classification of StrykerJS' statuses; a timeout counts as killed, since any client notices an endless loop. */
const KILLED = new Set(["Killed", "Timeout"]);
const LEFT = new Set(["Survived", "NoCoverage"]);

const files = Object.entries(report.files)
  .sort()
  .map(([file, { source, mutants }]) => ({
    file,
    killed: mutants.filter(({ status }) => KILLED.has(status)).length,
    left: mutants.filter(({ status }) => LEFT.has(status)).map((mutant) => describe(file, source.split("\n"), mutant)),
  }));

const groups = parse(readFileSync(new URL("./explained.yaml", import.meta.url), "utf8"));
const named = new Map(
  groups.flatMap((group) =>
    Object.entries(group.mutants ?? {}).flatMap(([file, lines]) =>
      Object.entries(lines).flatMap(([line, changes]) => changes.map((change) => [idOf(file, line, change), group])),
    ),
  ),
);
const left = files.flatMap((each) => each.left);
const killed = files.reduce((sum, each) => sum + each.killed, 0);
const unexplained = left.filter((mutant) => groupOf(mutant) === undefined);
const stale = [
  ...[...named.keys()].filter((id) => !left.some((mutant) => mutant.id === id)),
  ...groups.flatMap(({ anywhere = [] }) => anywhere).filter((each) => !left.some(({ change }) => change === each)),
];

writeFileSync(RESULTS, text());
console.log(`${scoreLine()}. ${unexplained.length} of those left are not explained; see ci/mutation/results.md`);
for (const id of stale) console.error(`explained.yaml: no such mutant is left: ${id.replaceAll("\n", " | ")}`);
const isBelow = (100 * killed) / (killed + left.length) < TARGET;
if (isBelow) console.error(`the goldens kill less than ${TARGET} % of the mutants`);
process.exitCode = stale.length > 0 || isBelow ? 1 : 0;

/** Identifies a mutant by file, text of its first line, original and replacement, since line numbers would change. */
function describe(file, lines, { location: { start, end }, replacement, status }) {
  const line = lines[start.line - 1].trim();
  const whole = lines.slice(start.line - 1, end.line);
  whole[whole.length - 1] = whole.at(-1).slice(0, end.column - 1);
  const change = `${short(whole.join("\n").slice(start.column - 1))} => ${short(replacement)}`;
  return { id: idOf(file, line, change), file, line, number: start.line, change, status };
}

function idOf(file, line, change) {
  return `${file}\n${line}\n${change}`;
}

function short(code) {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

function groupOf({ id, change }) {
  return named.get(id) ?? groups.find(({ anywhere = [] }) => anywhere.includes(change));
}

function equivalentOf(mutants) {
  return mutants.filter((mutant) => groupOf(mutant)?.kind === "equivalent").length;
}

function percent(killed, all) {
  return all === 0 ? "-" : `${((100 * killed) / all).toFixed(1)} %`;
}

function scoreLine() {
  const different = killed + left.length - equivalentOf(left);
  return `${killed} of ${killed + left.length} mutants killed, ${percent(killed, killed + left.length)}; of the ${different} that anything can tell from the original, ${percent(killed, different)}`;
}

function text() {
  return `${[
    "# Mutants of the job server that the goldens kill",
    "",
    "Written by `npm run mutation`: StrykerJS changes server/rpc and server/domain in one place at a time, and the goldens are",
    "played to each such server, byte for byte. No other test takes part.",
    "",
    `${scoreLine()}. (${new Date().toISOString().slice(0, 10)}, StrykerJS ${report.framework.version}, Node ${process.version})`,
    "",
    "| file | mutants | killed | left | of these equivalent | score | without the equivalent |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...files.filter(({ killed, left }) => killed + left.length > 0).map(row),
    "",
    "## What is left, and why",
    "Equivalent: no request and no reply could tell such a server from the original. explained.yaml names each mutant,",
    "reports/mutation/mutation.html shows it in its place.",
    "",
    "| kind | mutants | | why no golden sees them |",
    "|---|---:|---|---|",
    ...groups.map((group) => {
      const count = left.filter((mutant) => groupOf(mutant) === group).length;
      return `| ${group.kind} | ${count} | ${group.title} | ${group.reason.trim()} |`;
    }),
    ...(unexplained.length === 0 ? [] : ["", `### Not explained: ${unexplained.length}`, ...unexplained.map(line)]),
  ].join("\n")}\n`;
}

function row({ file, killed, left }) {
  const all = killed + left.length;
  const equivalent = equivalentOf(left);
  const cells = [file, all, killed, left.length, equivalent, percent(killed, all), percent(killed, all - equivalent)];
  return `| ${cells.join(" | ")} |`;
}

function line({ file, number, change }) {
  return `- ${file}:${number} \`\` ${change} \`\``;
}
