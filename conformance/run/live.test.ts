import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf, requestFrame } from "../cbor/frame.ts";
import { type Daemon, DaemonError, daemonBehind } from "../client/daemon.ts";
import { fakeDaemon } from "../client/testing/fake-daemon.ts";
import { exchangeOf, goldenOf, replyOf } from "../golden/testing/golden.ts";
import { livePlayer, realClock } from "./live.ts";
import { runGoldens } from "./run.ts";

const golden = (id: string) => goldenOf([], { id });

/** A run of two cases, of which the second needs a new process, and that fails to start this many times. */
async function outcomes(failures: number) {
  let left = failures;
  const daemon: Daemon = {
    ...daemonBehind(fakeDaemon(() => [])),
    restart: () =>
      left-- > 0 ? Promise.reject(new DaemonError("start-failed", "the port is taken")) : Promise.resolve(),
  };
  const players = [livePlayer(daemon, { clock: realClock, stepMilliseconds: 100, fresh: true })];
  const { results } = await runGoldens({
    players,
    goldens: [golden("a/a"), golden("a/b")],
    ids: [],
    compare: "python",
  });
  return results.map(({ outcome, reason }) => [outcome, reason]);
}

describe("livePlayer() on a daemon that cannot release the locks of a case", () => {
  const call = requestFrame(1, "lock", "'o', 1, [['l']]");
  const locks = goldenOf([exchangeOf({ call: ["lock('o', 1, [['l']])"], sends: [call] })]);
  const answer = (request: Uint8Array) =>
    Buffer.from(request).includes("delete_namespace") ? ("close" as const) : [replyOf("1")];

  it("plays the case all the same", async () => {
    const players = [
      livePlayer(daemonBehind(fakeDaemon(answer)), { clock: realClock, stepMilliseconds: 1000, fresh: false }),
    ];
    const { results } = await runGoldens({ players, goldens: [locks], ids: [], compare: "python" });
    expect(results.map(({ outcome, reason }) => [outcome, reason])).toEqual([["passed", undefined]]);
  });
});

describe("livePlayer() on a daemon that keeps workers", () => {
  const calls = (id: string, call: string) => goldenOf([exchangeOf({ call: [call], sends: [], replies: [] })], { id });
  const goldens = [
    calls("a/plain", "now()"),
    calls("a/workers", "list_worker_modes()"),
    calls("a/z", "get_work('w', {})"),
  ];

  /** Plays the cases on a daemon that lists `listed(ids)` as workers, whatever was unregistered. @param owned whether the tool started it */
  async function play(owned: boolean, listed: (ids: readonly string[]) => readonly string[], forgets = true) {
    const ids: string[] = [];
    let restarts = 0;
    const connect = fakeDaemon((request) => {
      const id = /probe-[0-9a-f-]+/.exec(Buffer.from(request).toString("latin1"))?.[0];
      if (id !== undefined && !ids.includes(id)) ids.push(id);
      const workers = listed(ids).map((each) => `'${each}': 'IDLE'`);
      return [frameOf(assemble(`{'id': 1, 'result': {${workers.join(", ")}}}`))];
    });
    const restart = () => {
      restarts += 1;
      if (forgets) ids.length = 0;
      return Promise.resolve();
    };
    const daemon = { ...daemonBehind(connect), owned, restart };
    const players = [livePlayer(daemon, { clock: realClock, stepMilliseconds: 1000, fresh: false })];
    const { results } = await runGoldens({ players, goldens, ids: [], compare: "python" });
    return { outcomes: results.map(({ outcome }) => outcome), reason: results[1]?.reason, restarts };
  }

  it("leaves those cases unmeasured that see workers, and says why, where somebody else runs it", async () => {
    expect(await play(false, (ids) => ids)).toEqual({
      outcomes: ["passed", "unmeasured", "passed"],
      reason: "it cannot be told from earlier cases: this daemon keeps workers that were unregistered",
      restarts: 0,
    });
  });

  it("restarts a daemon of the tool before a case that would see earlier workers", async () => {
    expect(await play(true, (ids) => ids)).toMatchObject({ outcomes: ["passed", "passed", "passed"], restarts: 1 });
  });

  it("leaves them unmeasured where not even that helps", async () => {
    expect(await play(true, (ids) => ids, false)).toMatchObject({ outcomes: ["passed", "unmeasured", "passed"] });
  });

  it("plays them on a daemon that forgets", async () => {
    expect(await play(false, () => [])).toMatchObject({ outcomes: ["passed", "passed", "passed"], restarts: 0 });
  });
});

describe("livePlayer() that starts the daemon anew for each case", () => {
  it("tries once more when it does not start", async () => {
    expect(await outcomes(1)).toEqual([
      ["passed", undefined],
      ["passed", undefined],
    ]);
  });

  it("leaves a case unmeasured, and not merely out, when it does not start at all", async () => {
    expect(await outcomes(2)).toEqual([
      ["passed", undefined],
      ["unmeasured", "the daemon could not be started anew: the port is taken"],
    ]);
  });
});
