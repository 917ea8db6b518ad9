// Checks get_child_work_units: the children of a worker, and for each the units of its last get_work that it has not
// ended itself.
import type { Call, Child } from "../history/call.ts";
import type { Finding } from "./finding.ts";
import type { Span } from "./unit-state.ts";
import type { Worker } from "./workers.ts";
import type { World } from "./world.ts";

/** How many units of a work spec may be leased by unanswered calls, at most. */
type Held = (spec: string) => number;

export function childFindings(call: Call, parent: string, world: World, held: Held, span: Span): Finding[] {
  const { answer } = call;
  if (answer.is !== "children") return [];
  const listed = new Map(answer.children.map((child) => [child.worker, child]));
  for (const worker of world.workers.values()) {
    const seen = worker.seenDuring(call.start, span);
    if (seen === undefined) continue;
    const child = listed.get(worker.name);
    const isChild = seen.is === "there" && seen.parent === parent;
    if (isChild && child === undefined && world.isFirst) {
      const what = `${worker.name} is a child of ${parent}, and is not among its children`;
      return [{ kind: "worker-forgotten", subject: worker.name, what }];
    }
    if (!isChild && child !== undefined && world.isFirst) {
      const what = `${worker.name} is among the children of ${parent}, and is not registered as one`;
      return [{ kind: "worker-from-nothing", subject: worker.name, what }];
    }
    if (child === undefined || !isChild) continue;
    const [found] = ofChild(worker, child, call.start, world, held);
    if (found !== undefined) return [found];
  }
  return [];
}

function* ofChild(
  { name, handed }: Worker,
  { units }: Child,
  start: number,
  world: World,
  held: Held,
): Generator<Finding> {
  if (!handed.isSteadySince(start)) return;
  for (const { spec, key } of units) {
    const subject = `${spec}/${key}`;
    if (handed.may(subject) || !world.spec(spec).isOwn) continue;
    yield {
      kind: "child-unit-wrong",
      subject,
      what: `${subject} is in the list of ${name}, whose last get_work did not give it`,
    };
  }
  for (const unit of handed.due(start)) {
    // Any get_work may have marked the unit failed, or an unanswered one may have leased it after its lease expired.
    if (unit.maxRetries !== 0 || held(unit.spec) > 0) continue;
    const found = units.find(({ spec, key }) => spec === unit.spec && key === unit.key);
    const subject = unit.name;
    if (found === undefined) {
      yield {
        kind: "child-unit-missing",
        subject,
        what: `${subject} was handed to ${name}, and is not in its list`,
        unit,
      };
    } else if (found.worker !== name) {
      const what = `${subject} was handed to ${name}, and its list says that ${found.worker || "nobody"} has it`;
      yield { kind: "child-unit-missing", subject, what, unit };
    }
  }
}
