// npm run simulate [-- --seeds 1000 --seed 1 --calls 300 --clients 16 --flaw NAME]: the simulation with one seed after the other.
// Exit code 1 where one finds something: the same seed finds it again.
import { parseArgs } from "node:util";
import { describeCall } from "../../../conformance/stress/report/describe-call.ts";
import { FLAWS } from "../flaws/catalogue.ts";
import { simulate } from "./simulate.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    calls: { type: "string", default: "4000" },
    clients: { type: "string", default: "16" },
    flaw: { type: "string" },
  },
});
const flaw = FLAWS.find(({ name }) => name === values.flaw);
if (values.flaw !== undefined && flaw === undefined) throw new Error(`there is no flaw ${values.flaw}`);
const first = Number(values.seed);
const total = { calls: 0, handedOut: 0, cuts: 0, restarts: 0, lost: 0, seconds: 0 };
const before = process.cpuUsage();
let found = 0;
for (let seed = first; seed < first + Number(values.seeds) && found === 0; seed++) {
  const calls = Number(values.calls);
  const result = simulate({ seed, calls, clients: Number(values.clients), ...(flaw === undefined ? {} : { flaw }) });
  total.calls += result.counts.answered + result.counts.lost;
  total.handedOut += result.counts.handedOut;
  total.cuts += result.cuts;
  total.restarts += result.counts.restarts;
  total.lost += result.counts.lost;
  total.seconds += result.seconds;
  const [violation] = result.violations;
  if (violation === undefined) continue;
  found++;
  console.log(`seed ${seed}: ${violation.kind}: ${violation.what}`);
  for (const call of violation.own) console.log(`  ${describeCall(call)}`);
  if (violation.call !== null) console.log(`  shown by ${describeCall(violation.call)}`);
}
const { user, system } = process.cpuUsage(before);
const rate = Math.round(total.calls / ((user + system) / 1e6));
console.log(
  `${total.calls} calls, ${total.handedOut} units handed out, ${total.cuts} cuts, ${total.restarts} restarts, ${total.lost} calls ` +
    `without an answer, ${Math.round(total.seconds)} s of the daemon's time; ${rate} calls a second of CPU time`,
);
process.exitCode = found > 0 ? 1 : 0;
