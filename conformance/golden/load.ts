// Reads goldens: YAML -> Golden. Checks the notation against the bytes, each mask against the recorded reply, and that
// each name is bound before it is used.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { splitFrames } from "../cbor/frame.ts";
import { elementAt } from "../element-at.ts";
import { GOLDENS, PACK } from "../package-files.ts";
import { isKnown } from "../protocol/protocol.ts";
import { describeReply, describeRequests } from "./describe.ts";
import {
  complaint,
  countOf,
  type Field,
  fieldsOf,
  filledText,
  flagOf,
  hexOf,
  isText,
  lineOf,
  listOf,
  numberOf,
  oneOrMore,
  openYaml,
  required,
  textOf,
} from "./fields.ts";
import {
  type ExchangeStep,
  GOLDEN_VERSION,
  type Golden,
  GoldenError,
  type GoldenReply,
  type Provenance,
  type Step,
} from "./format.ts";
import { MOST_SECONDS, MOST_TIMES } from "./limits.ts";
import { LinesError, parseLines } from "./lines.ts";
import { checkNames, parseBindings, parseMasks } from "./masks.ts";
import { openPack, type Pack } from "./pack.ts";
import { countUp, messageId } from "./repeat.ts";
import { seesWorkers } from "./sees-workers.ts";
import { unlocksOf } from "./unlocks.ts";

/** A golden's file, not yet read. */
export type GoldenFile = { readonly id: string; readonly file: string };

/** The files of all goldens below `folder`, sorted by id. @throws GoldenError when there is none */
export function findGoldens(folder: string): GoldenFile[] {
  const found = existsSync(folder) ? filesIn(folder, "") : [];
  if (found.length === 0) throw new GoldenError("not-found", folder, 0, "no golden is in this folder");
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** By hand: readdirSync({ recursive: true }) takes twice as long, 15 ms of every command. */
function filesIn(folder: string, prefix: string): GoldenFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const { name } = entry;
    const file = join(folder, name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && isFolderBehind(file));
    if (isFolder) return filesIn(file, `${prefix}${name}/`);
    return name.endsWith(".yaml") ? [{ id: idOf(`${prefix}${name}`), file }] : [];
  });
}

const isFolderBehind = (link: string) => statSync(link, { throwIfNoEntry: false })?.isDirectory() === true;

/** All goldens below `folder`, sorted by id. @throws GoldenError for the first one that cannot be used */
export function loadGoldens(folder: string): Golden[] {
  return findGoldens(folder).map(readGolden);
}

/** @throws GoldenError */
export function readGolden({ id, file }: GoldenFile): Golden {
  return packed(id, file) ?? parseGolden(id, file, readSmallFile(file));
}

/** The title of a golden, without reading the rest of a packed one. @throws GoldenError */
export function titleOf(golden: GoldenFile): string {
  return packOf(golden)?.title(golden.id, golden.file) ?? readGolden(golden).title;
}

/**
 * One of the package's own goldens as checked and packed by the build; undefined if it is not packed or was changed.
 */
function packed(id: string, file: string): Golden | undefined {
  return packOf({ id, file })?.get(id, file);
}

function packOf({ id, file }: GoldenFile): Pack | undefined {
  if (PACK === undefined || resolve(file) !== join(GOLDENS, `${id}.yaml`)) return undefined;
  pack ??= openPack(PACK) ?? NO_PACK;
  return pack;
}

let pack: Pack | undefined;
const NO_PACK: Pack = { get: () => undefined, title: () => undefined };

/** Size limit on files, which may be untrusted, or devices that never end. */
const MOST_FILE_BYTES = 32 * 2 ** 20;

function readSmallFile(file: string): string {
  const facts = statSync(file);
  if (!facts.isFile()) throw new GoldenError("shape", file, 0, "this is no regular file");
  if (facts.size > MOST_FILE_BYTES) {
    throw new GoldenError("shape", file, 0, `${facts.size} bytes are more than the ${MOST_FILE_BYTES} of any golden`);
  }
  return readFileSync(file, "utf8");
}

