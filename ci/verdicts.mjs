// `npm run verdicts`: writes the page with the verdicts on three daemons: the two real ones, by their recorded replies,
// and an unfinished one, which is started.
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { bringUpToDate, page } from "./generated.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const DAEMONS = [
  {
    title: "The real Go daemon",
    about:
      "diffeo/go-coordinate's `coordinated`, memory backend: for the Python client nearly all that it needs, but for the places below.",
    argv: ["--replies", "conformance/peers/go-coordinate/replies.jsonl.gz"],
  },
  {
    title: "The real Go daemon, with what is known of it",
    about: "The same replies with its list: all as listed, and each reason counted.",
    argv: ["--peer", "go-coordinate", "--replies", "conformance/peers/go-coordinate/replies.jsonl.gz"],
  },
  {
    title: "The real Python daemon",
    about:
      "`coordinate` 0.1.5, compared as its client sees it, errors by kind alone, and locks, which it does not have, declared absent.",
    argv: [
      ...["--compare", "python", "--errors", "kind", "--without", "locks"],
      ...["--replies", "conformance/peers/python-coordinate/replies.jsonl.gz"],
    ],
  },
  {
    title: "A daemon in the making",
    about:
      "[ci/examples/half_finished.py](../../ci/examples/half_finished.py): seven methods in Python 3, by somebody who has begun. What to do first stands first.",
    argv: ["--errors", "kind", "--", "python3", "ci/examples/half_finished.py", "{port}"],
  },
];

const sections = DAEMONS.map(({ title, about, argv }) => {
  const child = spawnSync(process.execPath, ["dist/conformance/main.js", "run", ...argv], {
    cwd: root,
    encoding: "utf8",
  });
  if (child.stderr !== "") throw new Error(child.stderr);
  // How long it took is another figure each time, and the version that of this page.
  const output = child.stdout.replace(/, coordinate-conformance \S+, \d+\.\d s\n/, "\n").trimEnd();
  const command = `coordinate-conformance run ${argv.join(" ")}`;
  return `## ${title}\n\n${about}\n\n\`\`\`\n$ ${command}\n${output}\n$ echo $?\n${child.status}\n\`\`\`\n`;
});

const text = `# Verdicts

What \`coordinate-conformance run\` says of three daemons, written by \`npm run verdicts\`: cases passed of cases offered by tier and
feature, and the failures by their cause, the most basic clause of the [protocol](../protocol/protocol.md) first, each with its shortest
case. \`--verbose\` shows every case; \`run --expect FILE\` and \`--write-expect FILE\` keep a list of what is known, for any daemon.

${sections.join("\n")}`;

process.exitCode = bringUpToDate("npm run verdicts", [{ file: page("verdicts.md"), text }]) ? 0 : 1;
