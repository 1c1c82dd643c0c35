/** Cart, person and experiment, kept in the browser: the shop has no database. */
import { bySlug } from "./catalog.js";
import { cartChanged } from "./tracking.js";

const KEY = "tarn-and-trail";
const fresh = () => ({ cart: [], user: null, discount: 0, shipping: null, order: null, experiment: Math.random() < 0.5 ? "control" : "free-shipping-bar" });

function read() {
  try {
    return { ...fresh(), ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return fresh();
  }
}

export const state = read();

export function save() {
  localStorage.setItem(KEY, JSON.stringify(state));
  dispatchEvent(new Event("shop:changed"));
}

export const lines = () => state.cart.map((line) => ({ ...line, item: bySlug.get(line.slug) })).filter((line) => line.item);
export const count = () => state.cart.reduce((sum, line) => sum + line.quantity, 0);
export const subtotal = () => lines().reduce((sum, line) => sum + line.item.price * line.quantity, 0);
export const shippingCost = () => (subtotal() >= 100 || subtotal() === 0 ? 0 : 5.9);
export const total = () => Math.round((subtotal() * (1 - state.discount) + shippingCost()) * 100) / 100;

export function add(slug, size) {
  const line = state.cart.find((candidate) => candidate.slug === slug && candidate.size === size);
  if (line) line.quantity++;
  else state.cart.push({ slug, size, quantity: 1 });
  changed();
}

export function setQuantity(index, quantity) {
  if (quantity > 0) state.cart[index].quantity = quantity;
  else state.cart.splice(index, 1);
  changed();
}

export function emptyCart() {
  state.cart = [];
  state.discount = 0;
  changed();
}

export function changed() {
  save();
  cartChanged(total());
}

/** The same address always gets the same person, so that a visitor who comes back is known. */
export function person(email, name) {
  let hash = 2166136261;
  for (const letter of email.toLowerCase()) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619) >>> 0;
  return { id: `u${hash % 100000}`, accountId: `acc-${10000 + (hash % 90000)}`, email, name: name || email.split("@")[0], plan: "free" };
}
