import { createServer } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Call } from "../history/call.ts";
import { HistoryDecoder } from "../history/decode.ts";
import { hrtimeMicroseconds } from "./clock.ts";
import { Crew, type News } from "./crew.ts";

/** A daemon that never replies, or closes the connection, and counts the calls. */
async function silentDaemon(isClosing = false) {
  const came = { calls: 0 };
  const server = createServer((socket) => {
    socket.on("data", () => {
      came.calls++;
      if (isClosing) socket.destroy();
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  return { came, address: { host: "127.0.0.1", port: at.port } };
}

function callsIn(news: readonly News[]): Call[] {
  const found: Call[] = [];
  const decoder = new HistoryDecoder();
  for (const each of news) {
    if (each.is !== "history") continue;
    decoder.read(Buffer.from(each.bytes), (entry) => entry.kind === "call" && found.push(entry.call));
  }
  return found;
}

/** A producer and two workers; two crews of the same clients were killed before. */
const CREW = { name: "k0-", seed: 1, killed: 2, clients: [0, 1, 4], interval: 0, timeout: 60_000 };

it("a crew told to die records the calls in progress as unanswered and reports nothing afterwards", async () => {
  const { came, address } = await silentDaemon();
  const news: News[] = [];
  const others: News[] = [];
  const origin = hrtimeMicroseconds();
  const crew = new Crew({ ...CREW, address, origin }, (each) => news.push(each));
  await vi.waitFor(() => expect(came.calls).toBe(3), { timeout: 60_000, interval: 10 });
  await crew.obey({ do: "die" });
  expect(news.at(-1)).toMatchObject({ is: "dying", keys: expect.any(Array) });
  const calls = callsIn(news);
  expect(calls.map(({ answer }) => answer.is)).toEqual(["none", "none", "none"]);
  const workers = calls.flatMap(({ request }) => ("worker" in request ? [request.worker] : []));
  expect(workers.toSorted()).toEqual(["c1-2000000", "c4-2000000"]);

  const { length } = news;
  const second = new Crew({ ...CREW, address, origin }, (each) => others.push(each));
  onTestFinished(async () => await second.obey({ do: "die" }));
  await vi.waitFor(() => expect(others.length).toBeGreaterThan(4), { timeout: 60_000, interval: 10 });
  expect(news.length).toBe(length);
});

it.each([
  ["says nothing", "never-answered", false],
  ["closes the connection", "connection-closed", true],
] as const)("a crew tells of a call that is let down by a daemon that %s", async (_, letDown, isClosing) => {
  const { address } = await silentDaemon(isClosing);
  const news: News[] = [];
  const options = { ...CREW, clients: [0], timeout: 40, address, origin: hrtimeMicroseconds() };
  const crew = new Crew(options, (each) => news.push(each));
  onTestFinished(async () => await crew.obey({ do: "die" }));
  const told = () => news.find((each) => each.is === "let-down");
  await vi.waitFor(() => expect(told()).toBeDefined(), { timeout: 5_000, interval: 10 });
  expect(told()).toMatchObject({ letDown, what: expect.stringMatching(/^add_work_units /) });
});
