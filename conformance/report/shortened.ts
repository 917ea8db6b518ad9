// Shortens findings for machine-readable reports: a reply of megabytes with thousands of differences would be repeated
// for each of them.
import type { Finding } from "../run/result.ts";

/** Of a value in notation, and of bytes in hex, at most so many characters. */
const NOTATION = 4096;
const HEX = 16_384;
/** Of a case at most so many: who begins to write a daemon has thousands in a long one. */
const FINDINGS = 20;

/** The findings of a case: bytes stand with the first finding of their reply alone, and everything has an end. */
export function shortened(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.slice(0, FINDINGS).map((finding) => {
    const reply = `${finding.step} ${finding.reply}`;
    const isFirst = !seen.has(reply);
    seen.add(reply);
    const hex = (text: string) => (isFirst ? text.slice(0, HEX) : "");
    return {
      ...finding,
      call: finding.call.slice(0, 20).map(cut),
      expected: cut(finding.expected),
      got: cut(finding.got),
      sent: hex(finding.sent),
      recorded: hex(finding.recorded),
      replied: hex(finding.replied),
    };
  });
}

const cut = (text: string) =>
  text.length <= NOTATION ? text : `${text.slice(0, NOTATION)}... (${text.length} characters)`;
