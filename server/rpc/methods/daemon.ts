// Methods about the daemon itself.

import { type Method, method, pair } from "../method.ts";
import { mapParam } from "../params.ts";
import { RpcError } from "../rpc-error.ts";

export const daemonMethods = {
  /** () -> seconds since the Unix epoch. */
  now: method([], ({ queue }, _params, reply) => {
    reply.int(Math.floor(queue.time.wall));
  }),

  /** () -> `[the configuration that the daemon was started with, null]`. */
  get_config: method([], ({ config }, _params, reply) => {
    if (config === null) throw new RpcError("refused", "no config to get");
    pair(reply, () => reply.stored(config));
  }),

  /** (options) -> null. Does nothing, since no data is kept that could be archived. */
  archive: method(["options?"], (_daemon, params, reply) => {
    mapParam(params);
    reply.null();
  }),
} satisfies Record<string, Method>;
