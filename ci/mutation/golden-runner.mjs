// A test runner for StrykerJS whose tests are the goldens. Each is played in-process, at level `bytes` and with a simulated
// clock, to the reference daemon that StrykerJS has instrumented. For mutants in code that runs only at load time, all
// modules of the daemon are loaded again, which is much faster than a new process.
import { register } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { dial } from "../../dist/conformance/client/wire.js";
import { createSuite, goldens } from "../../dist/conformance/run/suite.js";

/** State shared by the instrumented code and StrykerJS: the active mutant, and which test covers which mutant. */
globalThis.__stryker__ ??= {};
const shared = globalThis.__stryker__;

/** Time limit per step, reached only if a reply never comes; in-process steps are much faster. */
const STEP_MILLISECONDS = 1000;

/** Module loader hook: imports by a module with a generation in its URL inherit that generation. */
const GENERATIONS = `export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const [generation = ""] = /[?]generation=[0-9]+$/.exec(context.parentURL ?? "") ?? [];
  const isOurs = found.url.startsWith("file:") && !found.url.includes("/node_modules/");
  return isOurs ? { ...found, url: found.url + generation } : found;
}`;
register(`data:text/javascript,${encodeURIComponent(GENERATIONS)}`);

class GoldenRunner {
  static inject = [];
  #goldens = goldens();
  #generation = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const tests = await this.#play(this.#goldens, false);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: shared.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, reloadEnvironment, testFilter, hitLimit, disableBail }) {
    if (reloadEnvironment) this.#generation += 1;
    if (mutantActivation === "runtime") await this.#load();
    Object.assign(shared, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    });
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const tests = await this.#play(
      this.#goldens.filter(({ id }) => wanted?.has(id) ?? true),
      !disableBail,
    );
    const result = determineHitLimitReached(shared.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests };
    shared.activeMutant = undefined;
    return toMutantRunResult(result);
  }

  /** Plays goldens to a new daemon. @param bail stop at the first golden that fails */
  async #play(cases, bail) {
    let time = 1_800_000_000.5;
    const clock = {
      now: () => time,
      wait: async (seconds) => {
        time += seconds;
      },
    };
    let server;
    try {
      const { createServer } = await this.#load();
      server = createServer({ clock, random: drawing() });
    } catch (error) {
      // If the daemon does not start, all goldens fail.
      return cases.slice(0, 1).map(({ id }) => failed(id, 0, `the daemon does not start: ${error}`));
    }
    const address = await server.start({ port: 0 });
    const suite = createSuite({ connect: () => dial(address), clock, stepMilliseconds: STEP_MILLISECONDS });
    const tests = [];
    for (const golden of cases) {
      shared.currentTestId = golden.id;
      const { outcome, reason = "", milliseconds } = await suite.check(golden);
      const passed = outcome === "passed";
      tests.push(passed ? succeeded(golden.id, milliseconds) : failed(golden.id, milliseconds, reason));
      if (!passed && bail) break;
    }
    shared.currentTestId = undefined;
    suite.close();
    await server.close();
    return tests;
  }

  /** Loads the instrumented daemon, which StrykerJS compiles in this process's working directory. */
  #load() {
    return import(`${pathToFileURL(resolve("dist/server/index.js"))}?generation=${this.#generation}`);
  }
}

function succeeded(id, timeSpentMs) {
  return { id, name: id, timeSpentMs, status: TestStatus.Success };
}

function failed(id, timeSpentMs, reason) {
  return { id, name: id, timeSpentMs, status: TestStatus.Failed, failureMessage: `${id}: ${reason}` };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "goldens", GoldenRunner)];

/** A seeded generator of pseudo-random numbers in [0, 1), the same in every run. */
function drawing() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
