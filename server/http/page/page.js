// The status page in the browser: fetches status.json once a second and writes it into the tables. Whatever comes from
// clients is set as text, never as markup.

/** @typedef {import("../status.ts").Status} Status */
/** @typedef {{ text: string, kind?: string, wide?: boolean, bar?: import("../status.ts").UnitCounts }} Cell */

const PERIOD = 1000;
const UNIT_STATES = /** @type {const} */ (["finished", "failed", "pending", "delayed", "available"]);

const view = {
  from: "",
  /** @type {string | null} */
  next: null,
  paused: false,
  onlyErrors: false,
  /** @type {Status | null} */
  status: null,
  /** @type {Status | null} */
  before: null,
};

/**
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no ${type.name} #${id}`);
  return found;
}

/** @param {number} value */
const count = (value) => value.toLocaleString("en");

/**
 * Replaces control and formatting characters, e.g. those that change the direction of text, by escapes such as \u{202e}.
 * @param {string} text
 */
function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const first = parts.findIndex((part) => part > 0);
  if (first < 0) return "0 s";
  const units = ["d", "h", "min", "s"];
  return parts
    .map((part, at) => `${part} ${units[at]}`)
    .slice(first, first + 2)
    .join(" ");
}

/** @param {number} at seconds since the epoch */
function timeOfDay(at) {
  const time = new Date(at * 1000);
  return `${time.toLocaleTimeString("en-GB")}.${String(time.getMilliseconds()).padStart(3, "0")}`;
}

/** Updates only what differs, so that selection and focus are kept. @param {Element} cell @param {Cell} want */
function fill(cell, { text, kind = "", wide = false, bar }) {
  const classes = `${kind}${wide ? " wide" : ""}`.trim();
  if (cell.className !== classes) cell.className = classes;
  if (bar === undefined) {
    if (cell.textContent !== text) cell.textContent = text;
    return;
  }
  let track = cell.firstElementChild;
  if (track === null) {
    track = cell.appendChild(document.createElement("div"));
    track.className = "progress";
    track.setAttribute("role", "img");
    for (const state of UNIT_STATES) track.appendChild(document.createElement("span")).className = state;
  }
  if (track.getAttribute("aria-label") !== text) track.setAttribute("aria-label", text);
  for (const [at, state] of UNIT_STATES.entries()) {
    const part = track.children[at];
    if (part instanceof HTMLElement) part.style.flexGrow = String(bar[state]);
  }
}

/** @param {string} id @param {Cell[][]} rows */
function fillTable(id, rows) {
  const table = element(id, HTMLTableElement);
  const [body] = table.tBodies;
  if (body === undefined) throw new Error(`#${id} has no body`);
  const labels = [...table.querySelectorAll("th")].map((head) => head.textContent ?? "");
  while (body.rows.length > rows.length) body.deleteRow(-1);
  for (const [at, cells] of rows.entries()) {
    const row = body.rows[at] ?? body.insertRow();
    for (const [column, cell] of cells.entries()) {
      const place = row.cells[column] ?? row.insertCell();
      place.dataset.label ??= labels[column] ?? "";
      fill(place, cell);
    }
  }
  element(`${id}-empty`, HTMLElement).hidden = rows.length > 0;
}

/** @param {number} value @param {string} kind @returns {Cell} */
const number = (value, kind = "") => ({ text: count(value), kind: `number ${value === 0 ? "zero" : kind}`.trim() });

/** @param {string} text @returns {Cell} */
const name = (text) => ({ text: visible(text), kind: "name", wide: true });

/** @param {Status} status */
function showTotals({ totals }) {
  const shown = {
    "Work specs": count(totals.specs),
    Available: count(totals.available),
    Delayed: count(totals.delayed),
    Pending: count(totals.pending),
    Finished: count(totals.finished),
    Failed: count(totals.failed),
    Workers: count(totals.workers),
    Connections: count(totals.connections),
    "Calls per second": rate((status) => status.totals.calls),
  };
  const list = element("totals", HTMLDListElement);
  for (const [at, [label, value]] of Object.entries(shown).entries()) {
    let tile = list.children[at];
    if (tile === undefined) {
      tile = list.appendChild(document.createElement("div"));
      tile.appendChild(document.createElement("dt")).textContent = label;
      tile.appendChild(document.createElement("dd"));
    }
    const [, figure] = tile.children;
    if (figure !== undefined && figure.textContent !== value) figure.textContent = value;
  }
}

/** Growth of a count per second between the last two responses. @param {(status: Status) => number} of */
function rate(of) {
  const { status, before } = view;
  if (status === null || before === null || status.now <= before.now) return "–";
  return count(Math.max(0, Math.round((of(status) - of(before)) / (status.now - before.now))));
}

/** @param {Status} status */
function showSpecs({ specs, totals, nextSpec }) {
  fillTable(
    "specs",
    specs.map((spec) => [
      name(spec.name),
      {
        text: [spec.paused ? "paused" : "running", spec.continuous ? "continuous" : ""].filter(Boolean).join(", "),
        kind: spec.paused ? "paused" : "",
      },
      { text: UNIT_STATES.map((state) => `${spec[state]} ${state}`).join(", "), bar: spec, wide: true },
      number(spec.available),
      number(spec.delayed),
      number(spec.pending),
      number(spec.finished),
      number(spec.failed, "error"),
      { text: String(spec.priority), kind: "number" },
      { text: String(spec.weight), kind: "number" },
    ]),
  );
  view.next = nextSpec;
  const isWhole = specs.length === totals.specs;
  element("specs-note", HTMLElement).textContent = isWhole ? "" : `${count(specs.length)} of ${count(totals.specs)}`;
  element("specs-empty", HTMLElement).textContent =
    totals.specs === 0 ? "There is no work spec." : "No work spec from this name on.";
  element("pager", HTMLElement).hidden = isWhole;
  element("next", HTMLButtonElement).disabled = nextSpec === null;
  element("first", HTMLButtonElement).disabled = view.from === "";
}

