// The examples of protocol.md are one session, in which each reply is what the reference sends. `vitest -u` writes the replies
// again from the lines with calls.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { requestFrame } from "../../conformance/cbor/frame.ts";
import { createWire, dial, patience } from "../../conformance/client/wire.ts";
import { describeReply } from "../../conformance/golden/describe.ts";
import { METHODS } from "../../conformance/protocol/methods.ts";
import { createServer } from "../../server/index.ts";

const FILE = fileURLToPath(new URL("../../conformance/protocol/protocol.md", import.meta.url));
const text = readFileSync(FILE, "utf8");
const BLOCK = /^```session\n([^`]*)^```$/gm;
const MILLISECONDS = 10_000;
/** Hexadecimal digits a line. */
const WIDTH = 120;

/** Makes the calls to a new daemon whose clock stands still; returns the text of the document for each call. */
async function played(calls: readonly string[]): Promise<string[]> {
  const server = createServer({ clock: { now: () => 1_700_000_000.25 } });
  const wire = createWire(await dial(await server.start({ port: 0 })));
  const written: string[] = [];
  for (const [i, call] of calls.entries()) {
    const open = call.indexOf("(");
    const request = requestFrame(i + 1, call.slice(0, open), call.slice(open + 1, -1));
    await wire.send([request], MILLISECONDS);
    await wire.until({ count: 1, close: false }, patience(MILLISECONDS));
    const [reply = Buffer.alloc(0)] = wire.take().frames;
    written.push([`> ${call}`, ...hex(request), `< ${describeReply(reply)}`, ...hex(reply)].join("\n"));
  }
  wire.destroy();
  await server.close();
  return written;
}

function hex(bytes: Uint8Array): string[] {
  const digits = Buffer.from(bytes).toString("hex");
  return digits.match(new RegExp(`.{1,${WIDTH}}`, "g"))?.map((line) => `  ${line}`) ?? [];
}

const callsIn = (block: string) => [...block.matchAll(/^> (.*)$/gm)].map(([, call = ""]) => call);

it("has examples in which the reference answers as the document shows", async () => {
  const blocks = [...text.matchAll(BLOCK)].map(([, block = ""]) => callsIn(block));
  const answers = await played(blocks.flat());
  let next = 0;
  const again = text.replace(BLOCK, (_, block: string) => {
    const own = answers.slice(next, next + callsIn(block).length);
    next += own.length;
    return `\`\`\`session\n${own.join("\n")}\n\`\`\``;
  });
  await expect(again).toMatchFileSnapshot(FILE);
});

it.each(Object.keys(METHODS))("has an example of %s in the section on it", (method) => {
  const section = text.split(/^#{1,2} /m).find((each) => each.startsWith(`${method}\n`)) ?? "";
  const shown = [...section.matchAll(BLOCK)].flatMap(([, block = ""]) => callsIn(block));
  expect(shown.some((call) => call.startsWith(`${method}(`))).toBe(true);
});
