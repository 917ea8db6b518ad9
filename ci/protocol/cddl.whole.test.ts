// Validates all goldens and recorded replies against protocol.cddl with an independent CDDL validator.
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { frameOf, openFrame, replaceItems } from "../../conformance/cbor/frame.ts";
import { fieldOf } from "../../conformance/cbor/reading.ts";
import type { ExchangeStep } from "../../conformance/golden/format.ts";
import { loadGoldens } from "../../conformance/golden/load.ts";
import { GOLDENS, PEERS } from "../../conformance/package-files.ts";
import { findPeer } from "../../conformance/peers/find.ts";
import { peerNames } from "../../conformance/peers/names.ts";
import { METHODS } from "../../conformance/protocol/methods.ts";
import { recordedPlayer } from "../../conformance/run/recorded.ts";
import { type Message, messagesOf, refusedForTypes } from "./messages.ts";
import { shapeOf } from "./shape.ts";
import { prepareValidator, validate } from "./validator.ts";

const SCHEMA = fileURLToPath(new URL("../../conformance/protocol/protocol.cddl", import.meta.url));
const METHOD_NAMES = Object.keys(METHODS);

const validator = await prepareValidator();
// In CI a missing validator is an error, not a reason to skip.
if ("missing" in validator && process.env.CI !== undefined) throw new Error(validator.missing);

const exchanges = loadGoldens(GOLDENS).flatMap((golden) =>
  golden.steps
    .filter((step): step is ExchangeStep => step.kind === "exchange")
    .map((step) => ({ golden, step, replies: step.replies.map(({ bytes }) => bytes) })),
);
const inGoldens = exchanges.flatMap(({ golden, step, replies }) => messagesOf(golden.id, step, replies));

const refused = exchanges.flatMap(({ golden, step, replies }) => refusedForTypes(golden.id, step, replies));

/** A peer's messages, except where it has a known divergence. */
async function answeredBy(name: string): Promise<Message[]> {
  const { known, shorts } = findPeer(name);
  const differs = new Set(known.map((each) => `${each.case} ${each.step}`));
  // A case with many differences is listed as one entry.
  const whole = new Set(shorts.map(({ cases }) => cases));
  const player = recordedPlayer(`${PEERS}/${name}/replies.jsonl.gz`);
  const messages: Message[] = [];
  for (const golden of new Set(exchanges.map((each) => each.golden))) {
    if (whole.has(golden.id)) continue;
    // Goldens newer than the recording have no replies.
    for (const { step, replies } of await player.play(golden).catch(() => [])) {
      const exchange = exchanges.find((each) => each.golden === golden && each.step.number === step);
      if (exchange === undefined || differs.has(`${golden.id} ${step}`)) continue;
      messages.push(...messagesOf(`${name}, ${golden.id}`, exchange.step, replies));
    }
  }
  return messages;
}

/** For each method, one reply with a wrong result and one with an additional entry. */
const broken = METHOD_NAMES.flatMap((method): Message[] => {
  const found = inGoldens.find(({ rule }) => rule === `reply-${method}`);
  if (found === undefined) return [];
  const { inner, message } = openFrame(found.frame);
  const result = fieldOf(message, "result");
  if (inner === undefined || result === undefined) return [];
  const other = replaceItems(found.frame, [{ item: result, by: Buffer.from("416f", "hex") }]);
  const more = frameOf(Buffer.concat([Buffer.from([0xa3]), inner.subarray(1), Buffer.from("4161f6", "hex")]));
  return [
    { ...found, frame: other },
    { ...found, frame: more },
  ];
});

// A peer that is compared at level python has another encoding: tuples for arrays, byte strings for text.
const peers = peerNames().filter((name) => findPeer(name).compare !== "python");
const inPeers = new Map(await Promise.all(peers.map(async (name) => [name, await answeredBy(name)] as const)));

/** Validates one message of each shape, since validation is slow. */
const keyOf = ({ rule, frame }: Message) => `${rule} ${shapeOf(rule, frame)}`;

const judged = new Map<string, string | null>();
beforeAll(async () => {
  if ("missing" in validator) return;
  const all = [...inGoldens, ...refused, ...broken, ...[...inPeers.values()].flat()];
  const different = [...new Map(all.map((each) => [keyOf(each), each])).entries()];
  const problems = await validate(
    validator.folder,
    SCHEMA,
    different.map(([, each]) => each),
  );
  for (const [i, [key]] of different.entries()) judged.set(key, problems[i] ?? null);
}, 300_000);

const wrong = (messages: readonly Message[]) =>
  messages
    .map((each) => ({ ...each, problem: judged.get(keyOf(each)) }))
    .filter(({ problem }) => problem !== null)
    .map(({ at, rule, problem }) => `${at}: ${rule}: ${problem}`);
const right = (messages: readonly Message[]) =>
  messages.filter((each) => judged.get(keyOf(each)) === null).map(({ at, rule }) => `${at}: ${rule}`);

describe.skipIf("missing" in validator)("protocol.cddl", () => {
  it("describes every message of the goldens", () => {
    expect(wrong(inGoldens)).toEqual([]);
  });

  // get_config returns the file that a daemon was started with; the goldens only have the case without one.
  it.each(METHOD_NAMES.filter((name) => name !== "get_config"))("has rules for %s, which goldens match", (method) => {
    const rules = new Set(inGoldens.map(({ rule }) => rule));
    expect(rules).toContain(`request-${method}`);
    expect(rules).toContain(`reply-${method}`);
  });

  it("refuses every request that was refused for a wrong type or number of parameters", () => {
    expect(new Set(refused.map(({ rule }) => rule)).size).toBe(METHOD_NAMES.length);
    expect(right(refused)).toEqual([]);
  });

  it("refuses for each method a reply whose result is something else, or that has an entry more", () => {
    expect(broken).toHaveLength(2 * (METHOD_NAMES.length - 1));
    expect(right(broken)).toEqual([]);
  });

  it.each(peers)("describes what %s answered wherever it is not known to differ", (name) => {
    expect(inPeers.get(name)?.length).toBeGreaterThan(1000);
    expect(wrong(inPeers.get(name) ?? [])).toEqual([]);
  });
});
