import { once } from "node:events";
import { connect as connectSocket, type Socket } from "node:net";
import { join } from "node:path";
import { dirSync } from "tmp";
import { describe, expect, it, onTestFinished } from "vitest";
import { createServer } from "../../../server/index.ts";
import { requestFrame } from "../../cbor/frame.ts";
import { createSuite, dial, loadGoldens, type Recording, startRecording } from "../../index.ts";

/** A client that uses the protocol directly. */
class QueueClient {
  readonly #socket: Socket;
  #id = 0;

  constructor(address: string) {
    const [host = "", port = ""] = address.split(":");
    this.#socket = connectSocket(Number(port), host);
  }

  async call(method: string, params = ""): Promise<void> {
    this.#socket.write(requestFrame(++this.#id, method, params));
    await once(this.#socket, "data");
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function recordingOf(redact: readonly string[] = []): Promise<{ recording: Recording; client: QueueClient }> {
  const server = createServer({});
  const address = await server.start({ port: 0 });
  const recording = await startRecording({ connect: () => dial(address), redact });
  const client = new QueueClient(recording.address);
  onTestFinished(async () => {
    client.close();
    recording.close();
    await server.close();
  });
  return { recording, client };
}

const work = async (client: QueueClient) => {
  await client.call("set_work_spec", "{'name': 's', 'config': {'token': 'geheim'}}");
  await client.call("add_work_units", "'s', [['u', {}]]");
  await client.call("get_work", "'w', {}");
  await client.call("get_work_unit_status", "'s', ['u']");
};

describe("startRecording()", () => {
  it("makes a golden of a client's traffic, which can be run on another daemon in the same test", async () => {
    const { recording, client } = await recordingOf();
    await work(client);
    expect(recording.complaints()).toEqual([]);
    const { golden, told } = recording.golden({ id: "mine/session", title: "my client takes a unit" });
    expect(told).toHaveLength(1);

    const other = createServer({});
    const address = await other.start({ port: 0 });
    const suite = createSuite({ connect: () => dial(address) });
    expect((await suite.check(golden)).differences).toEqual([]);
    suite.close();
    await other.close();
  });

  it("reports differences of the client's calls from a saved golden", async () => {
    const first = await recordingOf();
    await work(first.client);
    const { golden } = first.recording.golden();
    const { recording, client } = await recordingOf();
    await work(client);
    expect(recording.changesFrom(golden)).toEqual([]);
    await client.call("clear");
    expect(recording.changesFrom(golden)).toEqual(["4 steps -> 5 steps, from step 5 on: nothing -> clear()"]);
  });

  it("writes the golden without redacted values", async () => {
    const { recording, client } = await recordingOf(["token"]);
    await work(client);
    const folder = dirSync({ unsafeCleanup: true });
    onTestFinished(() => folder.removeCallback());
    expect(recording.golden().write(folder.name)).toBe(join(folder.name, "recorded.yaml"));
    const [kept] = loadGoldens(folder.name);
    expect(JSON.stringify(kept?.steps)).not.toContain("geheim");
  });
});
