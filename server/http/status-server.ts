// The daemon's HTTP server: health probes, metrics and the status page. Read-only; independent of the job queue's protocol.
import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isIP, type Socket } from "node:net";
import { hostname } from "node:os";
import { type Bound, listen } from "../listen.ts";
import { createMetrics } from "./metrics.ts";
import { loadPage } from "./page.ts";
import { type StatusSource, statusOf } from "./status.ts";

export type StatusServer = Bound & {
  /** Stops the server and closes all connections immediately. */
  close(): Promise<void>;
};

type Answer = { status: number; headers?: Record<string, string>; body: string };

/** Handler of a GET request; `query` holds the parameters of the URL. */
type Route = (query: URLSearchParams) => Answer | Promise<Answer>;

const MAX_CONNECTIONS = 256;
/** If this many connections wait for no answer, the one idle longest is closed for each new connection. */
const CROWDED = 192;

/** Timeouts of node:http in milliseconds, short because legitimate requests are. */
const TIMES = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/** Paths that reveal no client data, and so are served for any Host header. */
const PROBES: ReadonlySet<string> = new Set(["/healthz", "/readyz"]);

/**
 * Starts the HTTP server. Port 0 selects a free port.
 * @param onFault called with any error thrown while answering a request; the client gets status 500
 * @param hosts additional host names accepted in the Host header, besides IP addresses, localhost and the system's host name
 * @throws the error of node:net, e.g. with code EADDRINUSE
 */
export async function startStatusServer(
  where: { host: string; port: number },
  source: StatusSource,
  onFault: (fault: unknown) => void,
  hosts: readonly string[] = [],
): Promise<StatusServer> {
  const routes = await createRoutes(source);
  const names = hostNames(where.host, hosts);
  const waiting = new Set<Socket>();
  const http = createServer(TIMES, (request, response) => {
    waiting.delete(request.socket);
    response.once("close", () => {
      if (!request.socket.destroyed) waiting.add(request.socket);
    });
    answer(routes, names, request)
      .catch((fault: unknown): Answer => {
        onFault(fault);
        return plain(500, "internal error");
      })
      .then((found) => send(found, request, response));
  });
  http.maxConnections = MAX_CONNECTIONS;
  http.on("connection", (socket) => {
    const [oldest] = waiting;
    if (waiting.size >= CROWDED) oldest?.destroy();
    waiting.add(socket);
    socket.once("close", () => waiting.delete(socket));
  });
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
    // Liveness: the event loop is running.
    ["/healthz", () => plain(200, "ok")],
    // Readiness: clients can connect.
    ["/readyz", () => (source.isReady() ? plain(200, "ok") : plain(503, "not listening"))],
    [
      "/metrics",
      async () => ({ status: 200, headers: { "content-type": metrics.contentType }, body: await metrics.text() }),
    ],
    [
      "/status.json",
      async (query) => ({
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(await statusOf(source, query.get("from") ?? "")),
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

async function answer(
  routes: ReadonlyMap<string, Route>,
  names: ReadonlySet<string>,
  { method, url = "/", headers }: IncomingMessage,
): Promise<Answer> {
  const [path = "", query] = url.split("?", 2);
  if (!PROBES.has(path) && !isKnown(headers.host, names)) return plain(403, "unknown host name, see -http-hosts");
  const route = routes.get(path);
  if (route === undefined) return plain(404, "not found");
  if (method !== "GET" && method !== "HEAD") {
    return { ...plain(405, "method not allowed"), headers: { allow: "GET, HEAD" } };
  }
  return await route(new URLSearchParams(query));
}

/** Host names accepted in the Host header, in lower case. */
function hostNames(listening: string, hosts: readonly string[]): ReadonlySet<string> {
  return new Set(["localhost", hostname(), listening, ...hosts].map((name) => name.toLowerCase()));
}

/**
 * Whether a Host header is acceptable. Protects against DNS rebinding: a foreign web page can let its own domain name resolve to
 * this server's address and then read the replies, but the Host header then holds that name, not an IP address or a name of this
 * host. Requests without the header do not come from browsers.
 */
function isKnown(host: string | undefined, names: ReadonlySet<string>): boolean {
  if (host === undefined) return true;
  const name = host.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
  return isIP(name) !== 0 || names.has(name.toLowerCase());
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
