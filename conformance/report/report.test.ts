import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { Parser as TapParser } from "tap-parser";
import { describe, expect, it } from "vitest";
import { assemble } from "../cbor/assemble.ts";
import { frameOf } from "../cbor/frame.ts";
import { goldenOf } from "../golden/testing/golden.ts";
import type { Result, Run } from "../run/result.ts";
import { badge } from "./badge.ts";
import { github, githubSummary } from "./github.ts";
import { guideText } from "./guide.ts";
import { trouble } from "./html/overview.ts";
import { htmlReport } from "./html/report.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { pretty } from "./pretty.ts";
import { painter } from "./style.ts";
import { tap } from "./tap.ts";
import { goodRun, sampleRun, plainStyle as style } from "./testing/sample-run.ts";

function guideOf(run: Run): string {
  const order = [{ golden: goldenOf([], { id: "work/two" }), step: undefined }];
  const again = (id: string) => `run ${id}`;
  const commands = { again, without: again, guide: "run --guide", core: undefined, address: "HOST:PORT" };
  return guideText([], order, run, undefined, commands, painter(false));
}

/** Two cases of a suite, one of them with a listed divergence, and a newer case that diverged. */
function ofSuite(): Run {
  const [passed, diverged] = sampleRun.results;
  const first = diverged?.differences[0];
  if (passed === undefined || diverged === undefined || first === undefined) throw new Error("no sample");
  const frozen = { tier: "core", features: [] } as const;
  const listed = [{ point: "K3", reason: "leases last 900 s", count: 2, flaky: false, from: "x.yaml:1", first }];
  const suite = { name: "0.1", changed: ["work/one"], later: [{ ...diverged, case: "work/later" }] };
  const results = [
    { ...passed, frozen },
    { ...passed, case: "work/two", frozen, expected: 2, listed },
  ];
  return { ...goodRun, results, suite };
}

const noted: Run = { ...sampleRun, notes: ["time stands still"] };

it.each<[string, string]>([
  ["pretty", pretty(noted, style)],
  ["json", json(noted, style)],
  ["the summary on GitHub", githubSummary(noted)],
  ["html", String(trouble(noted))],
])("%s shows what may explain failures", (_, text) => {
  expect(text).toContain("time stands still");
});

it.each<[string, string]>([
  ["pretty", pretty(sampleRun, style)],
  ["tap", tap(sampleRun, style)],
  ["junit", junit(sampleRun, style)],
  ["json", json(sampleRun, style)],
  ["the summary on GitHub", githubSummary(sampleRun)],
  ["html", htmlReport({ run: sampleRun, goldens: [] })],
])("%s names the version of the tool", (_, text) => {
  expect(text).toContain(sampleRun.tool);
});

describe("json report", () => {
  const schema: object = JSON.parse(readFileSync(new URL("./report.schema.json", import.meta.url), "utf8"));
  const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

  it.each([
    ["a run with every outcome", sampleRun],
    ["a good run", goodRun],
    ["a run without cases", { ...goodRun, results: [] }],
    ["a run with a note", noted],
    ["a run of a frozen suite with listed divergences", ofSuite()],
  ])("fits its schema: %s", (_, run) => {
    validate(JSON.parse(json(run, style)));
    expect(validate.errors).toBeNull();
  });

  it("contains all fields of a difference", () => {
    const report = JSON.parse(json(sampleRun, style));
    expect(report.results[1].differences[0]).toEqual(sampleRun.results[1]?.differences[0]);
    expect(report).toMatchObject({
      version: 1,
      exitCode: 1,
      totals: { passed: 1, diverged: 2, unmeasured: 1, "not-run": 1 },
    });
  });
});

describe("junit report", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => /^test(suite|case)$/.test(name),
  });

  it("is well-formed XML with counts that add up", () => {
    const text = junit(sampleRun, style);
    expect(XMLValidator.validate(text)).toBe(true);
    const { testsuites } = parser.parse(text);
    expect(testsuites).toMatchObject({ tests: "7", failures: "3", errors: "2", skipped: "1" });
    expect(testsuites.testsuite.map(({ name, tests }: { name: string; tests: string }) => [name, tests])).toEqual([
      ["golden/work", "2"],
      ["golden/wire", "2"],
      ["python/test_task_master.py", "1"],
      ["run", "2"],
    ]);
    const cases = testsuites.testsuite.flatMap(({ testcase }: { testcase: object[] }) =>
      testcase.map((each) => ["failure", "error", "skipped"].find((kind) => kind in each)),
    );
    expect(cases).toEqual([undefined, "failure", "skipped", "error", "failure", "error", "failure"]);
  });

  it("keeps special characters, except those that XML forbids", () => {
    const { testsuites } = parser.parse(junit(sampleRun, style));
    expect(testsuites.testsuite[0].testcase[1].failure["#text"]).toContain('got      "a<b>&]]> #1 \\\u{fffd} é"');
  });
});

