// Raw cases that are defined only by the requests in their golden, from which it is recorded again: those written by
// hand, and those made by `explore --promote`. A new one is written as lines, with `= ?` where a reply must come.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitFrames } from "../../cbor/frame.ts";
import { fieldsOf, filledText, isText, listOf, openYaml, required, textOf } from "../../golden/fields.ts";
import type { Step } from "../../golden/format.ts";
import { parseGolden } from "../../golden/load.ts";
import { GOLDENS } from "../../package-files.ts";
import type { RawCase, RawStep } from "./definition.ts";

/** The areas of these cases. */
const AREAS = ["clauses", "explored", "sanity", "wire"];

/** @throws GoldenError */
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

/** What is sent in a golden, how many replies come and where the connection closes; nothing of what replies say. */
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

/** A draw stays: what may come is not known from what came. */
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
