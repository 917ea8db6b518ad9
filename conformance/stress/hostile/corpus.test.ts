import { expect, it } from "vitest";
import { requestFrame } from "../../cbor/frame.ts";
import { harmless } from "./corpus.ts";

it.each([
  ["worker_heartbeat", "'c1', 'RUN', 300, {}, ''"],
  ["worker_unregister", "'c1'"],
  ["get_work", "'w', {}"],
  ["set_work_spec", "{'name': 's'}"],
  ["lock", "'me', 1, [['n']]"],
  ["clear", ""],
])(
  "%s is left out of the hostile frames of a stress run, since it would touch what the run looks at",
  (method, params) => {
    expect(harmless([requestFrame(1, method, params)])).toEqual([]);
  },
);

it("keeps requests that only read", () => {
  const looks = ["get_work_unit_status 's', ['a']", "get_work_spec 's'", "count_work_units 's'", "worker_stats "];
  const frames = looks.map((each) => requestFrame(1, each.split(" ")[0] ?? "", each.slice(each.indexOf(" ") + 1)));
  expect(harmless(frames)).toHaveLength(4);
});