describe("tap report", () => {
  it("is TAP 14 with a test point for each case and problem", () => {
    const points: [boolean, string, unknown][] = [];
    const results = TapParser.parse(tapOf(sampleRun));
    for (const event of results) if (event[0] === "assert") points.push([event[1].ok, event[1].name, event[1].skip]);
    expect(points.map(([ok, name]) => `${ok} ${name}`)).toEqual([
      "true work/one: a unit, finished",
      "false work/two: what # skip differs",
      "true wire/three: a unit, finished",
      "false wire/four: a unit, finished",
      "false test_task_master.py::test_clear: test_clear",
      "false the daemon exited with code 1; the end of its stderr:",
      "false peers/x/divergences.yaml:3: there is no case 'gone'",
    ]);
    expect(points[2]?.[2]).toBe("skipped by request");
  });

  it("contains the differences as YAML", () => {
    const [, failed] = TapParser.parse(tapOf(sampleRun)).filter((event) => event[0] === "assert");
    expect(failed?.[1]).toMatchObject({
      diag: { outcome: "diverged", differences: [{ step: 2, path: "[0].status" }, {}] },
    });
  });

  const tapOf = (run: typeof sampleRun) => tap(run, style);
});

describe("a run of a frozen suite", () => {
  const run = ofSuite();

  it("names the suite, and lists newer and changed cases separately", () => {
    const text = pretty(run, style);
    expect(text).toContain("127.0.0.1:5932, suite 0.1, level ordered");
    expect(text).toContain("later than suite 0.1, not counted: 0 passed, 1 failed (work/later)\n");
    expect(text).toContain("changed since, judged as suite 0.1 has them: 1\n");
    expect(text).toMatch(/\n2 passed, 0 failed, 0 skipped\n$/);
  });

  it("keeps later cases out of the totals and the exit code of the json report", () => {
    const report = JSON.parse(json(run, style));
    expect(report).toMatchObject({ exitCode: 0, totals: { passed: 2, diverged: 0 }, suite: { name: "0.1" } });
    expect(report.suite.later).toMatchObject([{ case: "work/later", outcome: "diverged" }]);
  });

  it("names the suite in the other reports", () => {
    expect(junit(run, style)).toContain('<property name="suite" value="0.1"/>');
    expect(tap(run, style)).toContain(", suite 0.1\n");
    expect(githubSummary(run)).toContain("127.0.0.1:5932, suite 0.1, level");
  });
});

describe("github report", () => {
  it("has one workflow command for each failed case, on the golden's line", () => {
    const lines = github(sampleRun, style).trimEnd().split("\n");
    const command = /^::(error|notice)( [a-z]+=[^:,]+(,[a-z]+=[^:,]+)*)?::[^\r\n]+$/;
    expect(lines.slice(0, -1).every((line) => command.test(line))).toBe(true);
    expect(lines[0]).toMatch(/^::error file=conformance\/goldens\/work\/two.yaml,line=12,title=work\/two::step 2/);
    expect(lines[0]).toContain("%0Astep 2 connection closed");
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe("1 passed, 3 failed, 1 skipped");
    expect(lines[3]).toContain("50%25, bang");
  });

  it("lists ten cases and counts the rest", () => {
    const [, diverged] = sampleRun.results;
    if (diverged === undefined) throw new Error("no sample");
    const text = github({ ...sampleRun, problems: [], results: Array(12).fill(diverged) }, style);
    expect(text.match(/^::error/gm)).toHaveLength(10);
    expect(text).toContain("::notice::2 more cases failed");
  });

  it("escapes the table cells of the Markdown summary", () => {
    const rows = githubSummary(sampleRun)
      .split("\n")
      .filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(5);
    expect(rows[2]).toBe("| work/two | diverged | step 2 [0].status value: expected 3, got &lt;4> # 100% and more |");
  });

  it("points to a file in the workspace: the stale entry, the golden, the list or the workflow", () => {
    const places = (change: Partial<Result>, mine: readonly string[], peer?: string) => {
      const [diverged] = sampleRun.results.filter(({ outcome }) => outcome === "diverged");
      if (diverged === undefined) throw new Error("no sample");
      const run = { ...sampleRun, peer, problems: [], results: [{ ...diverged, ...change }] };
      const annotates = {
        pathOf: (file: string) => (mine.includes(file) ? `daemon/${file}` : undefined),
        otherwise: ".github/workflows/ci.yml",
      };
      return /^::error (.*),title=/.exec(github(run, { ...style, annotates }))?.[1];
    };
    const stale = { differences: [], stale: ["known.yaml:7 (K1) step 4 result value"] };
    const mine = ["known.yaml", "conformance/goldens/work/two.yaml"];
    expect(places(stale, mine)).toBe("file=daemon/known.yaml,line=7");
    expect(places({}, mine)).toBe("file=daemon/conformance/goldens/work/two.yaml,line=12");
    expect(places({}, ["known.yaml"], "known.yaml")).toBe("file=daemon/known.yaml,line=1");
    expect(places({}, [], "go-coordinate")).toBe("file=.github/workflows/ci.yml,line=1");
  });
});

