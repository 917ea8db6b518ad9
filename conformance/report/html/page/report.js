// The report's filter: which cases are shown, and which stand open. The page is whole without it.

/** @type {HTMLDetailsElement[]} */
const cases = [...document.querySelectorAll("details")].filter((each) => each.classList.contains("case"));
const areas = [...document.querySelectorAll("details")].filter((each) => each.classList.contains("area"));

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
function find(selector, type) {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`no ${type.name} ${selector}`);
  return found;
}

const bar = find(".filter", HTMLElement);
const field = find("#filter", HTMLInputElement);
const shown = find("#shown", HTMLOutputElement);

function apply() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const outcome = find('input[name="outcome"]:checked', HTMLInputElement).value;
  let count = 0;
  for (const each of cases) {
    const text = each.dataset.search ?? "";
    const isOfOutcome = outcome === "known" ? each.dataset.known !== undefined : each.dataset.outcome === outcome;
    const isShown = (outcome === "" || isOfOutcome) && words.every((word) => text.includes(word));
    each.hidden = !isShown;
    if (isShown) count++;
  }
  // What was found is to be seen at once: no overview above it, and no closed area around it.
  const isFiltered = words.length > 0 || outcome !== "";
  document.body.classList.toggle("filtered", isFiltered);
  for (const area of areas) {
    area.hidden = area.querySelector("details.case:not([hidden])") === null;
    if (isFiltered && !area.hidden) area.open = true;
  }
  shown.value = count === cases.length ? `${count} cases` : `${count} of ${cases.length} cases`;
}

/** @param {boolean} isOpen */
function openAll(isOpen) {
  for (const area of areas) if (isOpen && !area.hidden) area.open = true;
  for (const each of cases) if (!each.hidden) each.open = isOpen;
}

/** A link to an area shows it, whatever is filtered; one to a case opens it too. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  if (target.closest("[hidden]") !== null) {
    field.value = "";
    find('input[name="outcome"][value=""]', HTMLInputElement).checked = true;
    apply();
    target.scrollIntoView();
  }
  for (let around = target.parentElement; around !== null; around = around.parentElement) {
    if (around instanceof HTMLDetailsElement) around.open = true;
  }
  target.scrollIntoView();
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.scrollIntoView();
  target.querySelector("summary")?.focus({ preventScroll: true });
}

bar.addEventListener("input", apply);
find("#open", HTMLButtonElement).addEventListener("click", () => openAll(true));
find("#close", HTMLButtonElement).addEventListener("click", () => openAll(false));
addEventListener("hashchange", follow);
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  field.focus();
});

bar.hidden = false;
apply();
follow();
