/** Shipping, payment, confirmation: three real pages with a load between each, as in many shops. */
import { money } from "./catalog.js";
import { $, call, esc, frame, toast } from "./page.js";
import { picture } from "./pictures.js";
import { count, emptyCart, lines, save, state, total } from "./state.js";
import { captureError, cartChanged, track } from "./tracking.js";
import { totals } from "./views-account.js";

const step = document.body.dataset.step;
const number = { shipping: 1, payment: 2, confirmation: 3 }[step];
const steps = ["Shipping", "Payment", "Done"];

const overview = () => `<aside class="summary"><h2>Your order</h2><ul class="mini">${lines()
  .map((line) => `<li><div class="thumb" style="background:${line.item.colours[0]}22">${picture(line.item)}</div><span>${line.quantity} × ${line.item.name}</span></li>`)
  .join("")}</ul>${totals()}</aside>`;

const views = {
  shipping: () => `<form class="panel address"><h1>Where shall it go?</h1>
    <label>Email<input name="email" type="email" required autocomplete="email" value="${esc(state.user?.email ?? "")}"></label>
    <div class="pair"><label>First name<input name="first" required autocomplete="given-name"></label><label>Last name<input name="last" required autocomplete="family-name"></label></div>
    <label>Street and number<input name="street" required autocomplete="street-address"></label>
    <div class="pair"><label>Postcode<input name="postcode" required autocomplete="postal-code"></label><label>City<input name="city" required autocomplete="address-level2"></label></div>
    <label>Country<select name="country"><option>Germany</option><option>France</option><option>Netherlands</option><option>United Kingdom</option><option>United States</option><option>Canada</option></select></label>
    <button class="button wide-button">Go on to payment</button></form>`,
  payment: () => `<form class="panel card-form"><h1>How do you pay?</h1>
    <label>Name on the card<input name="holder" required autocomplete="cc-name"></label>
    <label>Card number<input name="card" required inputmode="numeric" autocomplete="cc-number" placeholder="1234 5678 9012 3456"></label>
    <div class="pair"><label>Expires<input name="expiry" required autocomplete="cc-exp" placeholder="MM/YY"></label><label>Security code<input name="code" required inputmode="numeric" autocomplete="cc-csc" placeholder="123"></label></div>
    <p class="problem" role="alert"></p><button class="button wide-button pay">Pay ${money(total())}</button><p class="small">No money moves: this is a demo. Any digits will do.</p></form>`,
  confirmation: () => `<div class="panel thanks"><h1>Thank you</h1><p class="lead">Order <b>${esc(state.order?.number ?? "")}</b> over ${money(state.order?.total ?? 0)} is in the hands of the packers.</p><a class="button" href="/demo/">Back to the shop</a></div>`,
};

const handlers = {
  async shipping(form) {
    track("shipping_submitted", { country: form.country.value });
    state.shipping = form.country.value;
    save();
    await call("shipping", { country: form.country.value, items: count() });
    location.assign("/demo/checkout/payment");
  },
  async payment(form) {
    const button = $(".pay");
    button.disabled = true;
    const attempt = Number(form.dataset.attempt ?? 0) + 1;
    form.dataset.attempt = attempt;
    try {
      const answer = await call("payment", { total: total(), attempt, country: state.shipping, products: state.cart.map((line) => line.slug), lastDigits: form.card.value.slice(-4) });
      state.order = { number: answer.order, total: total(), items: count() };
      save();
      location.assign("/demo/checkout/confirmation");
    } catch (error) {
      console.error(`Payment failed: ${error.message}`);
      captureError(error, { step: "payment", attempt });
      track("payment_failed", { status: error.status ?? 0, value: total() });
      $(".problem").textContent = error.status === 402 ? "Your bank said no. Try another card." : "Something went wrong on our side. Please try again.";
      button.disabled = false;
    }
  },
};

frame({ plain: true });
if (number < 3 && count() === 0) location.replace("/demo/cart");
$("main").innerHTML = `<section class="inner checkout"><ol class="steps">${steps.map((name, index) => `<li class="${index + 1 === number ? "now" : index + 1 < number ? "done" : ""}">${name}</li>`).join("")}</ol>
  <div class="columns">${views[step]()}${number < 3 ? overview() : ""}</div></section>`;
if (number === 1) track("checkout_started", { value: total(), items: count() });
if (number < 3) cartChanged(total());
if (number === 3 && state.order && count() > 0) {
  cartChanged(state.order.total);
  track("purchase", { order: state.order.number, items: state.order.items, value: state.order.total });
  emptyCart();
}
document.addEventListener("submit", (event) => {
  if (event.target.matches(".newsletter")) return;
  event.preventDefault();
  handlers[step]?.(event.target).catch((error) => toast(error.message, "bad"));
});
