// Which Python tests become goldens, and under which ids.
import { join } from "node:path";
import { SHIM } from "../python/environment.ts";
import { SessionError } from "./session.ts";

/** The upstream modules whose sessions are deterministic, in the installed package. */
export const UPSTREAM_MODULES = ["test_job_client", "test_job_flow", "test_task_master"];

/**
 * The upstream worker test that runs its worker in its own process. The other seven start worker processes and look every
 * 0.1 s what became of them: how many calls they make is chance. `coordinate-conformance python` runs them all.
 */
export const WORKER_TEST = "test_rejester_worker::test_single_worker";

/** For pytest's --pyargs. */
export const PYTHON_TESTS = [
  ...[...UPSTREAM_MODULES, WORKER_TEST].map((name) => `coordinate.tests.${name}`),
  join(SHIM, "scenarios"),
];

/** `upstream/test_args` for an upstream test, `leases/late-finish` for test_late_finish of the scenarios' test_leases.py. */
export function goldenId(test: string): string {
  const [, module = "", name = ""] = /^(\w+)::(.+)$/.exec(test) ?? [];
  if (module === "" || name === "") throw new SessionError("unnamed", `${test} is no MODULE::TEST`);
  const plain = name.replace(/\[(.*)\]$/, "-$1").replace(/[^\w.-]+/g, "-");
  if (isUpstream(test)) return `upstream/${plain}`;
  return [module, plain].map((part) => part.replace(/^test_/, "").replaceAll("_", "-").toLowerCase()).join("/");
}

/** What the golden is called when the test has no docstring. */
export function titleOf(test: string, title: string): string {
  if (test === WORKER_TEST) return "a worker registers, takes a unit, finishes it and leaves; worker ids counted through, the host left out";
  return title !== "" ? title : test.replace("::", ".py::");
}

/** Upstream tests say nothing of what they require: they are what is required. */
export function requiresOf(test: string, requires: readonly string[]): readonly string[] {
  return isUpstream(test) ? [`upstream ${test.replace("::", ".py ")}`] : requires;
}

function isUpstream(test: string): boolean {
  const [module = ""] = test.split("::");
  return UPSTREAM_MODULES.includes(module) || test === WORKER_TEST;
}
