import { existsSync } from "node:fs";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { fakeCommand } from "../client/testing/fake-daemon.ts";
import { goldenOf } from "../golden/testing/golden.ts";
import type { Player } from "./player.ts";
import { type More, type SourceOptions, withPlayers } from "./source.ts";

const reply = (result: string) => frameOf(assemble(`{'id': 1, 'result': ${result}}`)).toString("hex");
const listSpecs = Buffer.from("list_work_specs").toString("hex");

/** A daemon that answers list_work_specs with `specs` and all other methods with null. */
function daemon(specs: string): string {
  return `for (const [request] of chunk.toString("hex").matchAll(/d818.*?(?=d818|$)/g)) {
    const reply = request.includes("${listSpecs}") ? "${reply(specs)}" : "${reply("null")}";
    socket.write(Buffer.from(reply, "hex"));
  }`;
}

const golden = (seconds: number) => goldenOf([{ kind: "wait", number: 1, line: 0, seconds }]);

const countPlayers = (command: readonly string[], more: Partial<SourceOptions>) =>
  played(command, more, (players) => Promise.resolve(players.length));

function played<Found>(
  command: readonly string[],
  more: Partial<SourceOptions>,
  use: (players: readonly Player[], more: More) => Promise<Found>,
): Promise<Found> {
  const options: SourceOptions = {
    source: { kind: "command", command },
    goldens: [golden(1), golden(1)],
    jobs: 4,
    fresh: false,
    together: false,
    allowClear: false,
    stepMilliseconds: 5000,
    startMilliseconds: 20_000,
    ...more,
  };
  return withPlayers(options, new AbortController().signal, use);
}

describe("withPlayers()", () => {
  it.each<[string, Partial<SourceOptions>, number]>([
    ["one for each case that waits, and one for the others", {}, 3],
    ["no more than allowed", { jobs: 2 }, 2],
    ["one when nothing waits", { goldens: [golden(0), golden(0)] }, 1],
    ["two when cases wait together", { together: true, goldens: [1, 1, 1, 1].map(golden) }, 2],
    ["one for each case when each starts anew", { fresh: true, goldens: [golden(0), golden(0)] }, 2],
  ])("starts %s", async (_, options, count) => {
    expect(await countPlayers(fakeCommand(daemon("[[], null]")), options)).toBe(count);
  });

  it("clears no daemon to see whether two are one: some hand out no work after that", async () => {
    const folder = dirSync({ unsafeCleanup: true });
    const mark = join(folder.name, "cleared");
    const clear = Buffer.from("clear").toString("hex");
    const note = `if (chunk.toString("hex").includes("${clear}")) require("fs").writeFileSync(${JSON.stringify(mark)}, "");`;
    expect(await countPlayers(fakeCommand(`${note} ${daemon("[[], null]")}`), {})).toBe(3);
    expect(existsSync(mark)).toBe(false);
    folder.removeCallback();
  });

  it("starts further daemons when asked to, no more than allowed in all", async () => {
    const options = { together: true, goldens: [1, 1, 1, 1, 1].map(golden) };
    const added = async (players: readonly Player[], more: More) => [players.length, (await more(9)).length];
    expect(await played(fakeCommand(daemon("[[], null]")), options, added)).toEqual([2, 2]);
    expect(await played(fakeCommand(daemon(`[[{"name": "probe"}], null]`)), options, added)).toEqual([1, 0]);
  });

  it("keeps to one daemon when what one holds shows in another", async () => {
    expect(await countPlayers(fakeCommand(daemon(`[[{"name": "probe"}], null]`)), {})).toBe(1);
  });

  it("keeps to one daemon when a second cannot start beside it", async () => {
    const folder = dirSync({ unsafeCleanup: true });
    const [node = "", flag = "", source = "", port = ""] = fakeCommand(daemon("[[], null]"));
    const only = `require("fs").openSync(${JSON.stringify(join(folder.name, "lock"))}, "wx"); ${source}`;
    expect(await countPlayers([node, flag, only, port], {})).toBe(1);
    folder.removeCallback();
  });
});