describe("a reply with a name of 65,000 characters", () => {
  const name = "n".repeat(65_000);
  const reply = (status: string) =>
    frameOf(assemble(`{'id': 1, 'result': {"${name}": [1, 2], "status": "${name}${status}"}}`)).toString("hex");
  const [, diverged] = sampleRun.results;
  const [finding] = diverged?.differences ?? [];
  if (diverged === undefined || finding === undefined) throw new Error("no sample");
  const long = {
    ...finding,
    path: ".status",
    call: [`get_work_spec('${name}')`, `get_work_unit('${name}')`],
    ...{ reply: 2, sent: `${reply("a")}${reply("b")}`, recorded: reply("pending"), replied: reply("finished") },
    ...{ expected: `"${name}pending"`, got: `"${name}finished"` },
  };
  const stale: string[] = [];
  const run = { ...sampleRun, problems: [], results: [{ ...diverged, differences: [long, long], stale }] };

  it.each<[string, string]>([
    ["pretty", pretty(run, style)],
    ["github", github(run, style)],
    ["tap", tap(run, style)],
    ["junit", junit(run, style)],
    ["guide", guideOf(run)],
  ])("is cut in the %s report, around the place that differs", (_, text) => {
    expect(text.match(/n{200}/)).toBeNull();
    expect(text).toMatch(/before\)\.\.\.n+pending|n+pending"»/);
    expect(text).toMatch(/before\)\.\.\.n+finished|n+finished"»/);
  });

  it("is cut in the table of the html report", () => {
    const text = htmlReport({ run, goldens: [] });
    expect(text).toMatch(/before\)\.\.\.n{100,200}pending/);
    expect(text).toMatch(/before\)\.\.\.n{100,200}finished/);
  });

  it("shows the request, and the bytes from shortly before the first that differs, with their offset", () => {
    const lines = pretty(run, style).split("\n");
    const from = (name: string) => lines.find((line) => line.trimStart().startsWith(name))?.trim();
    expect(from("asked")).toMatch(/^asked {5}get_work_unit\('n+\.\.\.\([\d,]+ characters more\)$/);
    const hex = Buffer.from("pending").toString("hex");
    expect(from("recorded")).toMatch(new RegExp(`^recorded {2}from byte 129,9\\d\\d: (6e)+${hex}$`));
    expect(from("sent")).toMatch(/^sent {6}d8185a[0-9a-f]+\.\.\.\([\d,]+ bytes more\)$/);
  });

  it("has ten times as much of it with --verbose", () => {
    const text = pretty(run, { ...style, verbose: true });
    expect(text).toMatch(/n{1500}/);
    expect(text.match(/n{2000}/)).toBeNull();
  });
});

describe("badge", () => {
  it.each([
    ["green", goodRun, { message: "2 of 2 ordered", color: "brightgreen" }],
    ["red", sampleRun, { message: "1 of 4 ordered", color: "red" }],
    ["grey for nothing", { ...goodRun, results: [] }, { message: "nothing measured", color: "lightgrey" }],
  ])("is %s", (_, run, shown) => {
    expect(JSON.parse(badge(run, style))).toEqual({
      schemaVersion: 1,
      label: "coordinate conformance 0.0.0",
      ...shown,
    });
  });

  it("names the suite that the cases are of", () => {
    expect(JSON.parse(badge(ofSuite(), style)).message).toBe("2 of 2 ordered, suite 0.1");
  });
});

it.each([
  ["junit", junit],
  ["tap", tap],
  ["github", github],
  ["json", json],
] as const)("the %s report prints the sentence that a failed case breaks", (_, print) => {
  expect(print(sampleRun, style)).toContain(
    "CONF-2: `archive` MUST answer with the result `null`, and change nothing.",
  );
});
