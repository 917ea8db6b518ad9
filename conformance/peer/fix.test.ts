import { describe, expect, it } from "vitest";
import { recordedPlayer } from "../run/recorded.ts";
import { runGoldens } from "../run/run.ts";
import { goldens } from "../suite.ts";
import { parsePeer } from "./divergences.ts";
import { fixed } from "./fix.ts";

const RECORDED = new URL("../peers/go-coordinate/replies.jsonl", import.meta.url).pathname;
const head = "version: 1\ndaemon: d\ncompare: ordered\ndivergences:";
const all = goldens().filter(({ id }) => id === "daemon/archive-does-nothing" || id === "leases/late-finish-counts");

async function fix(list: string) {
  const player = recordedPlayer(RECORDED);
  const { results } = await runGoldens({ players: [player], goldens: all, ids: [], compare: "ordered" });
  const { text, unexplained } = fixed(parsePeer("p", "p.yaml", `${head}${list}`), all, results);
  return { known: parsePeer("p", "p.yaml", text).known, unexplained };
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

  it("keeps point and reason of what still shows, and drops what does not", async () => {
    const { known, unexplained } = await fix(`
  - point: K99
    reason: ours
    seen:
      - {case: leases/late-finish-counts, step: 6, path: "[0][0].worker_id", kind: value, got: was}
      - {case: leases/late-finish-counts, step: 1, path: "[0]", kind: value, got: gone}`);
    expect(unexplained).toEqual([]);
    expect(known.at(-1)).toMatchObject({ point: "K99", reason: "ours", step: 6, got: '"w"' });
    expect(known).toHaveLength(3);
  });
});
