// Shortens findings for reports that list them: without this, a reply of megabytes would be repeated for each of its
// differences.
import { excerpt, SHORT } from "../judge/excerpt.ts";
import type { Finding } from "../run/result.ts";
import { differsAt, shownBytes, shownValues } from "./differs-at.ts";
import { requestOf } from "./request.ts";

/** Maximum number of characters of a value in notation, and of a frame in hex, for programs. */
const NOTATION = 4096;
const HEX = 16_384;
/** Maximum number of findings of a case; an unfinished daemon may cause thousands in a long case. */
const FINDINGS = 20;

/**
 * The findings of a case for programs, limited in number and length. Only the first finding of a reply keeps the
 * frames' bytes.
 */
export function shortened(findings: readonly Finding[]): Finding[] {
  const isFirst = firstOfReplies();
  return findings.slice(0, FINDINGS).map((finding) => {
    const keeps = isFirst(finding);
    const hex = (text: string) => (keeps ? text.slice(0, HEX) : "");
    const [expected, got] = shownValues(finding, NOTATION);
    return {
      ...finding,
      call: finding.call.slice(0, 20).map((call) => excerpt(call, NOTATION)),
      expected,
      got,
      sent: hex(finding.sent),
      recorded: hex(finding.recorded),
      replied: hex(finding.replied),
    };
  });
}

/** The same for people: values and bytes around the first difference, and only the request that the reply answers. */
export function excerpted(findings: readonly Finding[]): Finding[] {
  const isFirst = firstOfReplies();
  return findings.slice(0, FINDINGS).map((finding) => {
    const keeps = isFirst(finding);
    const request = requestOf(finding);
    const at = differsAt(finding);
    const hex = (text: string, from: number) => {
      const { before, same, other, more } = shownBytes(keeps ? text : "", from, SHORT);
      return `${before}${same}${other}${more}`;
    };
    const [expected, got] = shownValues(finding, SHORT);
    return {
      ...finding,
      path: excerpt(finding.path, SHORT),
      call: [excerpt(request.call, SHORT)],
      expected,
      got,
      sent: hex(request.sent, 0),
      recorded: hex(finding.recorded, at.recorded),
      replied: hex(finding.replied, at.replied),
    };
  });
}

/** Whether a finding is the first of its reply among those asked for. */
function firstOfReplies(): (finding: Finding) => boolean {
  const seen = new Set<string>();
  return ({ step, reply }) => {
    const key = `${step} ${reply}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  };
}
