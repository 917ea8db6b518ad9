import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { createFeedback } from "./feedback.ts";

function played(...results: readonly string[]) {
  return results.map((result, i) => ({
    ...{ step: i + 1, sentAt: 0, receivedAt: 0, rest: new Uint8Array(), closed: false },
    replies: [frameOf(assemble(`{'id': 1, 'result': ${result}}`))],
  }));
}

const getWork = (options: string) => requestFrame(1, "get_work", `'w', ${options}`);

describe("createFeedback()", () => {
  it("reports other options and other forms of the answer as new, but not other names and numbers", () => {
    const feedback = createFeedback();
    const isNew = (frame: Uint8Array, result: string) => feedback.isNew([frame], played(result));
    expect(isNew(getWork("{}"), `[128(["a", 'u', {}]), null]`)).toBe(true);
    expect(isNew(getWork("{}"), `[128(["b", 'v', {}]), null]`)).toBe(false);
    expect(isNew(getWork("{}"), "[128([null, null, null]), null]")).toBe(true);
    expect(isNew(getWork("{'max_jobs': 1}"), `[128(["a", 'u', {}]), null]`)).toBe(true);
    expect(isNew(getWork("{'max_jobs': 9}"), `[128(["a", 'w', {}]), null]`)).toBe(false);
    expect(feedback.count).toBe(3);
  });

  it("distinguishes statuses and error messages", () => {
    const feedback = createFeedback();
    const status = requestFrame(1, "get_work_unit_status", "'a', ['u']");
    const isNew = (result: string) => feedback.isNew([status], played(result));
    expect(isNew('[[{"status": 1}], null]')).toBe(true);
    expect(isNew('[[{"status": 4}], null]')).toBe(true);
    expect(isNew('[null, "No such work spec a"]')).toBe(true);
    expect(isNew('[[{"status": 4}], null]')).toBe(false);
  });
});
