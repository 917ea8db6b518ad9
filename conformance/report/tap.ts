// TAP 14: one test point for each case, with its differences as a YAML block.
import type { Result } from "../run/result.ts";
import { yaml } from "../yaml.ts";
import { closingLine, type Printer } from "./printer.ts";
import { likelySentences } from "./sentences.ts";
import { excerpted } from "./shortened.ts";

export const tap: Printer = (run) => {
  const problems = run.problems.map(({ message, outcome }) => ({ message, outcome }));
  const count = run.results.length + problems.length;
  const points = run.results.map((result, i) => testPoint(result, i + 1));
  const extra = problems.map(({ message, outcome }, i) => {
    return `not ok ${run.results.length + i + 1} - ${escapeText(message.split("\n")[0] ?? "")}\n${block({ outcome, message })}`;
  });
  return [
    "TAP version 14\n",
    `1..${count}\n`,
    ...points,
    ...extra,
    `# ${closingLine(run)}\n# ${run.tool}${run.suite === undefined ? "" : `, suite ${run.suite.name}`}\n`,
  ].join("");
};

function testPoint(result: Result, number: number): string {
  const description = `${number} - ${escapeText(`${result.case}: ${result.title}`)}`;
  switch (result.outcome) {
    case "passed":
      return `ok ${description}\n`;
    case "not-run":
      return `ok ${description} # SKIP ${escapeText(result.reason ?? "")}\n`;
    default: {
      const broken = likelySentences(result);
      return `not ok ${description}\n${block({
        outcome: result.outcome,
        message: result.reason ?? "",
        ...(broken.length === 0 ? {} : { breaks: broken }),
        ...(result.detail === undefined ? {} : { detail: result.detail }),
        ...(result.differences.length === 0 ? {} : { differences: excerpted(result.differences) }),
        ...(result.stale.length === 0 ? {} : { stale: result.stale }),
      })}`;
    }
  }
}

function block(facts: Record<string, unknown>): string {
  const text = yaml().stringify(facts, { lineWidth: 0 }).trimEnd().replaceAll(/^/gm, "  ");
  return `  ---\n${text}\n  ...\n`;
}

const escapeText = (text: string) => text.replaceAll("\\", "\\\\").replaceAll("#", "\\#").replaceAll("\n", " ");
