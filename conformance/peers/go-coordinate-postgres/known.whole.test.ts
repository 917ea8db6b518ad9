// The differences of the Go daemon on PostgreSQL, judged from recorded replies of one run. Cases whose requests have changed
// since are skipped; their number is bounded.
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { recordedPlayer } from "../../run/recorded.ts";
import { runGoldens } from "../../run/run.ts";
import { goldens } from "../../run/suite.ts";
import { findPeer } from "../find.ts";
import { withListsInOrder } from "../listed-order.ts";

const own = (name: string) => fileURLToPath(new URL(name, import.meta.url));

describe("the recorded replies of the Go daemon on PostgreSQL", () => {
  it("show the listed divergences and no others", async () => {
    const all = goldens();
    const listed = findPeer("go-coordinate-postgres");
    const { results } = await runGoldens({
      players: [withListsInOrder(recordedPlayer(own("replies.jsonl.gz")))],
      goldens: all,
      ids: all.map(({ id }) => id),
      compare: listed.compare,
      expect: listed,
    });
    const wrong = results.filter(({ outcome }) => outcome === "diverged");
    expect(wrong.map(({ case: id, reason, stale }) => [id, reason, stale])).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === "passed").length).toBeGreaterThan(0.8 * all.length);
  }, 120_000);
});
