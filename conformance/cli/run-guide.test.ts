import { createServer } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { formatAddress } from "../client/address.ts";
import { listen } from "../client/testing/listen.ts";
import { answering, twoGoldens } from "./testing/two-goldens.ts";

const { run, remove } = twoGoldens();
afterAll(remove);

describe("run --guide", () => {
  it("stops at the first call if its reply is no frame, with exit 1", async () => {
    const server = createServer((socket) => {
      // {'id': 1, 'result': 1} without tag 24 around it.
      socket.on("error", () => {}).on("data", () => socket.write(Buffer.from("a24269640146726573756c7401", "hex")));
    });
    const address = formatAddress(await listen(server));
    const { code, stdout } = await run(["--guide", "--address", address, "--allow-clear"]);
    server.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^here {2}1 .*\n\nFRAME-2 \(core\)/);
    expect(stdout).toContain(`coordinate-conformance call ${address} 'now()' --decode\n`);
  });

  it("plays the cases after a first call that was answered, and repeats the selection in what to do next", async () => {
    const daemon = await answering("2");
    const argv = ["--guide", "--address", daemon.address, "--allow-clear", "work/*", "--skip", "work/two"];
    const { code, stdout } = await run(argv);
    daemon.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^done {2}1 .* {2}1\/1\n/);
    expect(stdout).toContain("and on from here:       coordinate-conformance run --guide 'work/*' --skip work/two ");
  });
});
