// The suite must be able to fail: trivial servers pass no case, even at the least strict level.
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

/** Gives each request a reply with the right id, so that only the content is wrong. */
function always(answer: string): Answer {
  const before = assemble("{'id': 0}").subarray(0, -1);
  const after = assemble(answer);
  // A map of two entries: the id and the answer.
  before[0] = 0xa2;
  return (request) => {
    const id = findItem(request, "id");
    const own = id === undefined ? ZERO : id.inner.subarray(id.item.at, id.item.end);
    return [frameOf(Buffer.concat([before, own, after]))];
  };
}

const ZERO = Uint8Array.of(0);

/** Waits end at once, since no server here has a clock. */
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

/** Most cases fail in their first steps; further ones are played only when those pass. */
async function passes(golden: Golden, answer: Answer): Promise<boolean> {
  for (const count of [1, 4, 16, golden.steps.length]) {
    const begun = { ...golden, steps: golden.steps.slice(0, count) };
    const played = await replay(begun, { connect: fakeDaemon(answer), clock, stepMilliseconds: 50 }).catch(flooded);
    if (played === undefined || judge(begun, played, "python").differences.length > 0) return false;
  }
  return true;
}

/** A server that floods the client does not pass. */
function flooded(error: unknown): undefined {
  if (!(error instanceof Unplayable)) throw error;
}

/** Cases played at the same time; bounded because of memory, since the silent server keeps each of them waiting. */
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
