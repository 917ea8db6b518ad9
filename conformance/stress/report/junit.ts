// The JUnit XML report of a stress run: one test case for each kind of violation, so that CI systems can track each.
import { attribute, text } from "../../report/xml.ts";
import { describeCall } from "../history/describe-call.ts";
import { clauseOf, KINDS, VIOLATION_KINDS } from "../kinds.ts";
import type { StressResult } from "../live/result.ts";

export function junitReport(result: StressResult): string {
  const cases = VIOLATION_KINDS.map((kind) => {
    const name = `${kind}: ${KINDS[kind].title}`;
    const facts = `classname="stress" name="${attribute(name)}" time="0.000"`;
    const count = result.kinds.get(kind) ?? 0;
    if (count > 0) {
      const [first] = result.violations.filter((each) => each.kind === kind);
      const clause = clauseOf(kind);
      const lines = [
        ...(clause === null ? [] : [`${clause.id}: ${clause.sentence}`]),
        `found ${count} times`,
        ...(first?.own.map(describeCall) ?? []),
        result.again,
      ];
      const message = attribute(first?.what ?? name);
      return `    <testcase ${facts}>\n      <failure message="${message}" type="${kind}">${text(lines.join("\n"))}</failure>\n    </testcase>\n`;
    }
    if (result.verdict === "not measured") {
      return `    <testcase ${facts}>\n      <skipped message="${attribute(result.reason ?? "")}"/>\n    </testcase>\n`;
    }
    return `    <testcase ${facts}/>\n`;
  });
  const failures = VIOLATION_KINDS.filter((kind) => (result.kinds.get(kind) ?? 0) > 0).length;
  const skipped = result.verdict === "not measured" ? VIOLATION_KINDS.length - failures : 0;
  const counts = `tests="${VIOLATION_KINDS.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${result.seconds.toFixed(3)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="coordinate-conformance stress" ${counts}>
  <testsuite name="stress" ${counts} timestamp="${result.startedAt.slice(0, 19)}">
    <properties>
      <property name="daemon" value="${attribute(result.daemon)}"/>
      <property name="seed" value="${result.seed}"/>
    </properties>
${cases.join("")}  </testsuite>
</testsuites>
`;
}
