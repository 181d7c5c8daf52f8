/* Small helps on top of pages that already work without scripts. Nothing here is needed to file, follow or handle a petition.
   data-key="f"          pressing f clicks the element (a <summary> opens its form and focuses its first field)
   g, then data-go="q"   pressing both goes there; ? shows dialog#keys, filled with the keys of the page
   j, k                  the next and the last of ul.items, then of its pager; Enter opens what has the focus
   data-copy="text"      a button.copy that copies; data-copied is the word shown afterwards
   form[data-draft=name] what is typed is kept on this device only and restored after a crash; files and passwords are not kept
   [data-draft-clear="name other-*"] on the page that follows a success forgets those drafts; any [data-draft-forget=name] button does so at once
   [data-offline]        inside form[data-draft]: the word shown instead of sending when there is no connection
   form[data-guard]      asks before leaving with unsent words
   input[type=file]      lists chosen names and sizes below itself
   data-print            a button that prints the page */
const root = document.documentElement;
root.classList.add("js");

const typing = (el) => el instanceof HTMLElement && el.matches("input:not([type=radio],[type=checkbox]), textarea, select, [contenteditable]");
const each = (scope, selector, act) => scope.querySelectorAll(selector).forEach(act);
const PREFIX = "draft:";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (event.key === "Escape") return document.querySelector("dialog[open]") ? undefined : foldForm();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "/") return focusSearch(event);
  if (event.key === "?" && showKeys()) return event.preventDefault();
  if (going(event)) return event.preventDefault();
  if ((event.key === "j" || event.key === "k") && step(event.key === "j" ? 1 : -1)) return event.preventDefault();
  const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
  if (target.matches("summary")) openForm(target.parentElement);
});

// Escape once leaves the field, twice folds the form; the focus stays on its button.
function foldForm() {
  const open = document.querySelector("details.move[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

function focusSearch(event) {
  const box = document.querySelector("[type=search]");
  if (!box) return;
  event.preventDefault();
  box.focus();
}

// In a list, and in the list beside a matter; from the matter that is open when nothing there has the focus yet.
function step(way) {
  const stops = [...document.querySelectorAll(".items > li > a, .pager [rel=next]")].filter((el) => el.offsetParent);
  if (!stops.length) return false;
  const at = stops.indexOf(document.activeElement);
  const from = at < 0 ? stops.findIndex((el) => el.getAttribute("aria-current")) : at;
  stops[Math.min(stops.length - 1, Math.max(0, from + way))].focus();
  return true;
}

// g, then the letter of a place: g d, g q …
const NEVER = -Infinity; // not 0: that is when the page was loaded
let leaving = NEVER;
function going(event) {
  const soon = event.timeStamp - leaving < 1500;
  leaving = event.key === "g" ? event.timeStamp : NEVER;
  const place = soon && document.querySelector(`[data-go="${CSS.escape(event.key.toLowerCase())}"]`);
  if (place) place.click();
  return Boolean(place) || event.key === "g";
}

// The list of keys, with those of this very page; without a dialog the link to the list is followed.
function showKeys() {
  const box = document.querySelector("dialog#keys");
  if (!box?.showModal) return false;
  const here = [...document.querySelectorAll("main [data-key]")].filter((el) => el.offsetParent);
  box.querySelector("dl[data-here]").replaceChildren(...here.flatMap((el) => {
    const name = el.cloneNode(true);
    name.querySelectorAll("kbd").forEach((key) => key.remove());
    return [term("dt", term("kbd", el.dataset.key.toUpperCase())), term("dd", name.textContent.trim())];
  }));
  box.querySelector("h2[data-here]").hidden = !here.length;
  box.showModal();
  return true;
}

function term(tag, content) {
  const made = document.createElement(tag);
  made.append(content);
  return made;
}

function openForm(details) {
  if (!details.open) return;
  const first = details.querySelector("select, textarea, input:not([type=hidden])");
  requestAnimationFrame(() => (first || details.querySelector("button"))?.focus({ preventScroll: true }));
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-print], [data-draft-forget]");
  if (!button) return;
  if (button.matches("[data-print]")) return window.print();
  if (button.matches("[data-draft-forget]")) return forget(button.dataset.draftForget);
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied || button.textContent;
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling || button.parentElement);
  }
});

// Storage is refused in some private windows; a draft is a comfort, so losing it must never stop anything.
function store(name, values) { try { localStorage.setItem(PREFIX + name, JSON.stringify(values)); } catch { /* no storage */ } }
function recall(name) { try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch { return null; } }
// "tell-*" forgets every draft whose name begins so.
function forget(name) {
  const start = PREFIX + name.replace(/\*$/, "");
  try {
    Object.keys(localStorage).filter((key) => (name.endsWith("*") ? key.startsWith(start) : key === start)).forEach((key) => localStorage.removeItem(key));
  } catch { /* no storage */ }
}

const kept = (el) => el.name && !el.name.startsWith("csrf") && !["hidden", "password", "file", "submit"].includes(el.type);
const snapshot = (form) => [...form.elements].filter(kept).map((el) => [el.name, el.value, !!el.checked]);

function restore(form, values) {
  const boxes = [...form.elements].filter(kept);
  if (boxes.some((el) => el.defaultValue && el.matches("textarea, [type=text]"))) return;
  values.forEach(([name, value, checked]) => {
    const box = boxes.find((el) => el.name === name && (!el.matches("[type=radio],[type=checkbox]") || el.value === value));
    if (!box) return;
    if (box.matches("[type=radio],[type=checkbox]")) box.checked = checked;
    else box.value = value;
  });
}

function keepDraft(form) {
  const name = form.dataset.draft;
  const values = recall(name);
  if (values) restore(form, values);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => store(name, snapshot(form)), 400);
  });
  addEventListener("pagehide", () => clearTimeout(timer));
  form.addEventListener("submit", (event) => offline(form, event));
}

// Without a connection the page stays, and everything on it.
function offline(form, event) {
  const word = form.querySelector("[data-offline]");
  if (!word) return;
  word.hidden = navigator.onLine;
  if (navigator.onLine) return;
  event.preventDefault();
  store(form.dataset.draft, snapshot(form));
  word.scrollIntoView({ block: "center" });
}

function guard(form) {
  let dirty = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty && form.isConnected) event.preventDefault(); });
}

const grow = (box) => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 4}px`; };

const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

function listFiles(input) {
  const list = input.parentElement.querySelector(".chosen") || Object.assign(document.createElement("ul"), { className: "chosen" });
  list.replaceChildren(...[...input.files].map((file) => {
    const row = document.createElement("li");
    row.append(file.name, Object.assign(document.createElement("span"), { textContent: size(file.size) }));
    return row;
  }));
  input.after(list);
}

function dress(scope) {
  each(scope, "[data-draft-clear]", (el) => el.dataset.draftClear.split(" ").filter(Boolean).forEach(forget));
  each(scope, "form[data-draft]", keepDraft);
  each(scope, "form[data-guard]", guard);
  each(scope, "textarea", grow);
  each(scope, ".errors", (el) => el.focus());
}

// On a phone the places of the desk stand in one line: the present one must be in sight.
function showPlace(here) {
  if (here) here.parentElement.scrollLeft = here.offsetLeft - 16;
}

document.addEventListener("input", (event) => { if (event.target.matches("textarea")) grow(event.target); });
document.addEventListener("change", (event) => { if (event.target.matches("[type=file]")) listFiles(event.target); });
document.addEventListener("toggle", (event) => each(event.target, "textarea", grow), true);
dress(document);
showPlace(document.querySelector(".rail [aria-current]"));
