import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { listen } from "../client/testing/listen.ts";
import { download } from "./download.ts";
import type { Interpreter } from "./interpreter.ts";
import { scratchFolder } from "./testing/scratch.ts";

const CONTENT = "the package";
const sha256 = createHash("sha256").update(CONTENT).digest("hex");
const pin = { name: "Some.Package", version: "1.0", sha256 };
const jython: Interpreter = { file: "jython", args: [], implementation: "Jython", version: "2.7.3" };

/** A package index on a loopback port that serves the given paths and logs the requests. */
async function packageIndex(pages: Record<string, string>, authorization?: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const known = request.headers.authorization === authorization;
    const page = known ? pages[request.url ?? ""] : undefined;
    asked.push(request.url ?? "");
    response.writeHead(page === undefined ? 404 : 200).end(page);
  });
  const { port } = await listen(server);
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${port}/simple/`, asked };
}

function surroundings(env: Record<string, string>, interpreter = jython) {
  const scratch = scratchFolder();
  const folder = join(scratch.folder, "packages");
  const options = { folder, requirements: "requirements.txt", interpreter, env, signal: AbortSignal.timeout(10_000) };
  return { scratch, folder, options };
}

const LISTING = `<a href="../../files/wrong-1.0.whl#sha256=${"0".repeat(64)}">x</a>
<a href="../../files/some%20package-1.0.tar.gz#sha256=${sha256}" data-requires-python="&gt;=2">y</a>`;

describe("download()", () => {
  it("takes the file with the pinned hash from the index, once", async () => {
    const index = await packageIndex({ "/simple/some-package/": LISTING, "/files/some%20package-1.0.tar.gz": CONTENT });
    const { folder, options } = surroundings({ PIP_INDEX_URL: index.url });
    const expected = [join(folder, "some package-1.0.tar.gz")];
    expect(await download([pin], options)).toEqual(expected);
    expect(await download([pin], options)).toEqual(expected);
    expect(index.asked).toEqual(["/simple/some-package/", "/files/some%20package-1.0.tar.gz"]);
    expect(readFileSync(expected[0] ?? "", "utf8")).toBe(CONTENT);
  });

  it("says what to set where there is neither pip nor an index", async () => {
    const { options } = surroundings({});
    await expect(download([pin], options)).rejects.toThrow(
      "cannot fetch Some.Package 1.0 without pip: set $PIP_INDEX_URL to a package index",
    );
  });

  it("refuses a file whose content is another one, and leaves nothing of it behind", async () => {
    const index = await packageIndex({
      "/simple/some-package/": LISTING,
      "/files/some%20package-1.0.tar.gz": "forged",
    });
    const { folder, options } = surroundings({ PIP_INDEX_URL: index.url });
    await expect(download([pin], options)).rejects.toThrow("does not have the pinned hash");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["the index does not know", {}, "answers 404"],
    [
      "has no file with the pinned hash",
      { "/simple/some-package/": "<a href='x'>x</a>" },
      "has no file of Some.Package 1.0",
    ],
  ])("fails for a package that %s", async (_, pages, message) => {
    const { options } = surroundings({ PIP_INDEX_URL: (await packageIndex(pages)).url });
    await expect(download([pin], options)).rejects.toThrow(message);
  });

  describe("from an index with a password in its URL", () => {
    const secret = (url: string) => url.replace("http://", "http://user:se%20cret@");

    it("sends it, and fetches", async () => {
      const pages = { "/simple/some-package/": LISTING, "/files/some%20package-1.0.tar.gz": CONTENT };
      const basic = `Basic ${Buffer.from("user:se cret").toString("base64")}`;
      const { folder, options } = surroundings({ PIP_INDEX_URL: secret((await packageIndex(pages, basic)).url) });
      expect(await download([pin], options)).toEqual([join(folder, "some package-1.0.tar.gz")]);
    });

    it.each(["http://127.0.0.1:9/", "not a url"])("never shows it: %s", async (url) => {
      const { options } = surroundings({ PIP_INDEX_URL: secret(url) });
      const failure = await download([pin], options).catch(String);
      expect(failure).toMatch(/cannot reach|no URL/);
      expect(failure).not.toMatch(/cret|user/);
    });
  });

  it("needs no network for what is there, whatever its name", async () => {
    const { scratch, options } = surroundings({ PIP_INDEX_URL: "http://127.0.0.1:9/" });
    const path = scratch.file("packages/by-hand.whl", CONTENT);
    expect(await download([pin], options)).toEqual([path]);
  });

  it("fetches a damaged file again", async () => {
    const index = await packageIndex({ "/simple/some-package/": LISTING, "/files/some%20package-1.0.tar.gz": CONTENT });
    const { scratch, options } = surroundings({ PIP_INDEX_URL: index.url });
    const path = scratch.file("packages/some package-1.0.tar.gz", CONTENT.slice(0, 4));
    expect(await download([pin], options)).toEqual([path]);
    expect(readFileSync(path, "utf8")).toBe(CONTENT);
  });

  it("lets the pip of a CPython fetch", async () => {
    const scratch = scratchFolder();
    const file = scratch.script("python", `[ "$3" = download ] && printf '${CONTENT}' > "$8/from-pip.whl"`);
    const { folder, options } = surroundings({}, { ...jython, file, implementation: "CPython" });
    expect(await download([pin], options)).toEqual([join(folder, "from-pip.whl")]);
  });

  it("asks the index where pip fails", async () => {
    const index = await packageIndex({ "/simple/some-package/": LISTING, "/files/some%20package-1.0.tar.gz": CONTENT });
    const file = scratchFolder().script("python", "exit 1");
    const { folder, options } = surroundings(
      { PIP_INDEX_URL: index.url },
      { ...jython, file, implementation: "CPython" },
    );
    expect(await download([pin], options)).toEqual([join(folder, "some package-1.0.tar.gz")]);
  });

  it("sweeps what an interrupted run left behind, but not what another run is making", async () => {
    const { scratch, options } = surroundings({});
    scratch.file("packages/good.whl", CONTENT);
    const old = scratch.file("packages/old.part", "half");
    const young = scratch.file("packages/young.part", "half");
    utimesSync(old, 0, 0);
    await download([pin], options);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });
});