/** Reads one golden; its id is its path below `folder`. @throws GoldenError */
export function loadGolden(folder: string, file: string): Golden {
  return readGolden({ id: idOf(relative(folder, file)), file });
}

const idOf = (path: string) =>
  path
    .split(sep)
    .join("/")
    .replace(/\.yaml$/, "");

/** @throws GoldenError */
export function parseGolden(id: string, file: string, text: string): Golden {
  const root = openYaml(file, text);
  const { version, title, requires, flaky, recorded, steps } = fieldsOf(root, [
    "version",
    "title",
    "requires",
    "flaky",
    "recorded",
    "steps",
  ]);
  const number = textOf(required(root, version, "version"));
  if (number !== String(GOLDEN_VERSION)) {
    throw complaint(version ?? root, "version", `version ${number} is not ${GOLDEN_VERSION}, the one this tool reads`);
  }
  const played = parseSteps(required(root, steps, "steps"));
  if (!played.some((step) => step.kind === "exchange")) {
    throw complaint(steps ?? root, "shape", "steps must hold at least one exchange");
  }
  const golden: Golden = {
    id,
    file,
    title: filledText(required(root, title, "title")),
    requires: listOf(required(root, requires, "requires"), "requires").map(requirement),
    // A higher probability would hide wrong daemons.
    flaky: flaky === undefined ? undefined : countOf(flaky, 100),
    recorded: parseProvenance(root, recorded),
    steps: played,
    ...derivedFrom(played),
  };
  checkNames(golden);
  return golden;
}

/** Whatever else a golden tells about its steps: finding it takes a fifth of what playing them does. */
export function derivedFrom(steps: readonly Step[]): Pick<Golden, "seesWorkers" | "unlocks"> {
  const sent = steps.flatMap((step) => (step.kind === "exchange" ? [Buffer.concat(step.sends)] : []));
  return { seesWorkers: seesWorkers(steps), unlocks: unlocksOf(sent) };
}

/** Reads the id of a clause or of a point. */
function requirement(field: Field): string {
  const id = filledText(field);
  if (!isKnown(id)) {
    throw complaint(
      field,
      "requires",
      `requires has '${id}', which is neither a clause of protocol.md nor a point of points.yaml`,
    );
  }
  return id;
}

/** Steps are a YAML list or a text of lines. */
function parseSteps(steps: Field): Step[] {
  if (!isText(steps)) return listOf(steps, "a step").map((step, i) => parseStep(step, i + 1));
  const firstLine = lineOf(steps) + 1;
  try {
    return parseLines(textOf(steps), firstLine);
  } catch (error) {
    if (!(error instanceof LinesError)) throw error;
    throw new GoldenError("call", steps.file.path, firstLine + error.line, error.message, { cause: error });
  }
}

function parseProvenance(root: Field, recorded: Field | undefined): Provenance {
  if (recorded === undefined)
    throw complaint(root, "provenance", "the file lacks 'recorded': nobody can record it again");
  const { daemon, client, command, at } = fieldsOf(recorded, ["daemon", "client", "command", "at"]);
  const day = filledText(required(recorded, at, "at"));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw complaint(at ?? recorded, "provenance", "at must be a day, YYYY-MM-DD");
  return {
    daemon: filledText(required(recorded, daemon, "daemon")),
    client: filledText(required(recorded, client, "client")),
    command: filledText(required(recorded, command, "command")),
    at: day,
  };
}

const STEP_FIELDS = [
  "wait",
  "conn",
  "call",
  "send",
  "sends",
  "times",
  "hangup",
  "reply",
  "replies",
  "says",
  "closes",
  "masks",
  "bindings",
] as const;

