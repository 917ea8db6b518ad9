// Judges every peer's recorded replies without the peer: all differences must be listed, and all listed ones must occur.
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PEERS } from "../package-files.ts";
import { machineDataInFrame } from "../record/machine.ts";
import type { Player } from "../run/player.ts";
import { recordedPlayer } from "../run/recorded.ts";
import { exitCodeOf } from "../run/result.ts";
import { runGoldens } from "../run/run.ts";
import { goldens } from "../run/suite.ts";
import { findPeer } from "./find.ts";
import { peerNames } from "./names.ts";

const all = goldens();
const ids = all.map(({ id }) => id);

describe.each(peerNames())("the recorded replies of %s", (name) => {
  const replies = `${PEERS}/${name}/replies.jsonl.gz`;
  const recorded = recordedPlayer(replies);
  const steps = new Map(all.map((golden) => [golden, recorded.play(golden)]));
  // openFrame() caches its result by the identity of the bytes.
  const player: Player = { ...recorded, play: (golden) => steps.get(golden) ?? recorded.play(golden) };

  it("show the listed divergences and no others", async () => {
    expect(existsSync(replies)).toBe(true);
    const peer = findPeer(name);
    const run = await runGoldens({
      players: [player],
      goldens: all,
      ids,
      compare: peer.compare,
      expect: peer,
    });
    const wrong = run.results.filter(({ outcome }) => outcome !== "passed");
    expect(wrong.map(({ case: id, reason, stale }) => [id, reason, stale])).toEqual([]);
    expect(exitCodeOf(run)).toBe(0);
  });

  it("tell nothing of the machine that they were recorded on", async () => {
    const played = await Promise.all(all.map((golden) => player.play(golden)));
    const frames = played.flat().flatMap((step) => step.replies);
    expect(frames.length).toBeGreaterThan(1000);
    expect(frames.flatMap((frame) => machineDataInFrame(frame)).slice(0, 3)).toEqual([]);
    expect(player.name).not.toMatch(/^\/|\s\//);
  });

  it("do not pass without the list", async () => {
    const { compare } = findPeer(name);
    const some = all.filter((_, i) => i % 16 === 0);
    const run = await runGoldens({ players: [player], goldens: some, ids, compare });
    expect(run.results.filter(({ outcome }) => outcome === "diverged").length).toBeGreaterThan(10);
  });
});
