// SPDX-License-Identifier: Apache-2.0
// Comfort only: every page works without it.
const root = document.documentElement;
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// The theme changes at once; the form that keeps it is sent in the background.
function setTheme(button) {
  root.dataset.theme = button.value;
  for (const other of document.querySelectorAll("[data-set-theme]"))
    other.setAttribute("aria-pressed", String(other === button));
  const body = new URLSearchParams(new FormData(button.form));
  body.set("theme", button.value);
  fetch(button.form.action, { method: "POST", body, redirect: "manual" });
}

const follow = (selector) => {
  const link = document.querySelector(selector);
  if (link) location.assign(link.href);
  return Boolean(link);
};

let waiting = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return document.activeElement?.blur();
  if (isTyping(event.target)) return;
  const keys = document.getElementById("keys");
  if (keys?.open) return;
  if (waiting) {
    waiting = false;
    if (follow(`[data-go="${CSS.escape(event.key)}"]`)) event.preventDefault();
    return;
  }
  const act = {
    j: () => move(1),
    k: () => move(-1),
    n: () => follow("[data-next]"),
    p: () => follow("[data-prev]"),
    g: () => { waiting = true; setTimeout(() => { waiting = false; }, 1500); },
    u: () => { if (history.length > 1) history.back(); },
    d: () => document.querySelector("#decide textarea, #decide input:not([type=hidden]), #decide select")?.focus(),
    t: () => {
      const buttons = [...document.querySelectorAll("[data-set-theme]")];
      const at = buttons.findIndex((button) => button.value === root.dataset.theme);
      if (buttons.length) setTheme(buttons[(at + 1) % buttons.length]);
    },
    "/": () => {
      const field = document.querySelector("input[type=search]");
      if (field) field.focus(); else follow('[data-go="s"]');
    },
    "?": () => keys?.showModal(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-set-theme]");
  if (theme) {
    event.preventDefault();
    setTheme(theme);
  }
  const help = event.target.closest("[data-help]");
  const keys = document.getElementById("keys");
  if (help && keys?.showModal) {
    event.preventDefault();
    keys.showModal();
  }
});

// A form is sent once; while a long one works, its button says so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.closest("dialog")) return;
  // A form that answers with a file leaves the page as it is, and may be sent again.
  if ("again" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  const busy = form.dataset.busy;
  if (busy) {
    const status = document.createElement("p");
    status.className = "note";
    status.setAttribute("role", "status");
    status.textContent = busy;
    form.append(status);
  }
  if (form.dataset.progress && globalThis.ReadableStream) {
    event.preventDefault();
    tellProgress(form);
  }
});

// A file is sent in the background, and the page tells how far its screening has come.
async function tellProgress(form) {
  const status = form.querySelector("[role=status]");
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", form.dataset.busy);
  status.before(bar);
  status.textContent = form.dataset.progress;
  const fail = (text) => {
    bar.remove();
    status.setAttribute("role", "alert");
    status.className = "notice problem";
    status.textContent = text;
    delete form.dataset.sent;
  };
  form.querySelectorAll(".notice.problem").forEach((notice) => { if (notice !== status) notice.remove(); });
  const stage = ({ stage, done, total }) => {
    const text = form.dataset[`say${stage[0].toUpperCase()}${stage.slice(1)}`] ?? form.dataset.sayOther;
    const figure = (number) => number.toLocaleString(document.documentElement.lang);
    status.textContent = text.replace("{0}", figure(done)).replace("{1}", figure(total));
    if (total > 0 && done < total) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
  };
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "text/event-stream" } });
    if (!answer.headers.get("Content-Type")?.startsWith("text/event-stream")) return fail((await answer.json()).detail);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = ""; ;) {
      const { done, value } = await reader.read();
      if (done) break;
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const text of events) {
        const [name, data] = ["event: ", "data: "].map((key) => text.split("\n").find((line) => line.startsWith(key))?.slice(key.length));
        const told = JSON.parse(data);
        if (name === "progress") stage(told);
        if (name === "failed") return fail(told.detail);
        if (name === "done") return location.assign(told.location);
      }
    }
    form.submit();
  } catch {
    // The connection broke: the plain way is left.
    form.submit();
  }
}
// Coming back through the history finds the form ready again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
