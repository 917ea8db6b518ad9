// The daemon's HTTP side: probes, metrics and the status page. Read-only; knows nothing of the job queue's protocol.
import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Bound, listen } from "../listen.ts";
import { createMetrics } from "./metrics.ts";
import { loadPage } from "./page.ts";
import { type StatusSource, statusOf } from "./status.ts";

export type StatusServer = Bound & {
  /** Ends all connections at once. */
  close(): Promise<void>;
};

type Answer = { status: number; headers?: Record<string, string>; body: string };

/** An answer to GET; the query is what follows the question mark. */
type Route = (query: URLSearchParams) => Answer | Promise<Answer>;

const MAX_CONNECTIONS = 256;

/**
 * Listens. Port 0 takes a free one.
 * @param onFault told of what went wrong in answering; the client gets status 500
 * @throws the error of node:net, e.g. with code EADDRINUSE
 */
export async function startStatusServer(
  where: { host: string; port: number },
  source: StatusSource,
  onFault: (fault: unknown) => void,
): Promise<StatusServer> {
  const routes = await createRoutes(source);
  const http = createServer((request, response) => {
    answer(routes, request)
      .catch((fault: unknown): Answer => {
        onFault(fault);
        return plain(500, "internal error");
      })
      .then((found) => send(found, request, response));
  });
  http.maxConnections = MAX_CONNECTIONS;
  const bound = await listen(http, where);
  return {
    ...bound,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

async function createRoutes(source: StatusSource): Promise<ReadonlyMap<string, Route>> {
  const page = await loadPage();
  const metrics = createMetrics(source);
  return new Map<string, Route>([
    // Alive: the event loop answers.
    ["/healthz", () => plain(200, "ok")],
    // Ready: clients can connect.
    ["/readyz", () => (source.isReady() ? plain(200, "ok") : plain(503, "not listening"))],
    [
      "/metrics",
      async () => ({ status: 200, headers: { "content-type": metrics.contentType }, body: await metrics.text() }),
    ],
    [
      "/status.json",
      (query) => ({
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(statusOf(source, query.get("from") ?? "")),
      }),
    ],
    [
      "/",
      () => ({
        status: 200,
        headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": page.policy },
        body: page.html,
      }),
    ],
  ]);
}

async function answer(routes: ReadonlyMap<string, Route>, { method, url = "/" }: IncomingMessage): Promise<Answer> {
  const [path = "", query] = url.split("?", 2);
  const route = routes.get(path);
  if (route === undefined) return plain(404, "not found");
  if (method !== "GET" && method !== "HEAD") {
    return { ...plain(405, "method not allowed"), headers: { allow: "GET, HEAD" } };
  }
  return await route(new URLSearchParams(query));
}

function send({ status, headers, body }: Answer, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    ...headers,
    "content-length": Buffer.byteLength(body),
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function plain(status: number, text: string): Answer {
  return { status, body: `${text}\n` };
}
