// npm run fuzz [-- --seed 1 --seconds 60 --out FILE]: coverage-guided fuzzing of the daemon in this process with malformed frames.
// Exit code 1 if it finds wrong behaviour; the input is then shrunk and written as a candidate for a golden.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { goldens } from "../../../conformance/run/suite.ts";
import { candidate } from "../../../conformance/stress/fuzz/candidate.ts";
import { requestsIn } from "../../../conformance/stress/hostile/corpus.ts";
import { clauseSentence } from "../../../conformance/stress/kinds.ts";
import { guidedFuzz } from "./guided-fuzz.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seconds: { type: "string", default: "60" },
    out: { type: "string", default: "reports/fuzz/guided.yaml" },
  },
});
const seed = Number(values.seed);
const corpus = requestsIn(goldens());
const end = performance.now() + Number(values.seconds) * 1_000;
const { sent, kept, states, finding } = await guidedFuzz(corpus, seed, () => performance.now() > end);
console.log(
  `seed ${seed}, ${corpus.length} requests of the goldens: ${sent} frames, ${kept} of them reached new code; ` +
    `${states.answered} answered, ${states.closed} closed, ${states.waits} waited on, ${states.open} left open by the clauses`,
);
if (finding !== null) {
  const { clause, state } = finding.expected;
  console.log(
    `${clause}: ${clauseSentence(clause)}\n  ${finding.seen.state} where it is to be ${state}: ${finding.bytes.toString("hex")}`,
  );
  for (const each of finding.says) console.log(`  ${each}`);
  mkdirSync(dirname(values.out), { recursive: true });
  const at = new Date().toISOString().slice(0, 10);
  const command = `npm run fuzz -- --seed ${seed} --seconds ${values.seconds}`;
  writeFileSync(values.out, candidate(finding, { daemon: "the reference, in-process", seed, command, at }));
  console.log(`  written to ${values.out}`);
  process.exitCode = 1;
}
