// Selects the Python tests that are recorded as goldens, and gives each an id, a title and clauses.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { SHIM } from "../package-files.ts";
import { SessionError } from "./session.ts";
import { UPSTREAM_CLAUSES } from "./upstream-clauses.ts";

/** The upstream modules whose sessions are deterministic, in the installed package. */
const UPSTREAM_MODULES = ["test_job_client", "test_job_flow", "test_task_master"];

/**
 * The only upstream worker test that runs its worker in its own process. The other seven start worker processes and
 * poll them every 0.1 s, so their number of calls varies. `coordinate-conformance python` runs all of them, and the
 * scenarios' test_worker_sessions.py makes the same calls in a fixed order.
 */
export const WORKER_TEST = "test_rejester_worker::test_single_worker";

const UPSTREAM_TESTS = [...UPSTREAM_MODULES, WORKER_TEST].map((name) => `coordinate.tests.${name}`);
const SCENARIOS = join(SHIM, "scenarios");

/** Arguments of pytest --pyargs for goldens by ids or globs: whole modules, or all if a pattern names no area. */
export function pythonTestsOf(patterns: readonly string[]): string[] {
  const areas = patterns.map((pattern) => pattern.split("/")[0] ?? "");
  const module = (area: string) => join(SCENARIOS, `test_${area.replaceAll("-", "_")}.py`);
  const told = areas.length > 0 && areas.every((area) => area === "upstream" || existsSync(module(area)));
  if (!told) return [...UPSTREAM_TESTS, SCENARIOS];
  return [...new Set(areas)].flatMap((area) => (area === "upstream" ? UPSTREAM_TESTS : [module(area)]));
}

/** The ids of the scenarios, read from their files; for a parametrized one without its parameters. */
export function scenarioIds(): string[] {
  const files = readdirSync(SCENARIOS).filter((name) => /^test_\w+\.py$/.test(name));
  return files.flatMap((name) => {
    const tests = readFileSync(join(SCENARIOS, name), "utf8").matchAll(/^def (test_\w+)/gm);
    return [...tests].map(([, test]) => plainId(`${name.replace(/\.py$/, "")}::${test}`));
  });
}

/**
 * The golden id of each test: `upstream/test_args` for an upstream test, `leases/late-finish` for test_late_finish in
 * the scenarios' test_leases.py. Ids that are equal, or differ only in case, get a numbered suffix: `...-2`.
 */
export function goldenIds(tests: readonly string[]): Map<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    tests.map((test) => {
      const id = plainId(test);
      const count = (taken.get(id.toLowerCase()) ?? 0) + 1;
      taken.set(id.toLowerCase(), count);
      return [test, count === 1 ? id : `${id}-${count}`];
    }),
  );
}

function plainId(test: string): string {
  const [, module = "", name = "", parameters] = /^(\w+)::(\w+)(?:\[(.*)\])?$/s.exec(test) ?? [];
  if (module === "" || name === "") throw new SessionError("unnamed", `${test} is no MODULE::TEST`);
  const variant = parameters === undefined ? "" : `-${slug(parameters)}`;
  if (isUpstream(test)) return `upstream/${name}${variant}`;
  const [area = "", plain = ""] = [module, name].map((part) => part.replace(/^test_/, "").replaceAll("_", "-"));
  return `${area}/${plain}${variant}`;
}

/** The parameters of a test as part of a file name. */
function slug(parameters: string): string {
  const spelled = parameters
    .replace(/^\[\]$/, "empty list")
    .replace(/^\{\}$/, "empty map")
    .replace(/^-/, "minus ");
  const plain = spelled.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^-|[-.]+$/g, "");
  return plain === "" ? "empty" : plain;
}

/** The title of the golden: `title` from the test's docstring, or if that is empty, the name of the test. */
export function titleOf(test: string, title: string): string {
  if (test === WORKER_TEST)
    return "a worker registers, takes a unit, finishes it and leaves; worker ids counted through, the host left out";
  return title !== "" ? title : test.replace("::", ".py::");
}

/** The clauses that a test demands, by its `requires` marker, or for upstream tests by UPSTREAM_CLAUSES. */
export function requiresOf(test: string, requires: readonly string[]): readonly string[] {
  if (!isUpstream(test)) return requires;
  const name = test.replace(/^.*::|\[.*$/g, "");
  const clauses = UPSTREAM_CLAUSES[name];
  if (clauses === undefined)
    throw new SessionError("unnamed", `${test} demands no clause; name some in upstream-clauses.ts`);
  return clauses;
}

/**
 * Tests that fail by chance on a correct daemon, once in so many runs. This one has two work specs of weights 1 and 300
 * and expects the heavier one, but the daemon draws the lighter one once in 301 times.
 */
const DRAWN_BY_LOT: ReadonlyMap<string, number> = new Map([["test_job_client::test_get_too_many", 301]]);

/** N if a correct daemon fails the test once in N runs; undefined if it never does. */
export function flakyOf(test: string): number | undefined {
  return DRAWN_BY_LOT.get(test);
}

function isUpstream(test: string): boolean {
  const [module = ""] = test.split("::");
  return UPSTREAM_MODULES.includes(module) || test === WORKER_TEST;
}
