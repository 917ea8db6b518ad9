// Writes goldens: Golden -> YAML. The text is deterministic, so that recording an unchanged golden again does not
// change its file.
import { Document, YAMLMap, YAMLSeq } from "yaml";
import { splitFrames } from "../cbor/frame.ts";
import { describeRequests } from "./describe.ts";
import { type ExchangeStep, GOLDEN_VERSION, type Golden, type Step, type StepSource } from "./format.ts";
import { formatLines } from "./format-lines.ts";
import type { Mask } from "./mask.ts";
import type { Binding } from "./script.ts";

/** The input for writing a golden; id, file, line and step numbers and notation are derived. */
export type GoldenSource = Pick<Golden, "title" | "requires" | "flaky" | "recorded"> & {
  readonly steps: readonly StepSource[];
  /** Written as lines, see lines.ts. */
  readonly asLines?: boolean;
};
/** The text of the golden's file. */
export function formatGolden(golden: GoldenSource): string {
  const document = new Document({
    version: GOLDEN_VERSION,
    title: golden.title,
    requires: golden.requires,
    ...(golden.flaky === undefined ? {} : { flaky: golden.flaky }),
    recorded: golden.recorded,
    ...(golden.asLines === true ? {} : { steps: golden.steps.map(stepFields) }),
  });
  inline(document.get("requires"));
  inline(document.get("recorded"));
  const steps = document.get("steps");
  for (const step of steps instanceof YAMLSeq ? steps.items : []) {
    if (!(step instanceof YAMLMap)) continue;
    for (const name of ["masks", "bindings"]) {
      const list: unknown = step.get(name);
      if (list instanceof YAMLSeq) for (const item of list.items) inline(item);
    }
  }
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return golden.asLines === true ? `${text}steps: |\n${formatLines(golden.steps)}` : text;
}

function inline(node: unknown): void {
  if (node instanceof YAMLMap || node instanceof YAMLSeq) node.flow = true;
}

function stepFields(step: Step | StepSource): Record<string, unknown> {
  if (step.kind === "wait") return { wait: step.seconds };
  const { conn, hangup, closes, bindings, times } = step;
  const sends = times === undefined ? step.sends : step.sends.map(firstFrame);
  const replies = times === undefined ? step.replies : step.replies.slice(0, 1);
  const masks = replies.flatMap((reply, i) => reply.masks.map((mask) => maskFields(mask, i)));
  return {
    ...(conn === 1 ? {} : { conn }),
    call: alone(describeRequests(Buffer.concat(sends))),
    ...(sends.length === 1 ? { send: hex(sends[0]) } : { sends: sends.map(hex) }),
    ...(times === undefined ? {} : { times }),
    ...(hangup ? { hangup } : {}),
    ...(replies.length === 0 ? {} : repliesFields(replies)),
    ...(closes ? { closes } : {}),
    ...(masks.length === 0 ? {} : { masks }),
    ...(bindings.length === 0 ? {} : { bindings: bindings.map(bindingFields) }),
  };
}

function repliesFields(replies: ExchangeStep["replies"]): Record<string, unknown> {
  const frames = replies.map(({ bytes }) => hex(bytes));
  return {
    ...(frames.length === 1 ? { reply: frames[0] } : { replies: frames }),
    says: alone(replies.map(({ says }) => says)),
  };
}

function maskFields(mask: Mask, reply: number): Record<string, unknown> {
  const place = { ...(reply === 0 ? {} : { reply: reply + 1 }), at: mask.at };
  switch (mask.is) {
    case "time":
      return {
        ...place,
        is: `now${mask.offset === 0 ? "" : mask.offset < 0 ? mask.offset : `+${mask.offset}`}`,
        ...(mask.since === undefined ? {} : { since: mask.since }),
        ...(mask.within === 0 ? {} : { within: mask.within }),
      };
    case "age":
      return { ...place, is: "age", since: mask.since };
    case "new-name":
      return { ...place, is: "new name", name: mask.name, like: mask.like };
    case "name":
      return { ...place, is: "name", name: mask.name };
    case "one-of":
      return { ...place, is: "one of", of: mask.of };
    default:
      return mask satisfies never;
  }
}

const bindingFields = ({ at, name }: Binding) => ({ at, name });
const alone = (list: readonly string[]) => (list.length === 1 ? list[0] : list);
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");
const firstFrame = (sent: Uint8Array) => splitFrames(sent).frames[0] ?? sent;
