// Writes results.md from what StrykerJS left in reports/mutation/: the score of each file, and every mutant that no golden
// killed, with the reason that explained.yaml gives. Fails when that file explains a mutant that is not left.
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const RESULTS = new URL("./results.md", import.meta.url);
const settings = JSON.parse(readFileSync(new URL("./stryker.config.json", import.meta.url), "utf8"));
const report = JSON.parse(readFileSync(settings.jsonReporter.fileName, "utf8"));
if (String(report.config.mutate) !== String(settings.mutate)) {
  console.error("the report is of a part of the files only: results.md stays as it is");
  process.exit(2);
}

/** Which statuses of StrykerJS count as what; an endless loop and a daemon that does not start are seen by any client. */
const KILLED = new Set(["Killed", "Timeout"]);
const LEFT = new Set(["Survived", "NoCoverage"]);

const files = Object.entries(report.files).map(([file, { source, mutants }]) => ({
  file,
  killed: mutants.filter(({ status }) => KILLED.has(status)).length,
  left: mutants.filter(({ status }) => LEFT.has(status)).map((mutant) => describe(file, source.split("\n"), mutant)),
  broken: mutants.filter(({ status }) => !KILLED.has(status) && !LEFT.has(status)).length,
}));

const groups = parse(readFileSync(new URL("./explained.yaml", import.meta.url), "utf8")).map((group) => ({
  ...group,
  ids: Object.entries(group.mutants).flatMap(([file, lines]) =>
    Object.entries(lines).flatMap(([line, changes]) => changes.map((change) => idOf(file, line, change))),
  ),
}));
const groupOf = new Map(groups.flatMap((group) => group.ids.map((id) => [id, group])));
const left = files.flatMap((each) => each.left);
const stale = [...groupOf.keys()].filter((id) => !left.some((mutant) => mutant.id === id));

writeFileSync(RESULTS, text());
console.log(`${scoreLine()}, ${left.filter(({ id }) => !groupOf.has(id)).length} survivors not explained; see ci/mutation/results.md`);
for (const id of stale) console.error(`explained.yaml: no such mutant is left: ${id.replaceAll("\n", " | ")}`);
process.exitCode = stale.length > 0 ? 1 : 0;

/** A mutant by its file, the line that it begins in, and what becomes of what: line numbers would not last. */
function describe(file, lines, { location: { start, end }, replacement, status, mutatorName }) {
  const line = lines[start.line - 1].trim();
  const whole = lines.slice(start.line - 1, end.line);
  whole[whole.length - 1] = whole.at(-1).slice(0, end.column - 1);
  const change = `${short(whole.join("\n").slice(start.column - 1))} => ${short(replacement)}`;
  return { id: idOf(file, line, change), file, line, number: start.line, change, status, mutatorName };
}

function idOf(file, line, change) {
  return `${file}\n${line}\n${change}`;
}

function short(code) {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}

function equivalentOf(mutants) {
  return mutants.filter(({ id }) => groupOf.get(id)?.kind === "equivalent").length;
}

function percent(killed, all) {
  return all === 0 ? "-" : `${((100 * killed) / all).toFixed(1)} %`;
}

function scoreLine() {
  const killed = files.reduce((sum, each) => sum + each.killed, 0);
  const different = killed + left.length - equivalentOf(left);
  return `${killed} of ${killed + left.length} mutants killed, ${percent(killed, killed + left.length)}; of the ${different} that anything can tell from the original, ${percent(killed, different)}`;
}

function text() {
  const unexplained = left.filter(({ id }) => !groupOf.has(id));
  return [
    "# Mutants of the server that the goldens kill",
    "",
    "Written by `npm run mutation`, which has StrykerJS change the job server (server/rpc, server/domain) in one place at a time",
    "and plays the goldens to each such server, byte for byte. No other test takes part.",
    "",
    `${scoreLine()}. ${new Date().toISOString().slice(0, 10)}, StrykerJS ${report.framework.version}.`,
    "",
    "| file | mutants | killed | left | of these equivalent | score | without equivalent ones |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...files.filter(({ killed, left }) => killed + left.length > 0).map(row),
    "",
    "## What is left, and why",
    "Equivalent: no request and no reply could tell such a server from the original. The reasons are kept in explained.yaml.",
    "",
    ...groups.flatMap((group) => [
      `### ${group.title} (${group.kind}, ${group.ids.length})`,
      group.reason.trim(),
      "",
      ...list(left.filter(({ id }) => groupOf.get(id) === group)),
      "",
    ]),
    ...(unexplained.length === 0 ? [] : [`### Not explained (${unexplained.length})`, ...list(unexplained), ""]),
  ].join("\n");
}

function row({ file, killed, left }) {
  const all = killed + left.length;
  const equivalent = equivalentOf(left);
  const cells = [file, all, killed, left.length, equivalent, percent(killed, all), percent(killed, all - equivalent)];
  return `| ${cells.join(" | ")} |`;
}

function list(mutants) {
  return mutants.map(({ file, number, change }) => `- ${file}:${number} ${code(change)}`);
}

/** Code as Markdown, whatever back-quotes are in it. */
function code(change) {
  return change.includes("`") ? `\`\` ${change} \`\`` : `\`${change}\``;
}
