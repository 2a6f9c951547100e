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
});
// Coming back through the history finds the form ready again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
