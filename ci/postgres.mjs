// Verifies the Go daemon on PostgreSQL against its list of divergences. If PostgreSQL's programs are installed and
// $COORDINATE_GO_DAEMON names a `coordinated` of diffeo/go-coordinate, it uses a private cluster on 127.0.0.1 with a
// new database for each daemon; otherwise the recorded replies. Takes options of `run`, and exits with the run's code.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const PEER = "go-coordinate-postgres";
const DEBIAN = "/usr/lib/postgresql";
const USER = "coordinate";
const TEMPLATE = "template_of_daemons";
const MAIN = join(root, "dist/conformance/main.js");
const UNMEASURED = 3;
const BY_LIST = ["--peer", PEER, ...process.argv.slice(2)];

const daemon = process.env.COORDINATE_GO_DAEMON;
const programs = findPrograms();
if (daemon === undefined || programs === undefined) {
  const missing = daemon === undefined ? "$COORDINATE_GO_DAEMON is not set" : "there are no programs of PostgreSQL";
  console.log(`${missing}: judging the recorded replies`);
  process.exitCode = verify([...BY_LIST, "--replies", join(root, "conformance/peers", PEER, "replies.jsonl.gz")]);
} else process.exitCode = await live(daemon, programs);

/** @param {string} daemon @param {string} programs the folder of initdb and the others */
async function live(daemon, programs) {
  const folder = mkdtempSync(join(tmpdir(), "coordinate-postgres-"));
  const data = join(folder, "data");
  const port = await freePort();
  // PostgreSQL refuses to run as root.
  const owner = process.getuid?.() === 0 ? ownerOf(folder) : [];
  const run = (program, ...args) => {
    const [file, ...words] = [...owner, join(programs, program), ...args];
    execFileSync(file, words, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  };
  const facts = `-h 127.0.0.1 -p ${port} -U ${USER}`;
  const backend = (name) => `postgres:host=127.0.0.1 port=${port} user=${USER} dbname=${name} sslmode=disable`;
  const createdb = `${join(programs, "createdb")} ${facts}`;
  const start = (name, at) => `exec "${daemon}" -cborrpc 127.0.0.1:${at} -http 127.0.0.1:0 -backend "${backend(name)}"`;
  let started = false;
  try {
    run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync", "-D", data);
    // After PostgreSQL has gathered statistics, units are returned in another order.
    const quick = "-c fsync=off -c synchronous_commit=off -c autovacuum=off";
    const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -c max_connections=400 ${quick}`;
    run("pg_ctl", "-D", data, "-l", join(folder, "log"), "-w", "-o", settings, "start");
    started = true;
    execFileSync("sh", ["-c", `${createdb} ${TEMPLATE}`]);
    await makeTables(start(TEMPLATE, await freePort()));
    const fresh = `${join(programs, "dropdb")} ${facts} --if-exists c{port} && ${createdb} -T ${TEMPLATE} c{port}`;
    return verify([...BY_LIST, "--", "sh", "-c", `${fresh} && ${start("c{port}", "{port}")}`]);
  } finally {
    if (started) run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a daemon once to create the tables; all others get a copy of this empty database. @param {string} command */
async function makeTables(command) {
  const child = spawn("sh", ["-c", command], { stdio: "ignore" });
  const ended = once(child, "exit");
  const [, address = ""] = /-cborrpc (\S+)/.exec(command) ?? [];
  const call = ["call", address, "list_work_specs({})"];
  const answers = () => spawnSync("node", [MAIN, ...call], { stdio: "ignore" }).status === 0;
  for (let i = 0; i < 50 && child.exitCode === null && !answers(); i++) await setTimeout(100);
  child.kill();
  await ended;
}

/** Plays the goldens. @param {string[]} args of `run` @returns its exit code */
function verify(args) {
  const { status } = spawnSync("node", [MAIN, "run", ...args], { stdio: "inherit" });
  return status ?? UNMEASURED;
}

/** The folder with PostgreSQL's programs, as Debian has it, the newest first; else that of $PATH. */
function findPrograms() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, "bin")), ...(process.env.PATH ?? "").split(":")];
  return folders.find((folder) => ["initdb", "pg_ctl", "createdb"].every((name) => existsSync(join(folder, name))));
}

/** Gives a folder to the user that Debian's package makes. @returns what runs a program as that user */
function ownerOf(folder) {
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  chownSync(folder, id("-u"), id("-g"));
  return ["setpriv", `--reuid=${id("-u")}`, `--regid=${id("-g")}`, "--clear-groups"];
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
