// Clauses that no source fault can violate, each with the reason: they only permit something, or a violation would not
// be visible.
import { readFileSync } from "node:fs";
import { WITHOUT_FAULT } from "../../package-files.ts";

/** Parses lines `CLAUSE = reason`. @returns the reasons by clause id */
export function withoutFault(file = WITHOUT_FAULT): Record<string, string> {
  const reasons = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^[A-Z]+-\d+ = \S/.test(line));
  return Object.fromEntries(
    reasons.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf("=") + 2)]),
  );
}
