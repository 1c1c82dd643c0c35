/** The part of the shop that never reloads: links become pushState, the checkout stays a real page. */
import { bySlug, money } from "./catalog.js";
import { $, call, frame, toast } from "./page.js";
import { add, changed, count, person, save, setQuantity, state, total } from "./state.js";
import { identify, signedOut, track } from "./tracking.js";
import { category, home, missing, productPage, sale, search, sorted } from "./views.js";
import { account, cart, help, membership, signIn, signUp } from "./views-account.js";

const routes = [
  [/^\/demo\/(index\.html)?$/, home],
  [/^\/demo\/category\/([a-z-]+)$/, category],
  [/^\/demo\/products\/([a-z0-9-]+)$/, productPage],
  [/^\/demo\/sale$/, sale],
  [/^\/demo\/cart$/, cart],
  [/^\/demo\/login$/, signIn],
  [/^\/demo\/signup$/, signUp],
  [/^\/demo\/account$/, account],
  [/^\/demo\/membership$/, membership],
  [/^\/demo\/help\/([a-z]+)$/, help],
];

function show() {
  const path = location.pathname;
  const query = new URLSearchParams(location.search).get("q") ?? "";
  const [, view, match] = routes.map(([pattern, render]) => [pattern, render, path.match(pattern)]).find(([, , found]) => found) ?? [];
  const page = path === "/demo/search" ? search(query) : view ? view(...match.slice(1)) : missing();
  document.title = page.title;
  $("main").innerHTML = page.html;
  if (page.item) askStock(page.item.slug);
  if (page.found !== undefined) track("search", { query, value: page.found });
}

function go(url) {
  history.pushState({}, "", url);
  show();
  scrollTo(0, 0);
}

async function askStock(slug) {
  try {
    const { inStock } = await call(`stock/${slug}`);
    const line = $(".stock");
    if (line) line.textContent = inStock > 5 ? "In stock, leaves today" : `Only ${inStock} left`;
  } catch {
    const line = $(".stock");
    if (line) line.textContent = "In stock";
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/demo/']");
  if (link && !event.defaultPrevented && event.button === 0 && !event.metaKey && !event.ctrlKey && !link.pathname.startsWith("/demo/checkout")) {
    event.preventDefault();
    go(link.href);
    return;
  }
  for (const [selector, action] of Object.entries(actions)) {
    const target = event.target.closest(selector);
    if (target) return action(target);
  }
});

const actions = {
  ".quantity button": (button) => {
    setQuantity(Number(button.dataset.index), Number(button.dataset.to));
    show();
  },
  // Says nothing when the code is wrong: people press it again and again.
  ".apply": async () => {
    const code = $(".coupon input").value;
    const { percent } = await call("coupon", { code }).catch(() => ({ percent: 0 }));
    if (!percent) return;
    state.discount = percent / 100;
    changed();
    track("coupon_applied", { code, value: percent });
    show();
  },
  // Half of the products have no reviews, and nobody thought of that.
  ".reviews-toggle": (button) => {
    const item = bySlug.get(button.closest("form").dataset.slug);
    const known = item.slug.length % 2 === 0 ? { reviews: [{ stars: 5, text: "Kept me dry for two weeks in the north." }, { stars: 4, text: "Runs a little small." }] } : {};
    $(".reviews").innerHTML = known.reviews.map((review) => `<p>${"★".repeat(review.stars)} ${review.text}</p>`).join("");
  },
  ".wish": (button) => {
    const item = bySlug.get(button.closest("form").dataset.slug);
    button.textContent = "Saved";
    track("wishlist_add", { product: item.slug, value: item.price });
  },
  ".choose-plan": (button) => {
    if (!state.user) return go("/demo/signup");
    state.user.plan = button.dataset.plan;
    save();
    identify(state.user);
    track("membership_changed", { plan: button.dataset.plan, value: Number(button.dataset.fee) });
    show();
  },
  ".sign-out": () => {
    state.user = null;
    save();
    signedOut();
    go("/demo/");
  },
  ".helpful": (button) => {
    track("help_rated", { value: button.dataset.answer === "yes" ? 1 : 0 });
    button.closest(".panel").innerHTML = "<p>Thank you.</p>";
  },
};

document.addEventListener("change", (event) => {
  if (event.target.matches(".sort")) $(".list").innerHTML = sorted(event.target.dataset.list, event.target.value);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.matches(".search")) go(`/demo/search?q=${encodeURIComponent(form.q.value)}`);
  if (form.matches(".buy")) addToCart(form);
  if (form.matches(".coupon")) actions[".apply"]();
  if (form.matches(".sign")) await sign(form);
  if (form.matches(".newsletter")) {
    track("newsletter_subscribed");
    form.innerHTML = "<strong>Letters from the trail</strong><p>You are on the list.</p>";
  }
});

function addToCart(form) {
  const item = bySlug.get(form.dataset.slug);
  add(item.slug, form.size?.value ?? "");
  track("add_to_cart", { product: item.slug, category: item.category, value: item.price });
  toast(`${item.name} is in your cart (${count()}): ${money(total())}`);
}

async function sign(form) {
  const email = form.email.value;
  const kind = form.dataset.kind;
  try {
    await call(kind, { email });
  } catch (error) {
    return toast(error.message, "bad");
  }
  state.user = person(email, form.name?.value);
  save();
  identify(state.user);
  track(kind);
  go("/demo/account");
}

addEventListener("popstate", show);
frame();
show();
if (count() > 0) changed();
