// The suite must be able to fail: servers that do no work pass no case, at the loosest level.
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { findItem } from "../cbor/lookup.ts";
import { notate } from "../cbor/notation.ts";
import { type Answer, fakeDaemon } from "../client/testing/fake-daemon.ts";
import type { Golden } from "../golden/format.ts";
import { judge } from "../judge/judge.ts";
import { realClock } from "./live.ts";
import { replay } from "./replay.ts";
import { goldens } from "./suite.ts";

/** A reply with the request's own id, so that only the answer itself is wrong. */
function withId(request: Uint8Array, rest: string): Buffer {
  const id = findItem(request, "id");
  return frameOf(assemble(`{'id': ${id === undefined ? 0 : notate(id.item, id.inner)}, ${rest}}`));
}

const servers: Record<string, Answer> = {
  silent: () => [],
  closing: () => "close",
  echo: (request) => [request],
  "always null": (request) => [withId(request, "'result': null")],
  "always true": (request) => [withId(request, "'result': [true, null]")],
  "always empty": (request) => [withId(request, "'result': [[], null]")],
  "always zero": (request) => [withId(request, "'result': 0")],
  "always error": (request) => [withId(request, `'error': {"message": "no such method "}`)],
};

const cases = goldens();

/** Most cases show it in their first steps: the rest is played where they do not. */
async function passes(golden: Golden, answer: Answer): Promise<boolean> {
  for (const count of [3, golden.steps.length]) {
    const begun = { ...golden, steps: golden.steps.slice(0, count) };
    const played = await replay(begun, { connect: fakeDaemon(answer), clock: realClock, stepMilliseconds: 150 });
    if (judge(begun, played, "python").differences.length > 0) return false;
  }
  return true;
}

describe.each(Object.entries(servers))("a server that is %s", (_, answer) => {
  it("passes no case", async () => {
    const passed = await Promise.all(cases.map(async (golden) => ((await passes(golden, answer)) ? [golden.id] : [])));
    expect(passed.flat()).toEqual([]);
  });
});
