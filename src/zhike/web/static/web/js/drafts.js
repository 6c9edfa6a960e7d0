// Forms with data-guard lose nothing: a draft stays on this device until it is saved, a dead network keeps the form, a double click sends once.
import { fill } from "./say.js";

const FOR_DAYS = 14;
const PREFIX = "draft:";
const SENT = "draft-sent";
const SKIPPED = new Set(["csrfmiddlewaretoken", "once", "version"]);
const user = document.body.dataset.user || "";
const keyOf = (form) => `${PREFIX}${user}:${form.getAttribute("action") || location.pathname + location.search}`;

function store(act) {
  try { return act(localStorage); } catch { return undefined; }
}

/** Controls that a draft holds: named ones, and what a picker shows; never passwords and files. */
const controls = (form) => [...form.elements].filter((control) =>
  (control.name || control.role === "combobox") && !SKIPPED.has(control.name) && !control.disabled && !["password", "file", "submit", "button", "fieldset"].includes(control.type));
const nameOf = (control) => control.name || `#${control.id}`;
const isBox = (control) => ["checkbox", "radio"].includes(control.type);

function read(form) {
  return controls(form).map((control) => isBox(control)
    ? [nameOf(control), control.value, control.checked] : [nameOf(control), control.value]);
}

function write(form, values) {
  for (const [name, value] of values.filter(([name]) => name.endsWith("-TOTAL_FORMS"))) {
    const total = form.elements[name];
    const add = total?.closest("[data-parts]")?.querySelector("[data-part-add]");
    while (add && Number(total.value) < Math.min(Number(value), 50)) add.click();
  }
  const known = Map.groupBy ? Map.groupBy(controls(form), nameOf) : grouped(controls(form));
  for (const [name, value, checked] of values) {
    const found = known.get(name) || [];
    if (checked === undefined) found.forEach((control) => put(control, value));
    else found.filter((control) => control.value === value).forEach((control) => { control.checked = checked; });
  }
}

function grouped(list) {
  const map = new Map();
  for (const control of list) map.set(nameOf(control), [...(map.get(nameOf(control)) || []), control]);
  return map;
}

function put(control, value) {
  if (control.name.endsWith("-TOTAL_FORMS") || control.value === value) return;
  control.value = value;
  const picker = control.type === "hidden" && control.closest("[data-picker]");
  if (picker) picker.toggleAttribute("data-chosen", value !== "");
}

function keep(form) {
  if (!form.isConnected) return;
  const version = form.elements.version?.value || "";
  const kept = store((local) => {
    local.setItem(keyOf(form), JSON.stringify({ at: Date.now(), version, values: read(form) }));
    return true;
  });
  form.toggleAttribute("data-unkept", !kept || Boolean(form.querySelector("input[type=file]")?.value));
}

const waiting = new Map();
function keepSoon(form) {
  clearTimeout(waiting.get(form));
  form.setAttribute("data-unsaved", "");
  waiting.set(form, setTimeout(() => { waiting.delete(form); keep(form); }, 300));
}
function keepNow() {
  for (const [form, timer] of waiting) { clearTimeout(timer); keep(form); }
  waiting.clear();
}

function tell(form, template, words = {}) {
  form.querySelector("[data-offline-notice]")?.remove();
  const notice = document.querySelector(template).content.firstElementChild.cloneNode(true);
  const text = notice.querySelector("[data-text]");
  if (text) text.textContent = fill(text.dataset.text, words);
  form.prepend(notice);
  return notice;
}

function restore(form) {
  const held = store((local) => JSON.parse(local.getItem(keyOf(form)) || "null"));
  if (!held || form.hasAttribute("data-posted")) return;
  if (Date.now() - held.at > FOR_DAYS * 86_400_000) return drop(form);
  const before = JSON.stringify(read(form));
  // What somebody else saved since is settled by the server, which needs the version one started from.
  if (form.elements.version && held.version) form.elements.version.value = held.version;
  write(form, held.values);
  if (JSON.stringify(read(form)) === before) return drop(form);
  const when = new Date(held.at);
  const isToday = when.toDateString() === new Date().toDateString();
  const clock = { hour: "2-digit", minute: "2-digit", hour12: false };
  const time = when.toLocaleString(document.documentElement.lang, isToday ? clock : { ...clock, month: "numeric", day: "numeric" });
  tell(form, "#draft-template", { time });
  for (const control of form.querySelectorAll("[data-typed]")) if (control.value) control.dispatchEvent(new Event("input"));
}

const drop = (form) => store((local) => local.removeItem(keyOf(form)));

/** "" if the server answers, else which sentence says why not. */
async function trouble() {
  try {
    const answer = await fetch("/understood/?kind=number&text=", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    return answer.redirected ? "#loggedout-template" : [502, 503, 504].includes(answer.status) ? "#offline-template" : "";
  } catch {
    return "#offline-template";
  }
}

async function send(form, submitter) {
  form.dataset.sending = "asking";
  submitter?.setAttribute("aria-busy", "true");
  const why = await trouble();
  submitter?.removeAttribute("aria-busy");
  if (why) {
    delete form.dataset.sending;
    keep(form);
    tell(form, why).focus();
    return;
  }
  form.dataset.sending = "go";
  form.requestSubmit(submitter?.isConnected ? submitter : undefined);
}

// Before the other listeners, so that a second click is nobody's business.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form[action$='/logout/']"))
    store((local) => Object.keys(local).filter((key) => key.startsWith(PREFIX)).forEach((key) => local.removeItem(key)));
  if (!form.matches("form[data-guard]") || form.method !== "post") return;
  if (form.dataset.sending === "go") {
    form.dataset.sending = "sent";
    form.removeAttribute("data-unsaved");
    keepNow();
    sessionStorage.setItem(SENT, keyOf(form));
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!form.dataset.sending) send(form, event.submitter);
}, true);

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form && form.method === "post") keepSoon(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form && form.method === "post") keepSoon(form);
});
document.addEventListener("click", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (!form) return;
  if (event.target.closest("[data-draft-discard]")) {
    drop(form);
    form.removeAttribute("data-unsaved");
    location.replace(location.href);
  }
  if (event.target.closest("[data-retry]")) {
    event.target.closest("[data-offline-notice]").remove();
    form.requestSubmit();
  }
});

document.addEventListener("visibilitychange", keepNow);
addEventListener("pagehide", keepNow);
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});
// Only what could not be kept here (a file, a full disk) is worth a question.
addEventListener("beforeunload", (event) => {
  keepNow();
  if (document.querySelector("form[data-guard][data-unkept][data-unsaved]")) event.preventDefault();
});

const forms = [...document.querySelectorAll("form[data-guard]")].filter((form) => form.method === "post");
const sent = sessionStorage.getItem(SENT);
if (sent) {
  sessionStorage.removeItem(SENT);
  const isSaved = !forms.some((form) => keyOf(form) === sent && form.hasAttribute("data-posted"));
  if (isSaved && document.querySelector("#toasts [data-toast]")) store((local) => local.removeItem(sent));
}
forms.forEach(restore);
