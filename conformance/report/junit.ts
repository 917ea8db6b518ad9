// JUnit XML for CI systems: one suite for each kind of check and area; a divergence is a failure, a case that could not
// be measured is an error.
import type { Problem, Result, Run } from "../run/result.ts";
import type { Printer } from "./printer.ts";
import { likelySentences } from "./sentences.ts";
import { excerpted } from "./shortened.ts";
import { attribute, text } from "./xml.ts";

export const junit: Printer = (run) => {
  const suites = [...groupBySuite(run.results)].map(([name, results]) => suite(name, results, run));
  const problems = run.problems.length === 0 ? [] : [problemSuite(run)];
  const counts = countsOf(run.results, run.problems);
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="coordinate-conformance" ${counts} time="${seconds(run.milliseconds)}">
${[...suites, ...problems].join("")}</testsuites>
`;
};

function groupBySuite(results: readonly Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const name = `${result.suite}/${result.case.split(/[/:]/)[0]}`;
    groups.set(name, [...(groups.get(name) ?? []), result]);
  }
  return groups;
}

function suite(name: string, results: readonly Result[], run: Run): string {
  const time = seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  const facts = `name="${attribute(name)}" ${countsOf(results, [])} time="${time}" timestamp="${run.startedAt.slice(0, 19)}"`;
  return `  <testsuite ${facts}>
    <properties>
      <property name="daemon" value="${attribute(run.daemon)}"/>
      <property name="tool" value="${attribute(run.tool)}"/>
      <property name="compare" value="${attribute(run.compare)}"/>${run.suite === undefined ? "" : `\n      <property name="suite" value="${attribute(run.suite.name)}"/>`}
    </properties>
${results.map((result) => testcase(name, result)).join("")}  </testsuite>
`;
}

function testcase(suiteName: string, result: Result): string {
  const facts = `classname="${attribute(suiteName)}" name="${attribute(result.case)}" time="${seconds(result.milliseconds)}"`;
  const message = attribute(result.reason ?? "");
  switch (result.outcome) {
    case "passed":
      return `    <testcase ${facts}/>\n`;
    case "not-run":
      return `    <testcase ${facts}>\n      <skipped message="${message}"/>\n    </testcase>\n`;
    case "diverged":
      return `    <testcase ${facts}>\n      <failure message="${message}" type="diverged">${text(detailOf(result))}</failure>\n    </testcase>\n`;
    case "unmeasured":
      return `    <testcase ${facts}>\n      <error message="${message}" type="unmeasured">${text(detailOf(result))}</error>\n    </testcase>\n`;
    default:
      return result.outcome satisfies never;
  }
}

function problemSuite(run: Run): string {
  const cases = run.problems.map(({ outcome, message }, i) => {
    const kind = outcome === "diverged" ? "failure" : "error";
    const facts = `classname="run" name="problem ${i + 1}" time="0.000"`;
    const first = attribute(message.split("\n")[0] ?? "");
    return `    <testcase ${facts}>\n      <${kind} message="${first}" type="${outcome}">${text(message)}</${kind}>\n    </testcase>\n`;
  });
  const counts = countsOf([], run.problems);
  return `  <testsuite name="run" ${counts} time="0.000" timestamp="${run.startedAt.slice(0, 19)}">\n${cases.join("")}  </testsuite>\n`;
}

function countsOf(results: readonly Result[], problems: readonly Problem[]): string {
  const count = (outcome: string) => [...results, ...problems].filter((each) => each.outcome === outcome).length;
  const tests = results.length + problems.length;
  return `tests="${tests}" failures="${count("diverged")}" errors="${count("unmeasured")}" skipped="${count("not-run")}"`;
}

function detailOf(result: Result): string {
  const { differences, stale, detail } = result;
  const broken = likelySentences(result).map((sentence) => `breaks ${sentence}`);
  const found = excerpted(differences).map(
    ({ step, reply, path, kind, expected, got, offset, call, sent, recorded, replied }) =>
      [
        `step ${step}: ${call.join("; ")}`,
        `reply ${reply} ${path} ${kind}${offset === undefined ? "" : ` at byte ${offset}`}`,
        `expected ${expected}`,
        `got      ${got}`,
        `sent     ${sent}`,
        `recorded ${recorded}`,
        `reply    ${replied}`,
      ].join("\n"),
  );
  return [
    ...(broken.length === 0 ? [] : [broken.join("\n")]),
    ...found,
    ...stale,
    ...(detail === undefined ? [] : [detail]),
  ].join("\n\n");
}

const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(3);
