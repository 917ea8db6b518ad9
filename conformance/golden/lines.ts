// The short form of a golden's steps: a text of one line for a call and one for its reply, both in notation, from which the
// bytes are made. For tables of hundreds of calls of the stock client's shape, which nobody could read in hex.
//
//   # a heading, for the steps up to the next one
//   set_work_spec({'name': 's'})
//   = [true, null]
//   wait 1.2
//   2: get_work('w', {})                  the second connection; ids count from 1 on each
//   & now()                               sent in the same segment as the call before
//   = [128(["s", 'u', {}]), null]
//   = «key»                               the key of a unit that the daemon made; «key of 4»: the one of step 4 again
//   = «now»                               a time; «now+300 since 4»: 300 s after the exchange of step 4; «age since 4»
//   h'd818'                               bytes as they are
//   = nothing                             no reply
//   500 times now()                       so often, in one segment; replies stand once
//   = 30 of 40: 5 or 10 of 40: 6          drawn by lot, with these probabilities: how often each came is judged
//   & end                                 the client ends its side of the connection
//   = closed                              the daemon closes the connection
//
// Long values stand by rule, see by-rule.ts.
import { assemble } from "../cbor/assemble.ts";
import { frameOf, openFrame, requestFrame } from "../cbor/frame.ts";
import { notate } from "../cbor/notation.ts";
import { shorten, walk } from "../cbor/path.ts";
import { expand } from "./by-rule.ts";
import type { Choice, ExchangeStep, GoldenReply, Step } from "./format.ts";
import { MOST_SECONDS, MOST_TIMES } from "./limits.ts";
import type { Mask } from "./mask.ts";
import { countUp } from "./repeat.ts";

