// What a unit keeps when an attempt at it ends but the unit becomes available again: its position in the queue, its
// delay, and its data.
import type { RawCase } from "../definition.ts";
import { together } from "../tables/table.ts";
import { story } from "./story.ts";

/** A way in which an attempt at `u` ends: calls before the time when its lease expires, and calls after it. */
type Way = { readonly begin: readonly string[]; readonly end: readonly string[] };
const TAKEN = "get_work('w', {'lease_time': 1, 'work_spec_names': ['%']})";
const update = (options: string) => `update_work_unit('%', 'u', ${options})`;
const WAYS: Readonly<Record<string, Way>> = {
  "its lease ends": { begin: [TAKEN], end: [] },
  "its lease ends, with data of the attempt": {
    begin: [TAKEN, update("{'lease_time': 1, 'data': {'late': 1}}")],
    end: [],
  },
  "the lease of an update ends": {
    begin: [update("{'status': 3, 'lease_time': 1, 'worker_id': 'x', 'data': {'late': 1}}")],
    end: [],
  },
  "it is given back": { begin: [TAKEN], end: [update("{'status': 1}")] },
  "it fails and is reset": {
    begin: [TAKEN, update("{'status': 5, 'data': {'late': 1}}")],
    end: [update("{'status': 1}")],
  },
  "it is finished and reset": {
    begin: [TAKEN, update("{'status': 4, 'data': {'late': 1}}")],
    end: [update("{'status': 1}")],
  },
  "it is renewed, and given back": {
    begin: [TAKEN, update("{'lease_time': 600, 'data': {'late': 1}}")],
    end: [update("{'status': 1}")],
  },
  "it is taken twice": {
    begin: [TAKEN],
    end: ["get_work('x', {'lease_time': 600, 'work_spec_names': ['%']})", update("{'status': 1}")],
  },
  "it is finished when its lease is over, and reset": {
    begin: [TAKEN],
    end: [update("{'status': 4, 'data': {'late': 1}}"), update("{'status': 1}")],
  },
};

/**
 * All ways, each on its own spec, with a common wait.
 * @param before calls that add `u` and other units
 * @param after calls that read the result
 * @param meanwhile calls after the beginning of the way, before the wait
 */
function every(before: readonly string[], after: readonly string[], meanwhile: readonly string[] = []): string[] {
  const ways = Object.entries(WAYS).map(([name, way], i) => {
    const on = (lines: readonly string[]) =>
      lines.map((line) => line.replaceAll("%", `s${String(i).padStart(2, "0")}`));
    return {
      name,
      begin: on(["set_work_spec({'name': '%'})", ...before, ...way.begin, ...meanwhile]),
      end: on([...way.end, ...after]),
    };
  });
  return [
    // In one segment, so that a slow daemon does not let more time pass than the wait.
    ...together(...ways.flatMap(({ begin }) => begin)),
    "wait 1.2",
    ...ways.flatMap(({ name, end }) => [`# ${name}`, ...together(...end)]),
  ];
}

const SEEN = ["get_work_units('%', {})", "get_work('v', {'max_jobs': 9, 'work_spec_names': ['%']})"];

export const endsOfAttempts: readonly RawCase[] = [
  story(
    "ends-leave-the-priority",
    "a unit keeps its place in line, before those of less priority whatever their keys, in whichever way an attempt is over",
    ["WORK-27", "WORK-26", "UNIT-5", "WORK-88"],
    ...every(
      [
        "add_work_units('%', [['a', {}, {'priority': 0.5}], ['u', {'own': 1}, {'priority': 1}], ['z', {}, {'priority': 0.75}]])",
      ],
      SEEN,
    ),
  ),
  story(
    "ends-leave-a-new-priority",
    "a priority that a unit is given while it is pending, or when it was finished or failed, counts when it is available again",
    ["UNIT-93", "UNIT-40", "WORK-88"],
    ...every(
      ["add_work_units('%', [['u', {'own': 1}, {'priority': 9}], ['a', {}], ['z', {}, {'priority': -2}]])"],
      ["prioritize_work_units('%', {'work_unit_keys': ['u', 'a'], 'adjustment': -10})", ...SEEN],
    ),
  ),
  story(
    "ends-leave-what-came-meanwhile",
    "data, priority and delay of a unit that was added while it was pending count in whichever way its attempt is over",
    ["UNIT-39", "UNIT-40", "UNIT-41", "WORK-58"],
    ...every(
      ["add_work_units('%', [['u', {'own': 1}, {'priority': 9}], ['a', {}]])"],
      [...SEEN, "prioritize_work_units('%', {'work_unit_keys': ['u'], 'adjustment': 1})", ...SEEN],
      ["add_work_units('%', [['u', {'own': 2}, {'delay': 600, 'priority': -1}]])"],
    ),
  ),
];
