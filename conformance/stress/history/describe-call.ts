// Describes a call of a history in one line, with the method and option names of the protocol.
import type { Answer, Call, Request } from "./call.ts";

const SECOND = 1_000_000;
const WORDS: Record<number, string> = { 1: "available", 3: "pending", 4: "finished", 5: "failed" };
/** How many keys of a long list are shown. */
const NAMED = 6;

export function describeRequest(request: Request): string {
  switch (request.do) {
    case "set-spec":
      return `set_work_spec ${request.spec}`;
    case "add":
      return `add_work_units ${request.spec}: ${listOf(request.units.map(describeUnit))}`;
    case "get-work": {
      const where = request.specs.length === 0 ? "any work spec" : request.specs.join(", ");
      return `get_work for ${request.worker} of ${where}: max_jobs ${request.most}, lease_time ${request.lease} s`;
    }
    case "update": {
      const status = WORDS[request.status] ?? "renew";
      const lease = request.lease > 0 ? `, lease_time ${request.lease} s` : "";
      const output = request.output.length > 0 ? `, output ${listOf(request.output.map(describeUnit))}` : "";
      return `update_work_unit ${request.spec}/${request.key} by ${request.worker}: ${status}${lease}${output}`;
    }
    case "prioritize": {
      const { by, priority } = request;
      const change = by === "both" ? `priority ${priority} and an adjustment` : `${by} ${priority}`;
      return `prioritize_work_units ${request.spec}: ${listOf(request.keys)}: ${change}`;
    }
    case "control":
      return `control_work_spec ${request.spec}: ${[request.status, request.maxRunning >= 0 ? `max_running ${request.maxRunning}` : ""].filter((each) => each !== "").join(", ")}`;
    case "delete":
      return `del_work_units ${request.spec}: ${listOf(request.keys)}${request.status === 0 ? "" : ` if ${WORDS[request.status]}`}`;
    case "status":
      return `get_work_unit_status ${request.spec}: ${listOf(request.keys)}`;
    case "list": {
      const only = request.status === 0 ? "" : ` ${WORDS[request.status]}`;
      return `get_work_units ${request.spec}:${only} ${request.limit} after '${request.after}'`;
    }
    case "count":
      return `count_work_units ${request.spec}`;
    case "heartbeat":
      return `worker_heartbeat ${request.worker}: ${request.lifetime} s${request.parent === "" ? "" : `, child of ${request.parent}`}`;
    case "unregister":
      return `worker_unregister ${request.worker}`;
    case "workers":
      return "list_worker_modes";
    case "children":
      return `get_child_work_units ${request.worker}`;
    case "clear":
      return "clear";
    case "lock":
      return `lock ${request.path.join("/")} for ${request.owner}: ${request.seconds} s`;
    case "renew-lock":
      return `renew ${request.path.join("/")} for ${request.owner}: ${request.seconds} s`;
    case "unlock":
      return `unlock ${request.path.join("/")} of ${request.owner}`;
    case "read-lock":
      return `readlock ${request.path.join("/")}`;
    default:
      return request satisfies never;
  }
}

export function describeAnswer(answer: Answer): string {
  switch (answer.is) {
    case "none":
      return "no answer";
    case "error":
      return `error: ${answer.message}`;
    case "garbled":
      return `no reply to it: ${answer.message}`;
    case "done":
      return String(answer.done);
    case "work":
      return answer.keys.length === 0 ? "no work" : `${answer.spec}: ${listOf(answer.keys)}`;
    case "keys":
      return listOf(answer.keys);
    case "statuses":
      return answer.statuses
        .map((each) =>
          each === null
            ? "none"
            : `${WORDS[each.status] ?? each.status}${each.worker === "" ? "" : ` (${each.worker})`}`,
        )
        .join(", ");
    case "counts":
      return answer.counts
        .map((count, i) => `${count} ${["available", "pending", "finished", "failed"][i]}`)
        .join(", ");
    case "number":
      return String(answer.number);
    case "children":
      return listOf(
        answer.children.map(
          ({ worker, units }) =>
            `${worker} (${listOf(units.map((unit) => `${unit.spec}/${unit.key} of ${unit.worker || "nobody"}`))})`,
        ),
      );
    case "owner":
      return answer.owner ?? "nobody";
    default:
      return answer satisfies never;
  }
}

/** The call in one line, with its start and end in seconds since the start of the history, and its client. */
export function describeCall(call: Call): string {
  const time = `${seconds(call.start)}–${seconds(call.end)}`;
  return `${time} c${call.client} ${describeRequest(call.request)} → ${describeAnswer(call.answer)}`;
}

export function seconds(microseconds: number): string {
  return (microseconds / SECOND).toFixed(4);
}

function describeUnit({ key, priority, delay }: { key: string; priority: number; delay: number }): string {
  return `${key}${priority === 0 ? "" : ` priority ${priority}`}${delay === 0 ? "" : ` delay ${delay} s`}`;
}

function listOf(items: readonly string[]): string {
  if (items.length <= NAMED) return items.length === 0 ? "none" : items.join(", ");
  return `${items.slice(0, NAMED).join(", ")} and ${items.length - NAMED} more`;
}
