import { describe, expect, it } from "vitest";
import { sampleRun } from "../testing/sample-run.ts";
import { htmlReport } from "./report.ts";
import { goldenOf, judged, replyFrame, result, sampleReport } from "./testing/sample.ts";

/** The report without style and script. */
const bodyOf = (report: string) => report.slice(report.indexOf("<body>"));

describe("htmlReport()", () => {
  it("is a self-contained page that loads nothing", () => {
    const report = htmlReport(sampleReport());
    expect(report.match(/<script/g)).toHaveLength(1);
    expect(report.match(/<(?:link|img|iframe|object|embed|video|audio|base|form)[^>]*>/g)).toEqual([
      '<link rel="icon" href="data:,">',
    ]);
    expect(report).not.toMatch(/url\(|@import/);
  });

  it("escapes everything that a daemon sent", () => {
    const body = bodyOf(htmlReport(sampleReport()));
    expect(body).not.toMatch(/<(?:script|img)/);
    expect(body).toContain("&#60;script&#62;document.title");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(body).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
  });

  it("shows the expected and the received value of each difference, with bytes", () => {
    const golden = goldenOf("a/b", "t", [{ method: "now", params: "", result: "1.0_3" }]);
    const { run } = sampleReport();
    const only = { ...run, problems: [], results: [judged(golden, [replyFrame(1, "1")])] };
    const body = bodyOf(htmlReport({ run: only, goldens: [golden] }));
    expect(body).toContain('<pre class="call"><code>now()</code></pre>');
    expect(body).toContain('<td data-label="Expected"><code>1.0_3</code></td>');
    expect(body).toContain('<td data-label="Got"><code>1</code></td>');
    expect(body).toContain('<mark class="differs">fb</mark>');
    expect(body).toContain('<mark class="differs">1.0_3</mark>');
  });

  it("shows values that a mask accepted as masked, beside differences", () => {
    const masks = '[{at: "[0]", is: now, within: 2}]';
    const golden = goldenOf("a/b", "t", [{ method: "now", params: "", result: "[1795459217, 1]", masks }]);
    const { run } = sampleReport();
    const only = { ...run, results: [judged(golden, [replyFrame(1, "[1795459218, 2]")])] };
    const body = bodyOf(htmlReport({ run: only, goldens: [golden] }));
    const sides = body.slice(body.indexOf('<div class="sides">'));
    expect(sides).toMatch(/\[<mark class="mask" title="[^"]*">now ±2 s<\/mark>, <mark class="differs">1<\/mark>\]/);
    expect(sides).toMatch(/\[<mark class="mask" title="[^"]*">1795459218<\/mark>, <mark class="differs">2<\/mark>\]/);
    expect(sides).toContain('<mark class="mask">1a 6b 04 88 92</mark>');
  });

  it.each([
    ["passed", "as expected"],
    ["diverged", "diverged"],
    ["not-run", "nothing was compared"],
    ["unmeasured", "could not be measured"],
  ] as const)("says of a run whose only case is %s: %s", (outcome, verdict) => {
    const { run } = sampleReport();
    const body = bodyOf(htmlReport({ run: { ...run, problems: [], results: [result("a/b", outcome)] }, goldens: [] }));
    expect(/<p class="verdict [a-z]+">([^<]*)</.exec(body)?.[1]).toBe(verdict);
    expect(body.includes("Not as expected")).toBe(outcome === "diverged" || outcome === "unmeasured");
  });

  it("lists unexpected cases, the first ones at once and the others on demand", () => {
    const { run } = sampleReport();
    const of = (count: number) => {
      const results = Array.from({ length: count }, (_, at) => result(`a/${at}`, "diverged"));
      return bodyOf(htmlReport({ run: { ...run, problems: [], results }, goldens: [] }));
    };
    expect(of(13)).not.toContain(" more</summary>");
    expect(of(14)).toContain("<summary>2 more</summary>");
    const [, list = ""] = /id="trouble-title"([\s\S]*?)<\/section>/.exec(of(14)) ?? [];
    expect(list.match(/<a class="name" href="#golden:/g)).toHaveLength(14);
  });

  it("shows listed divergences, by reason and in their cases", () => {
    const { run } = sampleReport();
    const [first] = sampleRun.results.flatMap(({ differences }) => differences);
    if (first === undefined) throw new Error("no sample");
    const listed = [{ point: "K3", reason: "leases last 900 s", count: 7, flaky: false, from: "x:1", first }];
    const results = [{ ...result("a/known", "passed"), expected: 7, listed }, result("a/other", "passed")];
    const body = bodyOf(htmlReport({ run: { ...run, problems: [], results }, goldens: [] }));
    expect(body).toContain("<b>2 of 2 cases passed</b>, 1 of them with divergences as listed");
    const [, section = ""] = /id="known-title"([\s\S]*?)<\/section>/.exec(body) ?? [];
    expect(section).toContain('<b>K3</b> 1 case, <span class="quiet">7 differences</span>');
    expect(section).toContain('href="#golden:a/known"');
    expect(body).toContain('<input type="radio" name="outcome" value="known"> as listed');
    expect(/<div class="listed">([\s\S]*?)<\/div>/.exec(body)?.[1]).toContain("[0].status: expected 3, got");
  });

  it("shows cases newer than the suite separately from those that count", () => {
    const { run } = sampleReport();
    const suite = { name: "0.1", changed: ["a/b"], later: [result("a/later", "diverged")] };
    const body = bodyOf(
      htmlReport({ run: { ...run, problems: [], results: [result("a/b", "passed")], suite }, goldens: [] }),
    );
    expect(body).toContain("<b>1 of 1 cases passed</b>");
    expect(body).toContain('Later than suite 0.1 <span class="quiet">not counted: 0 of 1 passed</span>');
    expect(body).toContain("changed since, and judged as the suite has them: a/b");
  });

  it("shows how many cases of each area passed", () => {
    const body = bodyOf(htmlReport(sampleReport()));
    expect(body).toContain('<a href="#area:flow"><span class="name">flow</span> <span class="quiet">4 of 4</span>');
    expect(body).toContain('<a href="#area:wire"><span class="name">wire</span> <span class="bad">0 of 2</span>');
    expect(body).toContain('<rect class="good" width="0" height="1"/><rect class="bad" x="0" width="2" height="1"/>');
  });

  it("shows coverage and kill matrix if they are given", () => {
    const sample = sampleReport();
    const body = bodyOf(htmlReport(sample));
    expect(body).toContain("1 of 3 items of the protocol");
    expect(body).toContain("of 3 servers that are wrong in one way each, the goldens find out 2");
    expect(body).toContain("none: it lives");
    expect(body).toContain(
      '<a class="name" href="#golden:flow/add">flow/add</a> <span class="quiet">and 6 more</span>',
    );
    // A case that the page does not contain.
    expect(body).toContain('<span class="name">elsewhere/encoding</span>');
    const without = bodyOf(htmlReport({ run: sample.run, goldens: sample.goldens }));
    expect(without).not.toContain("Coverage");
    expect(without).not.toContain("Kill matrix");
  });

  it("stays small for long replies with many differences", () => {
    const long = `[${Array(20_000).fill("'aaaaaaaa'").join(", ")}]`;
    const golden = goldenOf("a/b", "t", [{ method: "now", params: "", result: long }]);
    const other = replyFrame(1, long.replaceAll("a'", "b'"));
    const { run } = sampleReport();
    const report = htmlReport({ run: { ...run, results: [judged(golden, [other])] }, goldens: [golden] });
    expect(report.length).toBeLessThan(300_000);
  });
});

describe("the verdict at the top", () => {
  const page = htmlReport({ run: sampleRun, goldens: [] });

  it("shows passed cases by tier, and each cause with its sentence and its shortest case", () => {
    expect(page).toMatch(/<span class="name">core<\/span> <span class="bad">\d+ of \d+<\/span>/);
    expect(page).toContain("`archive` MUST answer with the result `null`, and change nothing.");
    expect(page).toMatch(/id="causes-title"[\s\S]*<a class="name" href="#golden:work\/two">work\/two<\/a>/);
  });

  it("is omitted from a run whose cases demand no clause", () => {
    const python = { ...sampleRun, results: sampleRun.results.filter(({ suite }) => suite === "python") };
    expect(htmlReport({ run: python, goldens: [] })).not.toContain("by tier and feature");
  });
});
