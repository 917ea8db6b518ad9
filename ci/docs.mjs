// `npm run docs`: runs every command in the pages under conformance/docs/ and writes what it printed below it, so that the
// pages show real output. With --check it only verifies exit codes and output against the pages. Names of pages, as
// `npm run docs -- --check verify`, select these.
//
// Commands are in ```console blocks, each after `$ ` and followed by its output. `# exit 1` after a command is its required
// exit code. An output line `...` stands for omitted lines, and is kept when a page is rewritten. The commands of a page run
// in sequence in one folder, in which ci/examples/ is that of the clone; pages run in parallel.
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = join(root, "conformance", "docs");
/** Number of pages to run in parallel: commands mostly wait for a daemon. */
const AT_ONCE = 2;
const isCheck = process.argv.includes("--check");
const scratch = mkdtempSync(join(tmpdir(), "coordinate-docs-"));
const bin = join(scratch, "bin");
mkdirSync(bin);
for (const [name, main] of Object.entries({ coordinated: "server", "coordinate-conformance": "conformance" })) {
  writeFileSync(join(bin, name), `#!/bin/sh\nexec node '${join(root, "dist", main, "main.js")}' "$@"\n`);
  chmodSync(join(bin, name), 0o755);
}

let complaints = 0;
const names = selected(process.argv.slice(2).filter((word) => word !== "--check"));
await Promise.all(Array.from({ length: AT_ONCE }, tryPages));
rmSync(scratch, { recursive: true, force: true });
process.exitCode = complaints === 0 ? 0 : 1;

/** The files of these pages, or of all if none is named. */
function selected(words) {
  const all = readdirSync(pages).filter((each) => each.endsWith(".md"));
  const unknown = words.find((word) => !all.includes(`${word}.md`));
  if (unknown !== undefined) {
    console.error(
      `conformance/docs/ has no page ${unknown}; it has ${all.map((each) => each.slice(0, -3)).join(", ")}`,
    );
    rmSync(scratch, { recursive: true, force: true });
    process.exit(2);
  }
  return words.length === 0 ? all : words.map((word) => `${word}.md`);
}

/** Processes pages until none is left. */
async function tryPages() {
  for (let name = names.shift(); name !== undefined; name = names.shift()) await tryPage(name);
}

async function tryPage(name) {
  const file = join(pages, name);
  const parts = readFileSync(file, "utf8").split(/^(```console\n[\s\S]*?^```$)/m);
  const cwd = mkdtempSync(join(scratch, "page-"));
  mkdirSync(join(cwd, "ci"));
  symlinkSync(join(root, "ci", "examples"), join(cwd, "ci", "examples"));
  let written = "";
  for (const part of parts) {
    const [, block] = /^```console\n([\s\S]*?)^```$/m.exec(part) ?? [];
    if (block === undefined) written += part;
    else {
      written += "```console\n";
      for (const each of commandsOf(block)) written += await tried(each, name, cwd);
      written += "```";
    }
  }
  if (!isCheck && written !== readFileSync(file, "utf8")) writeFileSync(file, written);
}

/** The commands of a block with their output lines. A command line that ends in \ continues on the next line. */
function commandsOf(block) {
  const commands = [];
  let isOpen = false;
  for (const line of block.split("\n").slice(0, -1)) {
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [] });
    else if (isOpen) commands.at(-1).command += `\n${line}`;
    else commands.at(-1)?.output.push(line);
    isOpen = (isOpen || line.startsWith("$ ")) && line.endsWith("\\");
  }
  return commands;
}

/** Runs one command. @returns the command and its output as they are to stand in the page */
async function tried({ command, output }, page, cwd) {
  const [, code] = /# exit (\d+)$/.exec(command) ?? [undefined, "0"];
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: "1", COLUMNS: "120" };
  const started = performance.now();
  const ran = await ended(
    spawn("sh", ["-c", `${command}\n`], { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: 300_000 }),
  );
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${page}: ${command.split("\n")[0]}`);
  const printed = `${ran.stdout}${ran.stderr}`
    .replaceAll(root, "")
    .replaceAll(cwd, ".")
    .replaceAll(/\(\S*\/bin\/python2\.7\)/g, "(.../bin/python2.7)")
    .trimEnd()
    .split("\n");
  const lines = printed.length === 1 && printed[0] === "" ? [] : printed;
  if (ran.status !== Number(code))
    complain(page, command, `ended with ${ran.status}, not ${code}:\n${printed.join("\n")}`);
  if (isCheck && !fits(lines.map(plain), output.map(plain))) {
    complain(page, command, `printed something else; run \`npm run docs\`:\n${printed.join("\n")}`);
  }
  return [`$ ${command}`, ...cut(lines, output)].map((line) => `${line}\n`).join("");
}

/** A program's output on both streams, and its exit code. */
async function ended(child) {
  const text = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (chunk) => {
      text[name] += chunk;
    });
  }
  const [status] = await once(child, "close");
  return { ...text, status };
}

/** As many lines as the page had before the `...`, and those behind it. */
function cut(lines, output) {
  const at = output.indexOf("...");
  if (at < 0) return lines;
  const behind = output.length - at - 1;
  return [...lines.slice(0, at), "...", ...(behind === 0 ? [] : lines.slice(-behind))];
}

function fits(lines, output) {
  const at = output.indexOf("...");
  const wanted =
    at < 0 ? lines : [...lines.slice(0, at), "...", ...lines.slice(lines.length - (output.length - at - 1))];
  return wanted.join("\n") === output.join("\n");
}

/** The text without parts that vary between runs: times, ports, counts, versions, temporary names, progress marks. */
function plain(line) {
  return line
    .replaceAll(/tmp-[\w-]+/g, "TMP")
    .replaceAll(/\(\S*python2\.7\)/g, "(PYTHON)")
    .replaceAll(/\d[\d,.:]*/g, "N")
    .replaceAll(/\s+/g, " ");
}

function complain(page, command, message) {
  complaints += 1;
  console.error(`conformance/docs/${page}: $ ${command}\n${message}\n`);
}
