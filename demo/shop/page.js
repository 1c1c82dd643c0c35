/** What all pages share: escaping, the frame around the content, messages, requests. */
import { categories, money } from "./catalog.js";
import { sprite } from "./pictures.js";
import { count, state, total } from "./state.js";
import { experiment, identify, replayUrl, sessionId } from "./tracking.js";

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const esc = (text) => String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
export const $ = (selector, root = document) => root.querySelector(selector);

/** A request to the shop's own API: the answer as JSON, or an error that says what happened. */
export async function call(path, body) {
  const response = await fetch(`/demo/api/${path}`, {
    method: body ? "POST" : "GET",
    headers: body ? { "content-type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.message ?? `The shop answered ${response.status}`), { status: response.status });
  return answer;
}

export function toast(message, kind = "") {
  const note = document.createElement("div");
  note.className = `toast ${kind}`;
  note.setAttribute("role", "status");
  note.textContent = message;
  document.body.append(note);
  setTimeout(() => note.remove(), 3600);
}

const icon = (path) => `<svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`;

/** Header, footer and the bar that leads to the recording; `plain` for the checkout, where nothing should lead away. */
export function frame({ plain = false } = {}) {
  document.body.insertAdjacentHTML(
    "afterbegin",
    `${sprite}
    <div class="bar"><span><b class="dot"></b>This is the demo shop of Claymore<span class="wide">: what you do here is recorded</span></span>
      <a class="bar-link" href="/p/demo/sessions">See your session →</a></div>
    <header class="top"><div class="inner">
      <a class="logo" href="/demo/" aria-label="Tarn & Trail, home"><svg viewBox="0 0 40 28" width="36" height="25" aria-hidden="true"><path d="M2 26L14 6l7 11 5-7 12 16Z" fill="currentColor"/><path d="M14 6l-4 7 4-1 3 3 1-3Z" fill="#f6f3ec"/></svg><span>Tarn <i>&amp;</i> Trail</span></a>
      ${
        plain
          ? `<span class="secure">Secure checkout</span>`
          : `<nav class="menu" aria-label="Departments">${categories.map((one) => `<a href="/demo/category/${one.slug}">${one.name}</a>`).join("")}<a class="sale" href="/demo/sale">Sale</a></nav>
      <form class="search" role="search" action="/demo/search"><input name="q" type="search" placeholder="Search tents, boots…" aria-label="Search" autocomplete="off"></form>
      <a class="icon" href="/demo/account" aria-label="Account">${icon('<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 5-6 8-6s7 1 8 6"/>')}</a>
      <a class="icon" href="/demo/cart" aria-label="Cart">${icon('<path d="M5 8h14l1 13H4L5 8Z"/><path d="M9 8V6a3 3 0 0 1 6 0v2"/>')}<b class="count" hidden></b></a>`
      }
    </div></header>${state.experiment === "free-shipping-bar" && !plain ? `<p class="shipping-bar"></p>` : ""}`,
  );
  document.body.insertAdjacentHTML(
    "beforeend",
    `<footer class="bottom"><div class="inner"><div><strong>Tarn &amp; Trail</strong><p>Things for outdoors, made to be mended.</p></div>
      <div><strong>Help</strong><a href="/demo/help/shipping">Shipping</a><a href="/demo/help/returns">Returns</a><a href="/demo/help/repairs">Repairs</a></div>
      <div><strong>Shop</strong><a href="/demo/sale">Sale</a><a href="/demo/category/camp">Camp</a><a href="/demo/membership">Membership</a></div>
      <form class="newsletter"><strong>Letters from the trail</strong><p>Once a month, no more.</p><div class="row"><input type="email" name="email" required placeholder="you@example.com" aria-label="Email"><button>Subscribe</button></div></form>
    </div><p class="small inner">A shop that sells nothing: made to show what Claymore records.</p></footer>`,
  );
  showCount();
  addEventListener("shop:changed", showCount);
  experiment(state.experiment);
  if (state.user) identify(state.user);
  linkToRecording();
}

function showCount() {
  const badge = $(".count");
  if (badge) {
    badge.textContent = count();
    badge.hidden = count() === 0;
  }
  const shipping = $(".shipping-bar");
  if (shipping) {
    const missing = 100 - total();
    shipping.textContent = missing > 0 && count() > 0 ? `${money(missing)} more and shipping is on us` : "Free shipping from €100";
  }
}

/** Points the bar at this visit's recording, once the SDK knows its session. */
function linkToRecording() {
  $(".bar-link").addEventListener("click", (event) => {
    const url = replayUrl() || (sessionId() && `/p/demo/sessions/${sessionId()}`);
    if (url) event.currentTarget.href = url;
  }, true);
}
