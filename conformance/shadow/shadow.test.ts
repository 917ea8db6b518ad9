import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer } from "../../server/index.ts";
import { requestFrame } from "../cbor/frame.ts";
import { fakeDaemon } from "../client/testing/fake-daemon.ts";
import { dial } from "../client/wire.ts";
import { messageId } from "../golden/repeat.ts";
import { rulesOf } from "../peers/find.ts";
import { callIn } from "../protocol/call.ts";
import { replyFrame } from "../record/testing/session.ts";
import type { Run } from "../run/result.ts";
import { createGate } from "../traffic/gate.ts";
import { startProxy } from "../traffic/proxy.ts";
import { createSecondary } from "./secondary.ts";
import { createShadow, type ShadowOptions } from "./shadow.ts";

/** Each reading advances its clock, since units of a continuous spec created in the same millisecond have the same key. */
async function reference() {
  let seconds = Date.now() / 1000;
  const now = () => {
    seconds += 0.005;
    return seconds;
  };
  const server = createServer({ clock: { now } });
  const address = await server.start({ port: 0 });
  onTestFinished(() => server.close());
  return { server, address, connect: () => dial(address) };
}

/** A proxy with a shadow, and a client of the proxy. */
async function shadowed(
  primary: { connect: ShadowSide },
  secondary: { connect: ShadowSide },
  options: Partial<ShadowOptions> = {},
) {
  const stop = new AbortController();
  const other = createSecondary({ connect: secondary.connect, milliseconds: 5000, signal: stop.signal });
  const shadow = createShadow({
    daemon: "a and b",
    secondary: other,
    compare: "ordered",
    peers: {},
    backlog: 1000,
    ...options,
  });
  const now = () => Date.now() / 1000;
  const proxy = await startProxy({ connect: primary.connect, now, gate: createGate(), watch: shadow.watch });
  const [host = "", port = ""] = proxy.address.split(":");
  const client = connectSocket(Number(port), host);
  onTestFinished(() => {
    client.destroy();
    proxy.close();
    stop.abort();
    other.close();
  });
  let id = 0;
  const call = async (method: string, params: string): Promise<string> => {
    client.write(requestFrame(++id, method, params));
    const [reply] = await once(client, "data");
    return Buffer.from(reply).toString("latin1");
  };
  return { shadow, call };
}
type ShadowSide = Parameters<typeof startProxy>[0]["connect"];

const differing = ({ results }: Run) =>
  results.filter(({ case: id }) => !id.startsWith("alike/")).map(({ case: id, outcome }) => [id, outcome]);

describe("createShadow()", () => {
  it("finds two equal daemons alike: times, made-up keys and drawn work specs of their own included", async () => {
    const { shadow, call } = await shadowed(await reference(), await reference());
    for (const name of ["a", "b", "c"]) await call("set_work_spec", `{'name': '${name}'}`);
    await call("set_work_spec", "{'name': 'for-ever', 'continuous': true}");
    for (const name of ["a", "b", "c"]) await call("add_work_units", `'${name}', [['u', {}], ['v', {}]]`);
    for (let i = 0; i < 7; i++) {
      const drawn = await call("get_work", "'w', {}");
      const made = /\d{10}\.\d+/.exec(drawn)?.[0];
      if (made !== undefined) await call("update_work_unit", `'for-ever', '${made}', {'status': 4}`);
    }
    for (const name of ["a", "b", "c"]) await call("get_work_unit_status", `'${name}', ['u', 'v']`);
    await shadow.settled();
    const run = shadow.run();
    expect(differing(run)).toEqual([]);
    expect(run.problems).toEqual([]);
    expect(run.results.map(({ title }) => title)).toContain("7 of 7 replies alike");
  });

  it("groups what differs by the shape of the call and the place", async () => {
    const [a, b] = [await reference(), await reference()];
    const { shadow, call } = await shadowed(a, b);
    const direct = await b.connect();
    direct.write(requestFrame(1, "set_work_spec", "{'name': 'only-here'}"));
    await once(direct, "data");
    direct.destroy();
    await call("list_work_specs", "{}");
    await call("list_work_specs", "{}");
    await shadow.settled();
    const run = shadow.run();
    expect(differing(run)).toEqual([["unexplained/list_work_specs({}) [*][*] extra", "diverged"]]);
    expect(run.results[0]?.title).toBe("2 times");
  });

  it("names the point by which a known daemon differs, and counts it as expected", async () => {
    const connect = fakeDaemon((request) => {
      const result = callIn(request)?.method === "get_work_units" ? "[null, null]" : "[true, null]";
      return [replyFrame(Number(messageId(request)?.value ?? 0), result)];
    });
    const known = { name: "go-coordinate", rules: await rulesOf("go-coordinate") };
    const { shadow, call } = await shadowed(await reference(), { connect }, { peers: { secondary: known } });
    await call("set_work_spec", "{'name': 's'}");
    await call("get_work_units", "'s', {}");
    await shadow.settled();
    expect(differing(shadow.run())).toEqual([["K1/get_work_units(bytes, {}) [*] type", "passed"]]);
  });

  it("serves clients whatever becomes of the secondary, and goes on when it is back", async () => {
    const b = await reference();
    let there = false;
    const connect = () => (there ? b.connect() : Promise.reject(new Error("nobody listens")));
    const { shadow, call } = await shadowed(await reference(), { connect });
    await call("set_work_spec", "{'name': 's'}");
    there = true;
    await shadow.settled();
    expect(differing(shadow.run())).toEqual([]);
    expect(shadow.run().problems).toMatchObject([{ message: expect.stringContaining("was gone and came back") }]);
  });

  it("leaves out calls beyond its backlog, and says how many", async () => {
    const never = () => new Promise<never>(() => {});
    const { shadow, call } = await shadowed(await reference(), { connect: never }, { backlog: 1 });
    for (let i = 0; i < 4; i++) await call("now", "");
    expect(shadow.run().problems[0]).toEqual({
      outcome: "unmeasured",
      message: "2 calls were left out: more than the backlog waited for the secondary",
    });
  });
});
