// Raw cases without a definition in code: handwritten ones, and those made by `explore --promote`. They are recorded
// again from the requests in their golden. A new one is written as a script with `= ?` for each expected reply.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitFrames } from "../../cbor/frame.ts";
import { fieldsOf, filledText, isText, listOf, openYaml, required, textOf } from "../../golden/fields.ts";
import type { Step } from "../../golden/format.ts";
import { parseGolden } from "../../golden/load.ts";
import { GOLDENS } from "../../package-files.ts";
import type { RawCase, RawStep } from "./definition.ts";

/** The folders of goldens that consist of such cases. */
const AREAS = ["clauses", "explored", "sanity", "wire"];

/** Reads these cases from the goldens' folder. @throws GoldenError for an invalid file */
export function keptCases(): RawCase[] {
  return AREAS.flatMap((area) =>
    readdirSync(join(GOLDENS, area))
      .sort()
      .map((name) => {
        const file = join(GOLDENS, area, name);
        return keptCase(`${area}/${name.replace(/\.yaml$/, "")}`, file, readFileSync(file, "utf8"));
      }),
  );
}

/** A golden's requests, number of replies and closed connections, without the contents of replies. */
export function keptCase(id: string, file: string, text: string): RawCase {
  const root = openYaml(file, text);
  const fields = fieldsOf(root, ["version", "title", "requires", "flaky", "recorded", "steps"]);
  const steps = required(root, fields.steps, "steps");
  const about = {
    id,
    title: filledText(required(root, fields.title, "title")),
    requires: listOf(required(root, fields.requires, "requires"), "requires").map(filledText),
  };
  if (isText(steps)) return { ...about, lines: scriptOf(textOf(steps)) };
  return { ...about, steps: parseGolden(id, file, text).steps.map(askedIn) };
}

/** Replaces replies by `= ?`, but keeps lists of random outcomes: a recording shows only one of them. */
function scriptOf(lines: string): string[] {
  return lines
    .split("\n")
    .map((line) => line.trim().replace(/^=!? (?!(?:closed|nothing)$|\d+ of \d+: ).*/, "= ?"))
    .filter((line) => line !== "");
}

function askedIn(step: Step): RawStep {
  if (step.kind === "wait") return { wait: step.seconds };
  const { conn, sends, replies, hangup, closes, times } = step;
  const asked = { conn, hangup, closes, replies: replies.length };
  return times === undefined ? { ...asked, sends } : { ...asked, sends: sends.flatMap(firstFrame), times };
}

const firstFrame = (sent: Uint8Array) => splitFrames(sent).frames.slice(0, 1);
