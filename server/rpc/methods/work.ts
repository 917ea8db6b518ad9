// The methods by which workers get units and report on them.
import type { Bundle } from "../../domain/handed.ts";
import type { JobQueue, WorkRequest } from "../../domain/job-queue.ts";
import { A_PIECE, type Pieces } from "../../domain/pieces.ts";
import { DEFAULT_LEASE_SECONDS } from "../../domain/seconds.ts";
import type { UpdateOutcome } from "../../domain/unit-update.ts";
import type { Attempt } from "../../domain/work-unit.ts";
import type { ReplyWriter } from "../../wire/reply-writer.ts";
import { type Method, methodInPieces, noSuchSpec, verdict } from "../method.ts";
import { decodeOptions, optionTable } from "../options.ts";
import { nameParam, optionsParam, stringParam } from "../params.ts";
import { reprOfBytes } from "../python-text.ts";
import { readFloat, readInt, readKeptMap, readName, readStatus, readStrings } from "../readers.ts";
import { RpcError } from "../rpc-error.ts";
import { ENDABLE, type Steps } from "../steps.ts";

const GET_OPTIONS = optionTable({
  available_gb: readFloat,
  lease_time: readInt,
  max_jobs: readInt,
  work_spec_names: readStrings,
});
const UPDATE_OPTIONS = optionTable({
  lease_time: readInt,
  status: readStatus("WorkUnitStatus"),
  data: readKeptMap,
  worker_id: readName,
});

/** get_work replaces a longer lease time by the default. */
const MAX_LEASE_SECONDS = 86_400;

export const workMethods = {
  /**
   * (worker, {lease_time, max_jobs, work_spec_names}) -> `[(spec, key, data), null]`, all null without work; or, for any
   * max_jobs but 1, `[[(spec, key, data), ...], null]`. The client expects a list for 0 and less, too, and gets one unit in it
   * at most, as from the Python daemon (K27).
   */
  get_work: methodInPieces(["worker_id", "options"], ({ queue }, params, reply) => {
    const workerId = nameParam(params);
    const options = decodeOptions(params, optionsParam(params), GET_OPTIONS);
    const lease = options.lease_time ?? 0;
    const { max_jobs: wanted = 1 } = options;
    const request = {
      workerId,
      maxJobs: Math.max(1, wanted),
      leaseSeconds: lease < 1 || lease > MAX_LEASE_SECONDS ? DEFAULT_LEASE_SECONDS : lease,
      specNames: options.work_spec_names ?? [],
    };
    const bundle = queue.getWork(request);
    if (bundle === null) return getInPieces(queue, request, wanted, reply);
    writeHead(reply, bundle, wanted);
    for (const attempt of bundle?.attempts ?? []) writeJob(reply, bundle?.spec.name ?? "", attempt);
    reply.null();
    return null;
  }),

  /** (name, key, {lease_time, status, data, worker_id}) -> `[changed, message]`. */
  update_work_unit: methodInPieces(["work_spec_name", "work_unit_key", "options"], ({ queue }, params, reply) => {
    const name = nameParam(params);
    const key = stringParam(params);
    const options = decodeOptions(params, optionsParam(params), UPDATE_OPTIONS);
    const spec = queue.spec(name);
    if (spec === undefined) {
      verdict(reply, false, noSuchSpec(name));
      return null;
    }
    const outcome = queue.updateUnit(spec, key, {
      status: options.status ?? 0,
      leaseSeconds: options.lease_time ?? null,
      data: options.data ?? null,
      workerId: options.worker_id ?? "",
    });
    if (typeof outcome !== "string") return updateInPieces(outcome, key, reply);
    writeOutcome(reply, outcome, key);
    return null;
  }),
} satisfies Record<string, Method>;

function* getInPieces(queue: JobQueue, request: WorkRequest, wanted: number, reply: ReplyWriter): Steps {
  const bundle = yield* queue.getWorkInPieces(request);
  writeHead(reply, bundle, wanted);
  for (const [i, attempt] of (bundle?.attempts ?? []).entries()) {
    writeJob(reply, bundle?.spec.name ?? "", attempt);
    if (i % A_PIECE === A_PIECE - 1) yield ENDABLE;
  }
  reply.null();
}

function* updateInPieces(pieces: Pieces<UpdateOutcome>, key: string, reply: ReplyWriter): Steps {
  writeOutcome(reply, yield* pieces, key);
}

function writeOutcome(reply: ReplyWriter, outcome: UpdateOutcome, key: string): void {
  switch (outcome) {
    case "finished":
    case "changed":
      verdict(reply, true);
      break;
    case "unchanged":
      verdict(reply, false);
      break;
    case "no-such-unit":
      verdict(reply, false, `no such work unit key=${reprOfBytes(key)}`);
      break;
    case "invalid-status":
      throw new RpcError("refused", "update_work_unit invalid status");
    case "cannot-change-finished":
      throw new RpcError("refused", "update_work_unit cannot change finished unit");
    case "cannot-change-failed":
      throw new RpcError("refused", "update_work_unit cannot change failed unit");
    default:
      outcome satisfies never;
  }
}

/** Writes the part of the reply before the units. */
function writeHead(reply: ReplyWriter, bundle: Bundle | undefined, wanted: number): void {
  reply.array(2);
  if (wanted !== 1) {
    reply.array(bundle?.attempts.length ?? 0);
  } else if (bundle === undefined) {
    reply.tuple(3);
    reply.null();
    reply.null();
    reply.null();
  }
}

function writeJob(reply: ReplyWriter, spec: string, { unit, data }: Attempt): void {
  reply.tuple(3);
  reply.text(spec);
  reply.bytes(unit.key);
  reply.storedOrNull(data);
}
