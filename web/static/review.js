// Keys, search as you type, the lease and the undo bar of the review pages. Everything here is a
// shortcut: each page does the same with its forms and links alone.
"use strict";

const IDLE_MS = 120; // after the last letter, before asking
const RENEW_MS = 60_000; // a third of a lease
const AWAY_MS = 600_000; // without a key or the mouse: nobody is there, and nothing is renewed
const leaving = { byForm: false };

// ---------------------------------------------------------------- keys

function isTyping(element) {
  return element.closest("input, textarea, select") !== null;
}

function press(element) {
  if (element.tagName !== "SUMMARY") {
    element.click();
    return;
  }
  openPanel(element.parentElement);
}

function openPanel(panel) {
  panel.open = true;
  const checked = panel.querySelector("input[type=radio]:checked");
  const first = panel.querySelector("input:not([type=hidden]), textarea, select");
  (checked || first || panel).focus();
  panel.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
    return;
  }
  if (event.key === "Escape") {
    leaveField(event.target);
    return;
  }
  if (isTyping(event.target)) {
    return;
  }
  const key = CSS.escape(event.key.toLowerCase());
  const field = document.querySelector(`[data-focus="${key}"]`);
  const target = field || document.querySelector(`[data-key="${key}"]`);
  if (target === null) {
    return;
  }
  event.preventDefault();
  if (field !== null) {
    field.focus();
    field.scrollIntoView({ block: "nearest" });
  } else {
    takeSelection(target);
    press(target);
  }
}

function leaveField(element) {
  const panel = element.closest("details[open]");
  element.blur();
  if (panel !== null) {
    panel.open = false;
  }
}

// What is selected in the citizen's words is what shall be hidden.
function takeSelection(target) {
  const words = document.querySelector("[data-words]");
  const chosen = document.getSelection();
  const input = target.parentElement.querySelector("[data-selection]");
  if (words === null || input === null || chosen.rangeCount === 0) {
    return;
  }
  const range = chosen.getRangeAt(0);
  if (!words.contains(range.commonAncestorContainer)) {
    return;
  }
  const copy = range.cloneContents();
  copy.querySelectorAll(".m-label").forEach((label) => label.remove());
  input.value = copy.textContent.trim() || input.value;
}

// ---------------------------------------------------------------- search as you type

function setUpSearch(form) {
  const input = form.querySelector("input[type=search]");
  const results = document.getElementById(form.dataset.hits).querySelector(".hits");
  let waiting = 0;
  let asked = 0;

  async function ask() {
    const number = ++asked;
    const query = new URLSearchParams({ q: input.value, dekat: form.dataset.near || "" });
    const answer = await fetch(`${form.dataset.find}?${query}`).catch(() => null);
    if (answer === null || !answer.ok || number !== asked) {
      return; // offline, or a later question is on its way
    }
    const found = (await answer.json()).hasil;
    results.replaceChildren(...found.map(hitButton));
    if (found.length === 0 && input.value.trim() !== "") {
      results.append(Object.assign(document.createElement("p"), { textContent: "Tidak ditemukan." }));
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, IDLE_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = results.querySelector("button");
    if (first !== null) {
      first.click();
    }
  });
  input.addEventListener("keydown", (event) => moveFocus(event, results, -1));
  results.addEventListener("keydown", (event) => {
    const buttons = [...results.querySelectorAll("button")];
    moveFocus(event, results, buttons.indexOf(event.target), input);
  });
}

function moveFocus(event, results, at, input) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) {
    return;
  }
  event.preventDefault();
  const next = results.querySelectorAll("button")[at + step] || (step < 0 ? input : null);
  if (next) {
    next.focus();
  }
}

function hitButton(hit) {
  const button = document.createElement("button");
  const name = document.createElement("span");
  name.textContent = hit.nama;
  Object.assign(button, { type: "submit", className: "choice", name: "nilai", value: hit.nilai });
  button.append(name);
  return button;
}

// ---------------------------------------------------------------- the lease

function setUpLease(matter) {
  const line = document.querySelector("[data-lease]");
  // Like every form: with the proof that it comes from our page.
  const proof = () => new URLSearchParams({ bukti: document.querySelector("[name=bukti]").value });
  let touched = Date.now();
  ["pointermove", "pointerdown", "keydown", "scroll"].forEach((sign) =>
    window.addEventListener(sign, () => (touched = Date.now()), { passive: true }),
  );
  const timer = setInterval(async () => {
    if (Date.now() - touched > AWAY_MS) {
      return; // or a page left open would keep its matter, and its session, for ever
    }
    const request = { method: "POST", body: proof() };
    const answer = await fetch(matter.dataset.renew, request).catch(() => null);
    if (answer === null || !answer.ok) {
      return;
    }
    const lease = await answer.json();
    if (!lease.milik) {
      clearInterval(timer);
      line.textContent = lease.nama
        ? `Hal ini sekarang dibuka oleh ${lease.nama}. Muat ulang halaman.`
        : "Hal ini sudah diputuskan. Muat ulang halaman.";
      line.classList.add("alert");
    }
  }, RENEW_MS);
  window.addEventListener("pagehide", () => {
    if (!leaving.byForm) {
      navigator.sendBeacon(matter.dataset.release, proof());
    }
  });
}

// ---------------------------------------------------------------- the undo bar

function setUpUndo(bar) {
  const end = Date.now() + Number(bar.dataset.undo) * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 1000);
    bar.querySelector("[data-left]").textContent = String(Math.max(left, 0));
    if (left <= 0) {
      clearInterval(timer);
      bar.remove();
    }
  }, 250);
}

document.addEventListener("keydown", onKey);
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.method === "post") {
    leaving.byForm = true;
  }
});
// A page from the browser's memory shows what was there before the act.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
document.querySelectorAll("[data-find]").forEach(setUpSearch);
document.querySelectorAll("[data-renew]").forEach(setUpLease);
document.querySelectorAll("[data-undo]").forEach(setUpUndo);
document.querySelectorAll(".bar-more a").forEach((link) =>
  link.addEventListener("click", (event) => {
    event.preventDefault();
    openPanel(document.querySelector(link.getAttribute("href")));
  }),
);