/** Compares digits in names as numbers: 2 comes before 10. */
const byName = new Intl.Collator("en", { numeric: true });

/** @param {Status} status */
function showWorkers({ workers, totals }) {
  fillTable(
    "workers",
    workers
      .toSorted((a, b) => byName.compare(a.id, b.id))
      .map((worker) => [
        name(worker.id),
        { text: visible(worker.mode) },
        { text: worker.parent === "" ? "–" : visible(worker.parent), kind: "name" },
        { text: duration(worker.expiresIn), kind: "number" },
      ]),
  );
  const isWhole = workers.length === totals.workers;
  element("workers-note", HTMLElement).textContent = isWhole
    ? ""
    : `the first ${count(workers.length)} of ${count(totals.workers)}`;
}

/** @param {Status} status */
function showMethods({ methods }) {
  fillTable(
    "methods",
    methods.map(({ method, calls, errors }) => [
      name(method),
      number(calls),
      number(errors, "error"),
      { text: rate(({ methods }) => methods.find((each) => each.method === method)?.calls ?? 0), kind: "number" },
    ]),
  );
}

/** @param {Status} status */
function showRecent({ recent, totals }) {
  const shown = view.onlyErrors ? recent.filter(({ error }) => error !== null) : recent;
  fillTable(
    "recent",
    shown.map((call) => [
      { text: timeOfDay(call.at), kind: "time" },
      { text: String(call.connection), kind: "number" },
      { text: call.method, kind: "name" },
      call.error === null
        ? { text: "ok", wide: false }
        : { text: call.error === "" ? "error" : visible(call.error), kind: "error", wide: true },
    ]),
  );
  const seen = recent.length < totals.calls ? `the last ${recent.length} of ${count(totals.calls)}` : "";
  element("recent-note", HTMLElement).textContent = view.paused ? "paused" : seen;
  element("recent-empty", HTMLElement).textContent =
    recent.length === 0 ? "No call yet." : `No error among the last ${recent.length} calls.`;
}

/** @param {"good" | "bad" | ""} kind @param {string} text */
function showState(kind, text) {
  const state = element("state", HTMLElement);
  document.body.classList.toggle("stale", kind === "bad");
  // Set only on a change, since screen readers announce it.
  if (state.textContent !== text) state.textContent = text;
  state.className = kind;
}

/** @param {Status} status */
function show(status) {
  showState(status.ready ? "good" : "", status.ready ? "running" : "stopping");
  element("uptime", HTMLElement).textContent = `up ${duration(status.now - status.startedAt)}`;
  showTotals(status);
  showSpecs(status);
  showWorkers(status);
  showMethods(status);
  if (!view.paused) showRecent(status);
}

let lastAnswer = 0;
let asked = 0;

async function update() {
  const turn = ++asked;
  try {
    const query = view.from === "" ? "" : `?from=${encodeURIComponent(view.from)}`;
    const response = await fetch(`status.json${query}`, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const status = /** @type {Status} */ (await response.json());
    // A newer update was requested meanwhile.
    if (turn !== asked) return;
    view.before = view.status?.startedAt === status.startedAt ? view.status : null;
    view.status = status;
    lastAnswer = Date.now();
    show(status);
  } catch {
    if (turn !== asked) return;
    const since = lastAnswer === 0 ? "" : ` since ${new Date(lastAnswer).toLocaleTimeString("en-GB")}`;
    showState("bad", `no answer from the daemon${since}; trying again`);
  }
}

/** Updates regularly, one request at a time, and not while the page is hidden. */
async function keepUpdating() {
  for (;;) {
    await update();
    await new Promise((resolve) => setTimeout(resolve, PERIOD));
    if (document.hidden) {
      await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
    }
  }
}

/** @param {string} from */
function listFrom(from) {
  view.from = from;
  const field = element("from", HTMLInputElement);
  if (field.value !== from) field.value = from;
  void update();
}

element("from", HTMLInputElement).addEventListener("input", ({ target }) => {
  if (target instanceof HTMLInputElement) listFrom(target.value);
});
element("first", HTMLButtonElement).addEventListener("click", () => listFrom(""));
element("next", HTMLButtonElement).addEventListener("click", () => listFrom(view.next ?? ""));
element("only-errors", HTMLInputElement).addEventListener("change", ({ target }) => {
  view.onlyErrors = target instanceof HTMLInputElement && target.checked;
  if (view.status !== null) showRecent(view.status);
});
element("pause", HTMLButtonElement).addEventListener("click", ({ currentTarget }) => {
  view.paused = !view.paused;
  if (currentTarget instanceof HTMLButtonElement) currentTarget.ariaPressed = String(view.paused);
  if (view.status !== null) showRecent(view.status);
});

void keepUpdating();
