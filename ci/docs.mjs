// `npm run docs`: runs every command in the pages under conformance/docs/ and writes what it printed below it, so that the
// pages show real output. With --check it only looks whether the commands still end and print as the pages say.
//
// A command stands in a block ```console after `$ `; its output follows. `# exit 1` behind a command is the exit code that it
// must have. An output line `...` stands for lines that are left out: from the second one on when the page is written.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = join(root, "conformance", "docs");
const isCheck = process.argv.includes("--check");
const scratch = mkdtempSync(join(tmpdir(), "coordinate-docs-"));
const bin = join(scratch, "bin");
mkdirSync(bin);
for (const [name, main] of Object.entries({ coordinated: "server", "coordinate-conformance": "conformance" })) {
  writeFileSync(join(bin, name), `#!/bin/sh\nexec node '${join(root, "dist", main, "main.js")}' "$@"\n`);
  chmodSync(join(bin, name), 0o755);
}

let complaints = 0;
for (const name of readdirSync(pages).filter((each) => each.endsWith(".md"))) {
  const file = join(pages, name);
  const text = readFileSync(file, "utf8");
  const cwd = mkdtempSync(join(scratch, "page-"));
  const written = text.replaceAll(/^```console\n([\s\S]*?)^```$/gm, (_, block) => {
    return `\`\`\`console\n${commandsOf(block)
      .map((each) => tried(each, name, cwd))
      .join("")}\`\`\``;
  });
  if (!isCheck && written !== text) writeFileSync(file, written);
}
rmSync(scratch, { recursive: true, force: true });
process.exitCode = complaints === 0 ? 0 : 1;

/** The commands of a block, each with the lines that follow it. A line that ends in \ goes on in the next. */
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

/** Runs one command; what the page says of it, old or new. */
function tried({ command, output }, page, cwd) {
  const [, code] = /# exit (\d+)$/.exec(command) ?? [undefined, "0"];
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: "1", COLUMNS: "120" };
  const ran = spawnSync("sh", ["-c", `${command}\n`], { cwd, env, encoding: "utf8", timeout: 300_000 });
  const printed = `${ran.stdout}${ran.stderr}`.replaceAll(root, "").replaceAll(cwd, ".").trimEnd().split("\n");
  const lines = printed.length === 1 && printed[0] === "" ? [] : printed;
  if (ran.status !== Number(code))
    complain(page, command, `ended with ${ran.status}, not ${code}:\n${printed.join("\n")}`);
  if (isCheck && !fits(lines.map(plain), output.map(plain))) {
    complain(page, command, `printed something else; run \`npm run docs\`:\n${printed.join("\n")}`);
  }
  return [`$ ${command}`, ...cut(lines, output)].map((line) => `${line}\n`).join("");
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

/** Without what is another one in each run: times, ports, counts, versions, temporary names, marks of progress. */
function plain(line) {
  return line
    .replaceAll(/tmp-[\w-]+/g, "TMP")
    .replaceAll(/\d[\d,.:]*/g, "N")
    .replaceAll(/\s+/g, " ");
}

function complain(page, command, message) {
  complaints += 1;
  console.error(`conformance/docs/${page}: $ ${command}\n${message}\n`);
}
