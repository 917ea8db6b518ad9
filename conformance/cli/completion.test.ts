import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Surroundings } from "../command.ts";
import { completionOf } from "./completion.ts";
import { completionTable } from "./options/completion.ts";
import { address, cases, file, oneOf } from "./table/kinds.ts";
import { parseLine } from "./table/parse.ts";
import { table } from "./table/table.ts";

const play = table({
  name: "play",
  summary: "it's [all] played: twice",
  usage: ["[options] [CASE...] -- COMMAND..."],
  about: [],
  groups: {
    Options: {
      cases: { words: "CASE", is: cases, about: "ids" },
      command: { rest: "COMMAND", about: "a daemon" },
      compare: { value: "LEVEL", is: oneOf(["python", "ordered", "bytes"]), about: "how it's compared" },
      skip: { value: "CASE", is: cases, about: "leave these out" },
      keep: { value: "FILE", is: file, about: "where to keep [all] of it" },
      address: { value: "HOST:PORT", is: address, about: "where" },
      loud: { about: "say more" },
    },
  },
  exits: {},
  examples: [],
});

const folder = mkdtempSync(join(tmpdir(), "coordinate-completion-"));
const script = (shell: string) => join(folder, `completion.${shell}`);
const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder };

async function complete(...argv: string[]) {
  let stdout = "";
  const around: Surroundings = {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => {} },
    env: {},
    signal: new AbortController().signal,
  };
  const completion = completionOf([play, completionTable]);
  await completion(parseLine(completionTable, argv), around);
  return stdout;
}

/** The lines that a shell prints when it runs a script. */
function run(shell: string, ...args: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(shell, args, { env, encoding: "utf8" });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter(Boolean);
}

const isMissing = (shell: string) => spawnSync(shell, ["-c", "exit 0"]).status !== 0;
const inShell = (shell: string) => `in ${shell}${isMissing(shell) ? ": not installed" : ""}`;

beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) writeFileSync(script(shell), await complete(shell));
  const program = join(folder, "coordinate-conformance");
  writeFileSync(program, '#!/bin/sh\n[ "$*" = "list --ids" ] && printf "flow/add\\nwire/head\\n"\n');
  chmodSync(program, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("completion", () => {
  it.each([
    [[], "name one shell: bash, zsh, fish"],
    [["bash", "zsh"], "name one shell: bash, zsh, fish"],
    [["constructor"], "SHELL takes bash, zsh, fish, not 'constructor'"],
  ])("refuses %j", async (argv, message) => {
    await expect(complete(...argv)).rejects.toThrow(message);
  });

  describe.skipIf(isMissing("bash"))(inShell("bash"), () => {
    const OPTIONS = ["--compare", "--skip", "--keep", "--address", "--loud", "--help"];
    it.each([
      [["pl"], ["play"]],
      [[""], ["play", "completion"]],
      [["play", "--"], OPTIONS],
      [["play", "--c"], ["--compare"]],
      [
        ["play", "--compare", ""],
        ["python", "ordered", "bytes"],
      ],
      [["play", "--skip", "fl"], ["flow/add"]],
      [["play", "wi"], ["wire/head"]],
      [["play", "--keep", ""], []],
      [["play", "--", "--c"], []],
      [
        ["completion", ""],
        ["bash", "zsh", "fish"],
      ],
    ])("%j", (words, offered) => {
      const typed = ["coordinate-conformance", ...words].map((word) => `'${word}'`).join(" ");
      const body = `source "$0"; COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _coordinate_conformance; printf '%s\\n' "\${COMPREPLY[@]}"`;
      expect(run("bash", "-c", body, script("bash"))).toEqual(offered);
    });
  });

  describe.skipIf(isMissing("fish"))(inShell("fish"), () => {
    it.each([
      ["pl", ["play"]],
      ["play --", ["--address", "--compare", "--help", "--keep", "--loud", "--skip"]],
      ["play --compare ", ["bytes", "ordered", "python"]],
      ["play --skip fl", ["flow/add"]],
      ["play wi", ["wire/head"]],
      ["completion ", ["bash", "fish", "zsh"]],
    ])("%j", (line, offered) => {
      const out = run(
        "fish",
        "--no-config",
        "-c",
        `source ${script("fish")}; complete -C "coordinate-conformance ${line}"`,
      );
      expect(out.map((each) => each.split("\t")[0]).sort()).toEqual(offered);
    });
  });

  describe.skipIf(isMissing("zsh"))(inShell("zsh"), () => {
    // The arguments of the functions of zsh's completion system.
    const STUBS = `compdef() {}; _describe() { print -l "\${(P@)2}" }; _arguments() { print -rl -- "$@" }; _normal() { print normal $words }`;
    const ask = (...words: string[]) => {
      const typed = ["coordinate-conformance", ...words].map((word) => `'${word}'`).join(" ");
      const body = `${STUBS}; source "$0"; words=(${typed}); CURRENT=${words.length + 1}; _coordinate_conformance`;
      return run("zsh", "-f", "-c", body, script("zsh"));
    };

    it("offers commands, with quotes and colons in their summaries", () => {
      expect(ask("")).toEqual(["play:it's [all] played: twice", "completion:print a completion script for your shell"]);
    });

    it("offers options, their values and cases", () => {
      expect(ask("play", "")).toEqual([
        "*--compare[how it's compared]:LEVEL:(python ordered bytes)",
        "*--skip[leave these out]:CASE:_coordinate_conformance_cases",
        "*--keep[where to keep \\[all\\] of it]:FILE:_files",
        "*--address[where]:HOST\\:PORT: ",
        "*--loud[say more]",
        "*--help[what it does and takes]",
        "*:case:_coordinate_conformance_cases",
      ]);
    });

    it("leaves the daemon's command line to its own completion", () => {
      expect(ask("play", "--", "daemon", "")).toEqual(["normal daemon"]);
    });
  });
});