function parseStep(step: Field, number: number): Step {
  const fields = fieldsOf(step, STEP_FIELDS);
  const line = lineOf(step);
  if (fields.wait !== undefined) {
    if (Object.keys(fields).length > 1) throw complaint(step, "shape", "a step that waits does nothing else");
    const seconds = numberOf(fields.wait);
    if (seconds <= 0 || seconds > MOST_SECONDS) {
      throw complaint(fields.wait, "shape", `wait must be more than 0 and at most ${MOST_SECONDS} seconds`);
    }
    return { kind: "wait", number, line, seconds };
  }
  const sent = exactlyOne(step, fields.send, fields.sends, "send");
  const answered = atMostOne(step, fields.reply, fields.replies, "reply");
  const sends = oneOrMore(sent).map(hexOf);
  const call = oneOrMore(required(step, fields.call, "call")).map(textOf);
  checkCall(fields.call ?? step, call, Buffer.concat(sends));
  const replies = parseReplies(step, answered, fields.says, fields.masks);
  const exchange: ExchangeStep = {
    kind: "exchange",
    number,
    line,
    conn: fields.conn === undefined ? 1 : countOf(fields.conn, 1),
    call,
    sends,
    replies,
    hangup: flagOf(fields.hangup),
    closes: flagOf(fields.closes),
    bindings: parseBindings(fields.bindings, sends, step),
    times: undefined,
  };
  return fields.times === undefined ? exchange : repeat(fields.times, exchange);
}

function exactlyOne(step: Field, one: Field | undefined, many: Field | undefined, name: string): Field {
  const found = atMostOne(step, one, many, name);
  if (found === undefined) throw complaint(step, "shape", `a step lacks '${name}' (or 'wait')`);
  return found;
}

function atMostOne(step: Field, one: Field | undefined, many: Field | undefined, name: string): Field | undefined {
  if (one !== undefined && many !== undefined)
    throw complaint(step, "shape", `a step has both '${name}' and its plural`);
  return one ?? many;
}

function checkCall(field: Field, written: readonly string[], sent: Uint8Array): void {
  const derived = describeRequests(sent);
  const wrong = derived.findIndex((call, i) => call !== written[i]);
  if (wrong >= 0)
    throw complaint(field, "call", `call says ${written[wrong] ?? "nothing"} but the bytes say ${derived[wrong]}`);
  if (written.length > derived.length)
    throw complaint(field, "call", `call has ${written.length} requests, the bytes ${derived.length}`);
}

function parseReplies(
  step: Field,
  answered: Field | undefined,
  says: Field | undefined,
  masks: Field | undefined,
): GoldenReply[] {
  const frames = answered === undefined ? [] : oneOrMore(answered);
  const lines = says === undefined ? [] : oneOrMore(says);
  if (frames.length !== lines.length) {
    throw complaint(says ?? step, "says", `says has ${lines.length} entries for ${frames.length} replies`);
  }
  const replies = frames.map((frame, i) => {
    const bytes = hexOf(frame);
    const { frames: whole, rest } = splitFrames(bytes);
    if (whole.length !== 1 || rest.length > 0) throw complaint(frame, "hex", "a reply must be exactly one frame");
    const derived = describeReply(bytes);
    const written = lines[i];
    if (written !== undefined && textOf(written) !== derived) {
      throw complaint(written, "says", `says has ${textOf(written)} but the bytes say ${derived}`);
    }
    return { bytes, says: derived };
  });
  const parsed = parseMasks(
    masks,
    replies.map((reply) => reply.bytes),
  );
  return replies.map((reply, i) => ({ ...reply, masks: elementAt(parsed, i) }));
}

/** Expands one request and reply to `times` of them, pipelined in one segment. */
function repeat(times: Field, step: ExchangeStep): ExchangeStep {
  const count = countOf(times, 2);
  if (count > MOST_TIMES) throw complaint(times, "shape", `times must be at most ${MOST_TIMES}, not ${count}`);
  const [send, ...more] = step.sends;
  const [reply, ...others] = step.replies;
  const single =
    send !== undefined && reply !== undefined && more.length + others.length === 0 && step.call.length === 1;
  if (!single || reply.masks.length + step.bindings.length > 0) {
    throw complaint(times, "shape", "times needs one request, one reply and no mask");
  }
  const asked = messageId(send);
  if (asked === undefined || messageId(reply.bytes)?.value !== asked.value) {
    throw complaint(times, "shape", "times needs the same id in the request and in the reply");
  }
  return {
    ...step,
    sends: [Buffer.concat(countUp(send, count))],
    replies: countUp(reply.bytes, count).map((bytes) => ({ ...reply, bytes })),
    times: count,
  };
}
