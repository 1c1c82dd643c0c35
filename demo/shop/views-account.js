/** Cart, sign-in, account, help: the pages about the person. */
import { money } from "./catalog.js";
import { esc } from "./page.js";
import { picture } from "./pictures.js";
import { lines, shippingCost, state, subtotal, total } from "./state.js";
import { card, missing } from "./views.js";
import { products } from "./catalog.js";

export function cart() {
  const all = lines();
  if (all.length === 0) {
    return {
      title: "Your cart | Tarn & Trail",
      html: `<section class="inner"><h1>Your cart is empty</h1><p class="lead">A good place to begin:</p><div class="grid">${products.slice(4, 8).map(card).join("")}</div></section>`,
    };
  }
  return {
    title: "Your cart | Tarn & Trail",
    html: `<section class="inner cart-page"><h1>Your cart</h1><div class="columns"><ul class="lines">${all
      .map(
        (line, index) => `<li><div class="thumb" style="background:${line.item.colours[0]}22">${picture(line.item)}</div><div><a href="/demo/products/${line.slug}"><strong>${line.item.name}</strong></a><small>${line.size ? `Size ${line.size}` : "One size"}</small></div>
        <div class="quantity"><button type="button" data-index="${index}" data-to="${line.quantity - 1}" aria-label="One less">−</button><span>${line.quantity}</span><button type="button" data-index="${index}" data-to="${line.quantity + 1}" aria-label="One more">+</button></div><span class="sum">${money(line.item.price * line.quantity)}</span></li>`,
      )
      .join("")}</ul>
      <aside class="summary"><h2>Summary</h2>${totals()}
        <form class="coupon"><label>Coupon code<div class="row"><input name="coupon" autocomplete="off" placeholder="e.g. TRAIL10"><button type="button" class="apply">Apply</button></div></label><p class="coupon-note"></p></form>
        <a class="button wide-button checkout" href="/demo/checkout/shipping">Checkout</a><p class="small">Free returns within 60 days.</p></aside></div></section>`,
  };
}

export const totals = () => `<dl class="totals"><dt>Goods</dt><dd>${money(subtotal())}</dd>${state.discount ? `<dt>Discount</dt><dd>−${money(subtotal() * state.discount)}</dd>` : ""}<dt>Shipping</dt><dd>${shippingCost() ? money(shippingCost()) : "Free"}</dd><dt class="grand">Total</dt><dd class="grand">${money(total())}</dd></dl>`;

const form = (kind, title, button, other) => ({
  title: `${title} | Tarn & Trail`,
  html: `<section class="inner narrow"><h1>${title}</h1><form class="panel sign" data-kind="${kind}">
    ${kind === "signup" ? '<label>Name<input name="name" required autocomplete="name"></label>' : ""}
    <label>Email<input name="email" type="email" required autocomplete="email"></label><label>Password<input name="password" type="password" required minlength="6" autocomplete="${kind === "signup" ? "new-password" : "current-password"}"></label>
    <button class="button wide-button">${button}</button><p class="small">${other}</p></form></section>`,
});

export const signIn = () => form("login", "Sign in", "Sign in", 'New here? <a href="/demo/signup">Make an account</a>');
export const signUp = () => form("signup", "Make an account", "Create account", 'You have one? <a href="/demo/login">Sign in</a>');

export function account() {
  if (!state.user) return signIn();
  const { user, order } = state;
  return {
    title: "Your account | Tarn & Trail",
    html: `<section class="inner account"><h1>Hello, ${esc(user.name)}</h1><div class="columns"><div class="panel"><h2>Orders</h2>${
      order ? `<p>Order <b>${esc(order.number)}</b>: ${money(order.total)}, on its way.</p>` : "<p>No orders yet. The trail is patient.</p>"
    }</div><div class="panel"><h2>You</h2><p>${esc(user.email)}</p><p>Membership: <b class="plan">${esc(user.plan)}</b></p><a class="more" href="/demo/membership">Change membership</a><p><button type="button" class="more sign-out">Sign out</button></p></div></div></section>`,
  };
}

const plans = [
  ["free", "Rambler", 0, "The shop, and letters from the trail."],
  ["plus", "Hiker", 4.5, "Free shipping, repairs at half price."],
  ["premium", "Mountaineer", 9, "Free repairs for life and first look at the sale."],
];

export const membership = () => ({
  title: "Membership | Tarn & Trail",
  html: `<section class="inner"><h1>Membership</h1><p class="lead">Leave whenever you like.</p><div class="plans">${plans
    .map(([plan, name, fee, line]) => `<div class="panel plan-card${state.user?.plan === plan ? " current" : ""}"><h2>${name}</h2><p class="price">${fee ? `${money(fee)} a month` : "Free"}</p><p>${line}</p><button type="button" class="button choose-plan" data-plan="${plan}" data-fee="${fee}">${state.user?.plan === plan ? "Your plan" : "Choose"}</button></div>`)
    .join("")}</div></section>`,
});

const topics = {
  shipping: ["Shipping", ["Orders before two leave the same day.", "Free from €100, €5.90 below.", "We ship to all of Europe, the US and Canada."]],
  returns: ["Returns", ["Sixty days, worn once around the block is fine.", "Print the label from your account.", "The money is back within five days."]],
  repairs: ["Repairs", ["Send it clean, with a note about what broke.", "Zips, seams, soles and stitching: we mend what we sell.", "Two weeks, longer in autumn."]],
};

export function help(topic) {
  if (!topics[topic]) return missing();
  const [title, facts] = topics[topic];
  return {
    title: `${title} | Tarn & Trail`,
    html: `<section class="inner narrow"><nav class="crumbs"><a href="/demo/">Home</a> / Help</nav><h1>${title}</h1>${facts.map((fact) => `<p class="lead">${fact}</p>`).join("")}<div class="panel"><h2>Did this help?</h2><button type="button" class="button ghost helpful" data-answer="yes">Yes</button> <button type="button" class="button ghost helpful" data-answer="no">No</button></div></section>`,
  };
}
