import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { type FirstCall, outcomeOf } from "../client/first-call.ts";
import { goldenOf } from "../golden/testing/golden.ts";
import type { Guided } from "../run/guide.ts";
import type { Result, Run } from "../run/result.ts";
import { type Commands, guideText } from "./guide.ts";
import { painter } from "./style.ts";
import { goodRun, sampleRun } from "./testing/sample-run.ts";

const steps = [0, 1, 2, 3].map((number) => ({ number, what: `step ${number}`, clauses: new Set<string>() }));
const step = (number: number) => steps[number];
const golden = (id: string) => goldenOf([], { id });
const order: Guided[] = [
  { golden: golden("work/one"), step: step(1) },
  { golden: golden("work/two"), step: step(2) },
  { golden: golden("wire/three"), step: step(3) },
];
const commands: Commands = {
  again: (id) => `run ${id}`,
  guide: "run --guide",
  core: "run --guide tier:core",
  without: (id) => `run --guide --skip ${id}`,
  address: "HOST:PORT",
};
const sent = requestFrame(1, "now", "");
const answer = (received: Uint8Array) => outcomeOf("now()", sent, received, new Uint8Array(), false);
const GOOD = answer(frameOf(assemble("{'id': 1, 'result': 5}")));
const text = (run: Run, first: FirstCall | undefined = GOOD, more: Partial<Commands> = {}) =>
  guideText(steps, order, run, first, { ...commands, ...more }, painter(false));
const sample = { ...sampleRun, problems: [] };
/** No case ran. */
const none: Run = { ...sample, results: goodRun.results.map((each) => ({ ...each, outcome: "not-run" })) };

describe("guideText()", () => {
  it("shows the steps up to the first failing case, that case, and what to do next", () => {
    const lines = text(sample).split("\n");
    expect(lines.slice(0, 4)).toEqual(["done  0  step 0  1/1", "done  1  step 1  1/1", "here  2  step 2  0/1", ""]);
    expect(lines).toContain("step 2: get_work_unit_status('s', ['u'])");
    expect(lines).toContain("what next");
    expect(lines.slice(-3)).toEqual([
      "  and on from here:       run --guide",
      "  not now:                run --guide --skip work/two",
      "",
    ]);
    expect(lines.join()).not.toContain("step 3");
  });

  it("offers to leave out the case of another tier than core, or all of them if the run selects none yet", () => {
    const results = sample.results.map((each) => ({ ...each, requires: ["FRAME-3"] }));
    expect(text({ ...sample, results })).toContain("not now:                run --guide tier:core\n");
    expect(text({ ...sample, results }, GOOD, { core: undefined })).toContain("run --guide --skip work/two\n");
  });

  it("has no details of cases when nothing fails", () => {
    expect(text({ ...goodRun, problems: [] })).toMatch(/done {2}1 {2}step 1 {2}1\/1\n[\s\S]*every step is done\n$/);
  });

  it("says of a step without cases whether later steps have them, or the selection has none", () => {
    const rest = { ...sample, results: sample.results.filter((each) => each.case !== "work/one") };
    expect(text(rest)).toContain("      1  step 1  its cases need later steps\n");
    expect(text(rest, GOOD, { core: undefined })).toContain("      1  step 1  no case selected\n");
  });

  it("shows the bytes of a first call whose reply has the wrong form, its clause, and the next command", () => {
    const shown = text(none, answer(assemble("{'id': 1, 'result': 5}")));
    expect(shown).toMatch(/^here {2}0 {2}step 0 {2}0\/1\n\nFRAME-2 \(core\) Every message/);
    expect(shown).toContain("the first call: now()\n        0  d8 18 ");
    expect(shown).toMatch(/got {7}not a frame: a message without tag 24.*\n {8}0 {2}a2 .* map of 2 entries\n/);
    expect(shown).toContain("coordinate-conformance call HOST:PORT 'now()' --decode");
    expect(shown).not.toContain("step 1");
  });

  it("is at the first step with a daemon that was not reached", () => {
    const problems = [{ outcome: "unmeasured", message: "it exited with code 3" }] as const;
    const shown = guideText(steps, order, { ...none, problems }, undefined, commands, painter(false));
    expect(shown).toMatch(/^here {2}0 {2}step 0 {2}0\/1\n! it exited with code 3\n\nwhat next\n/);
  });

  it("says first that a method is not there, if the reply says so", () => {
    const hex = (message: string) => frameOf(assemble(message)).toString("hex");
    const replied = hex("{'id': 1, 'error': {\"message\": \"no such method WorkerStats\"}}");
    const finding = { ...sample.results.flatMap(({ differences }) => differences)[0], call: ["24(h'a3')"] };
    const wrong = (recorded: string) =>
      sample.results.map((each) =>
        each.case === "work/two" ? ({ ...each, differences: [{ ...finding, recorded, replied }] } as Result) : each,
      );
    expect(text({ ...sample, results: wrong(hex("{'id': 1, 'result': 5}")) })).toContain(
      "\n\nworker_stats is not there yet; this case needs it\n\n",
    );
    expect(text({ ...sample, results: wrong(hex("{'id': 1, 'error': {\"message\": 'm'}}")) })).not.toContain(
      "not there yet",
    );
  });
});
