// Recorded replies of a daemon in a file, so that they can be judged again without the daemon. JSON lines: a header,
// then one line for each exchange of each case.
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { visible } from "../cbor/visible.ts";
import type { Golden } from "../golden/format.ts";
import { GoldenError } from "../golden/format.ts";
import type { PlayedStep } from "../judge/judge.ts";
import { readGivenText } from "../read-given.ts";
import { changedPlayer, type Player, Unplayable } from "./player.ts";

const VERSION = 1;

type Header = { readonly version: number; readonly daemon: string; readonly at: string };
type Line = {
  readonly case: string;
  readonly step: number;
  /** Hash of the requests, to detect that a case's requests have changed since. */
  readonly asked: string;
  readonly sentAt: number;
  readonly receivedAt: number;
  /** Hex. */
  readonly replies: readonly string[];
  readonly rest?: string;
  readonly closed?: true;
};

/** Records the replies of players; `text()` is the content of the file. */
export type Recorder = { wrap(player: Player): Player; text(): string };

export function createRecorder(daemon: string, now: Date): Recorder {
  const header: Header = { version: VERSION, daemon, at: now.toISOString() };
  const kept = new Map<string, Line[]>();
  return {
    wrap: (player) =>
      changedPlayer(player, async (golden, play) => {
        const played = await play(golden);
        const lines = played.map((answer) => toLine(golden, answer));
        kept.set(golden.id, lines);
        return played;
      }),
    text() {
      const cases = [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, lines]) => lines);
      return [header, ...cases].map((each) => `${JSON.stringify(each)}\n`).join("");
    },
  };
}

/** The content of the file, compressed if its name ends in .gz; deterministic. */
export function repliesOf(recorder: Recorder, file: string): Buffer {
  const text = Buffer.from(recorder.text());
  // zlib writes no modification time into the header.
  return file.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text;
}

/** A player that takes the replies from a file. @throws GoldenError when the file cannot be parsed */
export function recordedPlayer(file: string): Player {
  const { header, lines } = parse(file, readGivenText(file));
  const byCase = new Map<string, Line[]>();
  for (const line of lines) {
    const others = byCase.get(line.case);
    if (others === undefined) byCase.set(line.case, [line]);
    else others.push(line);
  }
  return {
    name: visible(`${header.daemon}, recorded ${header.at.slice(0, 10)}`),
    failure: () => Promise.resolve(undefined),
    play(golden) {
      const own = byCase.get(golden.id) ?? [];
      if (own.length === 0)
        return Promise.reject(new Unplayable("unplayable", `${file} holds no replies to this case`));
      const other = own.find((line) => line.asked !== fingerprint(golden, line.step));
      if (other !== undefined) {
        return Promise.reject(
          new Unplayable(
            "unplayable",
            `${file} holds replies to other requests in step ${other.step}; record it again`,
          ),
        );
      }
      return Promise.resolve(own.map(fromLine));
    },
  };
}

function toLine(golden: Golden, { step, sentAt, receivedAt, replies, rest, closed }: PlayedStep): Line {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return {
    case: golden.id,
    step,
    asked: fingerprint(golden, step),
    sentAt,
    receivedAt,
    replies: replies.map(hex),
    ...(rest.length === 0 ? {} : { rest: hex(rest) }),
    ...(closed ? { closed } : {}),
  };
}

function fromLine({ step, sentAt, receivedAt, replies, rest, closed }: Line): PlayedStep {
  const bytes = (hex: string) => Buffer.from(hex, "hex");
  return { step, sentAt, receivedAt, replies: replies.map(bytes), rest: bytes(rest ?? ""), closed: closed === true };
}

/** Hash of a step's requests as they are in the golden, with the recorded values of generated names. */
function fingerprint(golden: Golden, number: number): string {
  const step = golden.steps[number - 1];
  const hash = createHash("sha256");
  if (step?.kind === "exchange") for (const segment of step.sends) hash.update(segment);
  return hash.digest("hex").slice(0, 12);
}

/** Line by line, so that one that is wrong ends it however many follow. */
function parse(file: string, text: string): { header: Header; lines: Line[] } {
  let header: Header | undefined;
  const lines: Line[] = [];
  for (const { line, number } of linesOf(text)) {
    const value = parseLine(file, line, number);
    if (header === undefined) {
      if (!isHeader(value)) break;
      header = value;
    } else if (isLine(value)) lines.push(value);
    else throw new GoldenError("shape", file, number, "this is no recorded step");
  }
  if (header !== undefined) return { header, lines };
  throw new GoldenError("version", file, 1, `this holds no recorded replies of version ${VERSION}`);
}

/** The lines that are not empty, with their numbers. */
function* linesOf(text: string): Generator<{ line: string; number: number }> {
  for (let at = 0, number = 1; at < text.length; number++) {
    const next = text.indexOf("\n", at);
    const end = next < 0 ? text.length : next;
    if (end > at) yield { line: text.slice(at, end), number };
    at = end + 1;
  }
}

function parseLine(file: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new GoldenError("shape", file, number, "this is no JSON", { cause });
  }
}

function isHeader(value: unknown): value is Header {
  const { version, daemon, at } = { ...(value as Partial<Header> | null) };
  return version === VERSION && typeof daemon === "string" && typeof at === "string";
}

function isLine(value: unknown): value is Line {
  const line = { ...(value as Partial<Line> | null) };
  const texts = [line.case, line.asked, ...(Array.isArray(line.replies) ? line.replies : [undefined])];
  const numbers = [line.step, line.sentAt, line.receivedAt];
  return texts.every((each) => typeof each === "string") && numbers.every((each) => typeof each === "number");
}