/** Thrown for a line that cannot be parsed; `line` counts from 0 in the text. */
export class LinesError extends Error {
  override readonly name = "LinesError";
  readonly line: number;
  constructor(line: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

/**
 * Parses the steps of a text.
 * @param firstLine the number of its first line in the file
 * @param isScript whether the text has only calls: then each call has one reply, which is empty here, unless a line
 * says otherwise; `= ?` is such a reply
 * @throws LinesError
 */
export function parseLines(text: string, firstLine: number, isScript = false): Step[] {
  const reading: Reading = { steps: [], ids: new Map(), note: undefined, open: undefined, firstLine, isScript };
  for (const [i, line] of text.split("\n").entries()) {
    try {
      readLine(reading, line.trim(), i);
    } catch (cause) {
      if (cause instanceof LinesError) throw cause;
      throw new LinesError(i, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }
  finish(reading);
  return reading.steps;
}

/** An exchange whose lines are being parsed. */
type Draft = {
  /** How many times the whole exchange is sent. */
  readonly times: number;
  readonly step: ExchangeStep;
  readonly at: number;
  readonly call: string[];
  readonly frames: Uint8Array[];
  /** The ids of the calls that no reply was read for yet. */
  readonly ids: number[];
  /** How many generated keys there were so far in each step. */
  readonly keys: number[];
  readonly replies: GoldenReply[];
  hangup: boolean;
  closes: boolean;
  answered: boolean;
};

type Reading = {
  readonly steps: Step[];
  /** The last id used on each connection. */
  readonly ids: Map<number, number>;
  readonly firstLine: number;
  readonly isScript: boolean;
  note: string | undefined;
  open: Draft | undefined;
};

function readLine(reading: Reading, line: string, i: number): void {
  if (line === "") return;
  if (line.startsWith("#")) {
    finish(reading);
    reading.note = line.slice(1).trim();
    return;
  }
  const wait = /^wait (\d+(?:\.\d+)?)$/.exec(line);
  if (wait !== null) {
    finish(reading);
    const number = reading.steps.length + 1;
    const seconds = Number(wait[1]);
    // A script with a test clock may wait for days.
    if (seconds <= 0 || (seconds > MOST_SECONDS && !reading.isScript)) {
      throw new LinesError(i, `wait must be more than 0 and at most ${MOST_SECONDS} seconds`);
    }
    reading.steps.push({ kind: "wait", number, line: reading.firstLine + i, seconds });
  } else if (line.startsWith("=")) readReply(drafted(reading, i), line, i, reading.isScript);
  else if (line === "& end") drafted(reading, i).hangup = true;
  else if (line.startsWith("& ")) readCall(reading, drafted(reading, i), line.slice(2));
  else {
    finish(reading);
    const [, conn, call = ""] = /^(?:(\d+): )?(.*)$/s.exec(line) ?? [];
    const [, times, repeated = call] = /^(\d+) times (.*)$/s.exec(call) ?? [];
    if (Number(times) > MOST_TIMES) throw new LinesError(i, `times must be at most ${MOST_TIMES}, not ${times}`);
    reading.open = draft(reading, conn === undefined ? 1 : Number(conn), i, times === undefined ? 1 : Number(times));
    readCall(reading, reading.open, repeated);
  }
}

function drafted({ open }: Reading, i: number): Draft {
  if (open === undefined) throw new LinesError(i, "there is no call before this line");
  return open;
}

function draft({ steps, note, firstLine }: Reading, conn: number, at: number, times: number): Draft {
  const base = {
    kind: "exchange",
    number: steps.length + 1,
    line: firstLine + at,
    conn,
    bindings: [],
    times: undefined,
  } as const;
  const step = { ...base, call: [], sends: [], replies: [], hangup: false, closes: false, note };
  return {
    step,
    at,
    times,
    call: [],
    frames: [],
    ids: [],
    keys: [],
    replies: [],
    hangup: false,
    closes: false,
    answered: false,
  };
}

function readCall(reading: Reading, draft: Draft, text: string): void {
  const { conn } = draft.step;
  const call = /^([a-z_]+)\((.*)\)$/s.exec(text);
  draft.call.push(text);
  if (call === null) {
    draft.frames.push(bytesOf(text));
    return;
  }
  const id = (reading.ids.get(conn) ?? 0) + 1;
  reading.ids.set(conn, id);
  draft.ids.push(id);
  draft.frames.push(requestFrame(id, call[1] ?? "", expand(call[2] ?? "")));
}

/** The bytes of a frame in notation, or raw bytes h'..'. */
function bytesOf(text: string): Buffer {
  return /^h'[0-9a-f]*'$/.test(text) ? Buffer.from(text.slice(2, -1), "hex") : assemble(expand(text));
}

const UNKNOWN: GoldenReply = { bytes: new Uint8Array(), says: "", masks: [] };

function readReply(draft: Draft, line: string, i: number, isScript: boolean): void {
  draft.answered = true;
  const { frame, text } = /^=(?<frame>!)? (?<text>.*)$/s.exec(line)?.groups ?? {};
  if (text === undefined) throw new LinesError(i, "a reply is '= ' and its notation");
  if (text === "nothing") return;
  if (text === "?" && isScript) {
    draft.replies.push(UNKNOWN);
    return;
  }
  if (text === "closed") {
    draft.closes = true;
    return;
  }
  if (frame !== undefined) {
    draft.replies.push({ bytes: bytesOf(text), says: text, masks: [] });
    return;
  }
  const id = draft.ids[draft.replies.length];
  if (id === undefined) throw new LinesError(i, "a reply in this form needs a call of the usual shape");
  const choices = choicesIn(text, id);
  if (choices !== undefined) {
    const [first] = choices;
    draft.replies.push({ bytes: first?.bytes ?? new Uint8Array(), says: text, masks: [], choices });
    return;
  }
  const error = text.startsWith("error ");
  const { notation, masks } = unmasked(expand(error ? text.slice("error ".length) : text));
  const bytes = frameOf(assemble(`{'id': ${id}, '${error ? "error" : "result"}': ${notation}}`));
  draft.replies.push({ bytes, says: text, masks: masks.size === 0 ? [] : masksIn(bytes, masks, i, draft) });
}

/** Parses `30 of 40: REPLY or 10 of 40: REPLY`; undefined for anything else. */
function choicesIn(text: string, id: number): Choice[] | undefined {
  if (!/^\d+ of \d+: /.test(text)) return undefined;
  return text.split(/ or (?=\d+ of \d+: )/).map((each) => {
    const [, part, whole, says = ""] = /^(\d+) of (\d+): (.*)$/s.exec(each) ?? [];
    const bytes = frameOf(assemble(`{'id': ${id}, 'result': ${expand(says)}}`));
    return { bytes, says, share: Number(part) / Number(whole) };
  });
}

/** Placeholders for masked times until the masks' paths are known; their heads have the width of a current time. */
const FIRST_STAND_IN = 4_000_000_000;
const FIRST_LATE_STAND_IN = 1_000_000_000_000;

/** Times more than this many seconds from now do not fit in 32 bits. */
const LATE_SECONDS = 2_400_000_000;

function unmasked(text: string): { notation: string; masks: ReadonlyMap<string, string> } {
  const masks = new Map<string, string>();
  const notation = text.replace(/«([^»]*)»/g, (_, mask) => {
    if (mask === "key" || mask.startsWith("key of ")) {
      masks.set(`'${FIRST_STAND_IN}.${100 + masks.size}'`, mask);
      return `'${FIRST_STAND_IN}.${99 + masks.size}'`;
    }
    const isLate = Number(/^now\+(\d+)/.exec(mask)?.[1] ?? 0) > LATE_SECONDS;
    const standIn = (isLate ? FIRST_LATE_STAND_IN : FIRST_STAND_IN) + masks.size;
    masks.set(String(standIn), mask);
    return String(standIn);
  });
  return { notation, masks };
}

function masksIn(bytes: Uint8Array, masks: ReadonlyMap<string, string>, i: number, draft: Draft): Mask[] {
  const { inner, message } = openFrame(bytes);
  if (inner === undefined || message === undefined) return [];
  return [...walk(message, inner)].flatMap(({ path, item }): Mask[] => {
    const mask = item.kind === "int" || item.kind === "bytes" ? masks.get(notate(item, inner)) : undefined;
    if (mask === undefined) return [];
    const at = shorten(path);
    const known = /^key of (\d+(?: \d+)?)$/.exec(mask)?.[1];
    if (known !== undefined) return [{ at, line: 0, is: "name", name: `key ${known}` }];
    if (mask === "key") return [{ at, line: 0, is: "new-name", name: nextKeyName(draft), like: GENERATED_KEY }];
    return [{ at, line: 0, ...kindOf(mask, i) }];
  });
}

/** Names generated keys after their step; the second one of a step is `key 4 2`. */
function nextKeyName({ step, keys }: Draft): string {
  keys.push(step.number);
  return `key ${step.number}${keys.length === 1 ? "" : ` ${keys.length}`}`;
}

/** The key that a daemon generates for a unit of a continuous work spec: a time in seconds with three decimals. */
export const GENERATED_KEY = "\\d{10}\\.\\d{3}";

function kindOf(mask: string, i: number) {
  const time = /^now(\+\d+)?(?: since (\d+))?$/.exec(mask);
  const since = time?.[2] === undefined ? {} : { since: Number(time[2]) };
  if (time !== null) return { is: "time", offset: Number(time[1] ?? 0), within: 0, ...since } as const;
  const age = /^age since (\d+)$/.exec(mask);
  if (age === null) throw new LinesError(i, `«${mask}» is neither a rule nor a mask`);
  return { is: "age", since: Number(age[1]) } as const;
}

function finish(reading: Reading): void {
  const { open } = reading;
  if (open === undefined) return;
  reading.open = undefined;
  const { step, at, times, call, hangup, closes } = open;
  if (!open.answered && !reading.isScript)
    throw new LinesError(at, "this call has no reply: '= nothing' if none comes");
  const replies = repeatedReplies(open.answered ? open.replies : open.ids.map(() => UNKNOWN), times);
  const frames =
    times === 1 ? open.frames : interleaved(open.frames.map((frame) => countUp(frame, times, open.frames.length)));
  reading.ids.set(step.conn, (reading.ids.get(step.conn) ?? 0) + (times - 1) * open.ids.length);
  reading.steps.push({
    ...step,
    call,
    sends: [Buffer.concat(frames)],
    replies,
    hangup,
    closes,
    times: times === 1 ? undefined : times,
  });
}

function repeatedReplies(replies: readonly GoldenReply[], times: number): readonly GoldenReply[] {
  if (times === 1) return replies;
  const counted = (bytes: Uint8Array) =>
    bytes.length === 0 ? Array.from({ length: times }, () => bytes) : countUp(bytes, times, replies.length);
  return interleaved(
    replies.map((reply) => {
      const choices = reply.choices?.map((choice) => ({ choice, bytes: counted(choice.bytes) }));
      return counted(reply.bytes).map((bytes, i) => {
        const drawn = choices?.map(({ choice, bytes }) => ({ ...choice, bytes: bytes[i] ?? choice.bytes }));
        return { ...reply, bytes, ...(drawn === undefined ? {} : { choices: drawn }) };
      });
    }),
  );
}

/** The first of each list, then the second of each, and so on. */
function interleaved<Item>(lists: readonly (readonly Item[])[]): Item[] {
  return (lists[0] ?? []).flatMap((_, i) => lists.flatMap((list) => list.slice(i, i + 1)));
}
