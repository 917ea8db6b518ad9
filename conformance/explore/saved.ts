// Saves differences as YAML files, one each, named after their cause, so that they can be replayed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../command.ts";
import { makeFolder } from "../make-folder.ts";
import { readGiven } from "../read-given.ts";
import { yaml } from "../yaml.ts";

export type Saved = {
  /** See causeOf(). */
  readonly cause: string;
  /** The two daemons, as given on the command line. */
  readonly reference: string;
  readonly other: string;
  readonly compare: string;
  /** Whether both daemons ran on a test clock. */
  readonly testClock: boolean;
  /** The date, YYYY-MM-DD, and the command line that found it. */
  readonly found: string;
  readonly command: string;
  /** Descriptions of the differences, for readers only: load() does not read them. */
  readonly differences: readonly string[];
  /** The session in the script format of golden/lines.ts. */
  readonly lines: readonly string[];
};

/** Writes the file and returns its id, which is derived from cause and session, so that saving again overwrites it. */
export function save(folder: string, saved: Saved): string {
  const digest = createHash("sha256")
    .update([saved.cause, ...saved.lines].join("\n"))
    .digest("hex")
    .slice(0, 6);
  const id = `${/^[a-z_]+/.exec(saved.cause)?.[0] ?? "message"}-${digest}`;
  const { lines, ...rest } = saved;
  const text = yaml().stringify({ version: 1, ...rest, session: `${lines.join("\n")}\n` }, { lineWidth: 0 });
  makeFolder(folder);
  writeFileSync(join(folder, `${id}.yaml`), text);
  return id;
}

/** @throws UsageError for an unknown id, or a file that lacks a field */
export function load(folder: string, id: string): Saved {
  const file = join(folder, `${id}.yaml`);
  if (!existsSync(file)) {
    const there = existsSync(folder) ? readdirSync(folder).map((name) => name.replace(/\.yaml$/, "")) : [];
    throw new UsageError(
      `there is no difference '${id}' in ${folder}${there.length > 0 ? `; there are ${there.join(", ")}` : ""}`,
    );
  }
  const read: unknown = yaml().parse(readGiven(file).toString());
  const fields = new Map(typeof read === "object" && read !== null ? Object.entries(read) : []);
  const text = (name: string): string => {
    const value: unknown = fields.get(name);
    if (typeof value !== "string") throw new UsageError(`${file} has no '${name}'`);
    return value;
  };
  return {
    cause: text("cause"),
    reference: text("reference"),
    other: text("other"),
    compare: text("compare"),
    testClock: fields.get("testClock") === true,
    found: text("found"),
    command: text("command"),
    differences: [],
    lines: text("session").trimEnd().split("\n"),
  };
}
