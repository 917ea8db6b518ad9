// Writes goldens: Golden -> YAML, the same text for the same golden always, so that a regeneration that found nothing new
// changes no file.
import { Document, YAMLMap, YAMLSeq } from "yaml";
import { splitFrames } from "../cbor/frame.ts";
import { describeRequests } from "./describe.ts";
import { type ExchangeStep, type Fill, GOLDEN_VERSION, type Golden, type Hole, type Step } from "./format.ts";

/** What a golden is made from; the rest (id, file, lines, step numbers, notation) follows from it and its place. */
export type GoldenSource = Pick<Golden, "title" | "requires" | "odds" | "recorded"> & {
  readonly steps: readonly StepSource[];
};
export type StepSource =
  | { readonly kind: "wait"; readonly seconds: number }
  | Omit<ExchangeStep, "number" | "line" | "call">;

/** The text of the golden's file. */
export function formatGolden(golden: GoldenSource): string {
  const document = new Document({
    version: GOLDEN_VERSION,
    title: golden.title,
    requires: golden.requires,
    ...(golden.odds === undefined ? {} : { odds: golden.odds }),
    recorded: golden.recorded,
    steps: golden.steps.map(stepFields),
  });
  inline(document.get("requires"));
  inline(document.get("recorded"));
  const steps = document.get("steps");
  for (const step of steps instanceof YAMLSeq ? steps.items : []) {
    if (!(step instanceof YAMLMap)) continue;
    for (const name of ["holes", "fills"]) {
      const list: unknown = step.get(name);
      if (list instanceof YAMLSeq) for (const item of list.items) inline(item);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function inline(node: unknown): void {
  if (node instanceof YAMLMap || node instanceof YAMLSeq) node.flow = true;
}

function stepFields(step: Step | StepSource): Record<string, unknown> {
  if (step.kind === "wait") return { wait: step.seconds };
  const { conn, hangup, closes, fills, times } = step;
  const sends = times === undefined ? step.sends : step.sends.map(firstFrame);
  const replies = times === undefined ? step.replies : step.replies.slice(0, 1);
  const holes = replies.flatMap((reply, i) => reply.holes.map((hole) => holeFields(hole, i)));
  return {
    ...(conn === 1 ? {} : { conn }),
    call: alone(describeRequests(Buffer.concat(sends))),
    ...(sends.length === 1 ? { send: hex(sends[0]) } : { sends: sends.map(hex) }),
    ...(times === undefined ? {} : { times }),
    ...(hangup ? { hangup } : {}),
    ...(replies.length === 0 ? {} : repliesFields(replies)),
    ...(closes ? { closes } : {}),
    ...(holes.length === 0 ? {} : { holes }),
    ...(fills.length === 0 ? {} : { fills: fills.map(fillFields) }),
  };
}

function repliesFields(replies: ExchangeStep["replies"]): Record<string, unknown> {
  const frames = replies.map(({ bytes }) => hex(bytes));
  return {
    ...(frames.length === 1 ? { reply: frames[0] } : { replies: frames }),
    says: alone(replies.map(({ says }) => says)),
  };
}

function holeFields(hole: Hole, reply: number): Record<string, unknown> {
  const place = { ...(reply === 0 ? {} : { reply: reply + 1 }), at: hole.at };
  switch (hole.is) {
    case "time":
      return {
        ...place,
        is: `now${hole.offset === 0 ? "" : hole.offset < 0 ? hole.offset : `+${hole.offset}`}`,
        ...(hole.since === undefined ? {} : { since: hole.since }),
        ...(hole.within === 0 ? {} : { within: hole.within }),
      };
    case "age":
      return { ...place, is: "age", since: hole.since };
    case "new-name":
      return { ...place, is: "new name", name: hole.name, like: hole.like };
    case "name":
      return { ...place, is: "name", name: hole.name };
    case "one-of":
      return { ...place, is: "one of", of: hole.of };
    default:
      return hole satisfies never;
  }
}

const fillFields = ({ at, name }: Fill) => ({ at, name });
const alone = (list: readonly string[]) => (list.length === 1 ? list[0] : list);
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const firstFrame = (sent: Uint8Array) => splitFrames(sent).frames[0] ?? sent;
