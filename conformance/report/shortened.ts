// Shortens findings for machine-readable reports: without this, a reply of megabytes would be repeated for each of its
// differences.
import type { Finding } from "../run/result.ts";

/** Maximum number of characters of a value in notation, and of a frame in hex. */
const NOTATION = 4096;
const HEX = 16_384;
/** Maximum number of findings of a case; an unfinished daemon may cause thousands in a long case. */
const FINDINGS = 20;

/** The findings of a case, limited in number and length. Only the first finding of a reply keeps the frames' bytes. */
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
