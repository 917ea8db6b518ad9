import { describe, expect, it } from "vitest";
import { parseExpectFile } from "../judge/expect-file.ts";
import { recordedPlayer } from "../run/recorded.ts";
import { runGoldens } from "../run/run.ts";
import { goldens } from "../run/suite.ts";
import { fixed } from "./fix.ts";
import { peer as goCoordinate } from "./go-coordinate/peer.ts";
import type { PeerRules } from "./rule.ts";

const RECORDED = new URL("../peers/go-coordinate/replies.jsonl.gz", import.meta.url).pathname;
const head = "version: 1\ndaemon: d\ncompare: ordered\ndivergences:";
const all = goldens().filter(({ id }) => id === "daemon/archive-does-nothing" || id === "leases/late-finish-counts");

async function fix(list: string) {
  const player = recordedPlayer(RECORDED);
  const { results } = await runGoldens({ players: [player], goldens: all, ids: [], compare: "ordered" });
  const peer = parseExpectFile("go-coordinate", "p.yaml", `${head}${list}`);
  const { text, unexplained } = fixed(peer, goCoordinate, all, results);
  return { known: parseExpectFile("go-coordinate", "p.yaml", text).known, unexplained };
}

describe("fixed()", () => {
  it("lists new differences under their point, and names those that none explains", async () => {
    const { known, unexplained } = await fix(" []");
    expect(known.map(({ case: id, step, point }) => [id, step, point])).toEqual([
      ["daemon/archive-does-nothing", 4, "K8"],
      ["daemon/archive-does-nothing", 5, "K8"],
    ]);
    expect(unexplained).toEqual(['leases/late-finish-counts step 6 [0][0].worker_id value: "w"']);
  });

  it("keeps the point of what still shows, and drops what does not", async () => {
    const { known, unexplained } = await fix(`
  - point: K5
    seen:
      - {case: leases/late-finish-counts, step: 6, path: "[0][0].worker_id", kind: value, got: was}
      - {case: leases/late-finish-counts, step: 1, path: "[0]", kind: value, got: gone}`);
    expect(unexplained).toEqual([]);
    expect(known[0]).toMatchObject({ point: "K5", step: 6, got: '"w"' });
    expect(known).toHaveLength(3);
  });

  it("leaves out what may show or not, which stands elsewhere", async () => {
    const { known, unexplained } = await fix(` []
flaky:
  - clause: FRAME-10
    reason: r
    seen:
      - {case: leases/late-finish-counts, step: 6, path: "[0][0].worker_id", kind: value, got: '"w"'}`);
    expect(unexplained).toEqual([]);
    expect(known.map(({ case: id }) => id)).toEqual(["daemon/archive-does-nothing", "daemon/archive-does-nothing"]);
  });

  it("writes times as such, and the same place in replies one after the other as one entry", async () => {
    const player = recordedPlayer(RECORDED);
    const { results } = await runGoldens({ players: [player], goldens: all, ids: [], compare: "ordered" });
    const [result] = results;
    const [finding] = result?.differences ?? [];
    if (result === undefined || finding === undefined) throw new Error("the first case has no difference");
    const differences = [1, 2, 3, 5].map((reply) => ({ ...finding, reply, got: "{'at': 1795532586.5_3}" }));
    const rules: PeerRules = {
      ...goCoordinate,
      rules: [{ point: "D3", explains: () => true }],
      randomPlaces: () => [],
      varies: () => false,
    };
    const { text, listed } = fixed(parseExpectFile("python-coordinate", "p.yaml", `${head} []`), rules, all, [
      { ...result, differences },
    ]);
    expect(listed).toBe(4);
    expect(text.match(/- \{case/g)).toHaveLength(2);
    expect(text).toContain("replies: [1, 3]");
    const { known } = parseExpectFile("python-coordinate", "p.yaml", text);
    expect(known.map(({ reply, got }) => [reply, got])).toEqual([1, 2, 3, 5].map((reply) => [reply, "{'at': <time>}"]));
  });
});
