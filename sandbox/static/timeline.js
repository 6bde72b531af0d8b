// Makes the pages livelier; everything works without it.
"use strict";

const REFRESH_MS = 3000;
const MAX_WEIGHT = 280;
const LINK_WEIGHT = 23;

// X's weights (docs.x.com/fundamentals/counting-characters); the server counts exactly.
const isLight = (point) =>
  point <= 4351 ||
  (point >= 8192 && point <= 8205) ||
  (point >= 8208 && point <= 8223) ||
  (point >= 8242 && point <= 8247);

function weight(text) {
  const rest = text.replace(/https?:\/\/\S+/g, "");
  const links = (text.match(/https?:\/\/\S+/g) || []).length;
  let total = links * LINK_WEIGHT;
  const segments = "Segmenter" in Intl
    ? Array.from(new Intl.Segmenter("id").segment(rest), (part) => part.segment)
    : Array.from(rest);
  for (const symbol of segments) {
    if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(symbol)) total += 2;
    else for (const ch of symbol.normalize("NFC")) total += isLight(ch.codePointAt(0)) ? 1 : 2;
  }
  return total;
}

function countIn(field, output) {
  const show = () => {
    const used = weight(field.value);
    output.textContent = used > MAX_WEIGHT ? `${used} · postingan panjang` : `${used} / ${MAX_WEIGHT}`;
    output.classList.toggle("long", used > MAX_WEIGHT);
  };
  output.hidden = false;
  field.addEventListener("input", show);
  show();
}

const answersIn = (root) => root.querySelectorAll(".from-bot").length;

function isInUse(live) {
  return live.querySelector("details[open]") !== null || live.contains(document.activeElement);
}

async function refresh(live, status) {
  if (document.hidden || isInUse(live)) return;
  const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (!fresh || fresh.innerHTML === live.innerHTML || isInUse(live)) return;
  const added = answersIn(fresh) - answersIn(live);
  live.replaceChildren(...fresh.childNodes);
  if (added > 0) status.textContent = `Ada ${added} jawaban baru dari layanan.`;
}

const field = document.querySelector("[data-counted]");
const output = document.querySelector("[data-count]");
if (field && output) countIn(field, output);

const live = document.querySelector("[data-live]");
if (live) {
  const status = document.querySelector("[data-status]");
  const again = () =>
    refresh(live, status)
      .catch(() => {}) // the server is being restarted; ask again
      .finally(() => setTimeout(again, REFRESH_MS));
  setTimeout(again, REFRESH_MS);
}
