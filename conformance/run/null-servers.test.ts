// The suite must be able to fail: servers that do no work pass no case, at the loosest level.
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { type Answer, fakeDaemon } from "../client/testing/fake-daemon.ts";
import type { Golden } from "../golden/format.ts";
import { judge } from "../judge/judge.ts";
import { Unplayable } from "./player.ts";
import { replay } from "./replay.ts";
import { goldens } from "./suite.ts";

/** Gives each request a reply with its own id, so that only the answer itself is wrong. */
function always(answer: string): Answer {
  const before = assemble("{'id': 0}").subarray(0, -1);
  const after = assemble(answer);
  // One entry is the id, the other the answer.
  before[0] = 0xa2;
  return (request) => {
    const id = findItem(request, "id");
    const own = id === undefined ? ZERO : id.inner.subarray(id.item.at, id.item.end);
    return [frameOf(Buffer.concat([before, own, after]))];
  };
}

const ZERO = Uint8Array.of(0);

/** No server here has a clock: where a case waits, nobody has to. */
const clock = { now: () => 1_800_000_000, wait: () => Promise.resolve() };

const servers: Record<string, Answer> = {
  silent: () => [],
  closing: () => "close",
  echo: (request) => [request],
  "always null": always("'result', null"),
  "always true": always("'result', [true, null]"),
  "always empty": always("'result', [[], null]"),
  "always zero": always("'result', 0"),
  "always error": always(`'error', {"message": "no such method "}`),
};

const cases = goldens();

/** Most cases show it in their first steps: more is played only where those do not. */
async function passes(golden: Golden, answer: Answer): Promise<boolean> {
  for (const count of [1, 4, 16, golden.steps.length]) {
    const begun = { ...golden, steps: golden.steps.slice(0, count) };
    const played = await replay(begun, { connect: fakeDaemon(answer), clock, stepMilliseconds: 50 }).catch(flooded);
    if (played === undefined || judge(begun, played, "python").differences.length > 0) return false;
  }
  return true;
}

/** Whoever sends far more than was asked for does not pass. */
function flooded(error: unknown): undefined {
  if (!(error instanceof Unplayable)) throw error;
}

/** As many at a time as keep the memory small: the silent one is waited for. */
const SOME = 50;

describe.each(Object.entries(servers))("a server that is %s", (_, answer) => {
  it("does not pass a single case", async () => {
    const passed: string[] = [];
    for (let at = 0; at < cases.length; at += SOME) {
      const some = cases.slice(at, at + SOME);
      await Promise.all(some.map(async (golden) => ((await passes(golden, answer)) ? passed.push(golden.id) : 0)));
    }
    expect(passed).toEqual([]);
  });
});
