// Checks of replies that need no knowledge of the daemon's state: frame, envelope, order, and that no unit is leased to
// two workers. Each violation names its clause in protocol.md.

import { type Frame, tryOpenFrame } from "../cbor/frame.ts";
import { shortestHead } from "../cbor/head.ts";
import { argumentOf, type Item, isIndefinite } from "../cbor/item.ts";
import { shorten, walk } from "../cbor/path.ts";
import { elementsOf, fieldOf, stringOf } from "../cbor/reading.ts";
import { type Call, callIn, optionOf } from "../protocol/call.ts";
import { protocolSchema } from "../protocol/cddl/match.ts";
import type { Complaint } from "./complaint.ts";
import { createLeases } from "./leases.ts";
import type { Turn } from "./turn.ts";

export type Invariants = {
  /** The violations in a turn. Stateful: call it once for each turn, in the order of the requests. */
  judge(turn: Turn): readonly Complaint[];
};

export function createInvariants(): Invariants {
  const leases = createLeases();
  return {
    judge(turn) {
      const call = callIn(turn.send);
      if (turn.reply === undefined) return [];
      const opened = tryOpenFrame(turn.reply);
      const { inner, message } = opened ?? {};
      if (opened === undefined || inner === undefined || message === undefined) {
        return [{ clause: "FRAME-2", text: "the reply is no byte string with a message under tag 24" }];
      }
      const envelope = [...judgeFrame(opened, inner, message), ...judgeItems(message, inner)];
      if (call === undefined || message.kind !== "map") return envelope;
      const result = fieldOf(message, "result");
      return [
        ...envelope,
        ...judgeEnvelope(turn.send, message),
        ...judgeShape(call, message),
        ...(result === undefined ? [] : judgeOrder(call, result)),
        ...(result === undefined ? [] : judgeCount(call, result)),
        ...leases.judge(turn, call),
      ];
    },
  };
}

function* judgeFrame({ outer }: Frame, inner: Uint8Array, message: Item): Generator<Complaint> {
  if (message.end !== inner.length) {
    yield { clause: "FRAME-2", text: `${inner.length - message.end} bytes stand behind the message` };
  }
  if (outer.head !== shortestHead(24)) yield { clause: "FRAME-3", text: "the tag is not d8 18" };
  const content = outer.kind === "tag" ? outer.content : outer;
  const plain = content.kind === "bytes" && content.chunks === undefined;
  if (!plain || content.head !== shortestHead(inner.length)) {
    yield { clause: "FRAME-4", text: "the frame's length is not definite and in its shortest head" };
  }
}

/** At most one complaint per clause, since a reply may have thousands of items. */
function judgeItems(message: Item, inner: Uint8Array): Complaint[] {
  const found = new Map<string, Complaint>();
  const complain = (clause: string, text: string) => {
    if (!found.has(clause)) found.set(clause, { clause, text });
  };
  for (const { path, item } of walk(message, inner)) {
    const at = shorten(path);
    const keys = item.kind === "map" ? item.entries.map(({ key }) => key) : [];
    for (const each of [item, ...keys]) {
      if (isIndefinite(each)) complain("FRAME-6", `${at} is of indefinite length`);
      else if (each.kind !== "float" && each.head !== shortestHead(argumentOf(each))) {
        complain("FRAME-5", `the head at ${at} is longer than it needs to be`);
      }
      if (each.kind === "float" && each.head !== 9) complain("FRAME-7", `the float at ${at} is not of 8 bytes`);
    }
  }
  return [...found.values()];
}

function* judgeEnvelope(send: Uint8Array, reply: Item): Generator<Complaint> {
  const asked = fieldOf(tryOpenFrame(send)?.message, "id");
  const id = fieldOf(reply, "id");
  if (asked?.kind !== "int" || id?.kind !== "int" || asked.value !== id.value) {
    yield { clause: "MSG-9", text: "the reply has not the id of its request" };
  }
  const [result, error] = [fieldOf(reply, "result"), fieldOf(reply, "error")];
  if (result === undefined && error === undefined) {
    yield { clause: "MSG-25", text: "the reply has neither a result nor an error" };
  } else if (reply.kind === "map" && reply.entries.length !== 2) {
    yield { clause: "MSG-24", text: `the reply has ${reply.entries.length} entries` };
  }
  if (error !== undefined && fieldOf(error, "message") === undefined) {
    yield { clause: "MSG-29", text: "the error has no message" };
  }
}

/** The reply must match the rule of protocol.cddl for its method. */
function* judgeShape({ method }: Call, reply: Item): Generator<Complaint> {
  const rule = `reply-${method}`;
  const schema = protocolSchema();
  if (!schema.has(rule) || schema.matchesMessage(rule, reply)) return;
  yield { clause: rule, text: "the reply is not what this rule of protocol.cddl says" };
}

/** Listed units must be sorted by key, work specs by name, both bytewise. */
function* judgeOrder(call: Call, result: Item): Generator<Complaint> {
  const clause = { get_work_units: "UNIT-47", list_work_specs: "SPEC-38" }[call.method];
  if (clause === undefined) return;
  const names = elementsOf(elementsOf(result)[0]).map((each) =>
    stringOf(call.method === "get_work_units" ? elementsOf(each)[0] : fieldOf(each, "name")),
  );
  const wrong = names.findIndex((name, i) => name !== undefined && i > 0 && name < (names[i - 1] ?? ""));
  if (wrong > 0) yield { clause, text: `'${names[wrong]}' is listed behind '${names[wrong - 1]}'` };
}

/** get_work must return at most `max_jobs` units. */
function* judgeCount(call: Call, result: Item): Generator<Complaint> {
  if (call.method !== "get_work") return;
  const jobs = optionOf(call.params[1], "max_jobs");
  const most = jobs?.kind === "int" || jobs?.kind === "float" ? Math.max(1, Math.trunc(Number(jobs.value))) : 1;
  const [units] = elementsOf(result);
  const several = units?.kind === "array" ? units.items.length : 1;
  if (several > most) yield { clause: "WORK-6", text: `${several} units where ${most} were asked for` };
}
