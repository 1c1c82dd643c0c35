/**
 * Everything the shop tells Claymore. The script tag in each page records by itself what people see and do; these calls add
 * what only the shop knows: who it is, what they bought, which plan and experiment they are in.
 * `window.claymore` exists before the SDK has arrived: the snippet in the page queues the calls.
 */
const sdk = () => window.claymore;

export const track = (name, properties) => sdk()?.track(name, properties);
export const cartChanged = (total) => sdk()?.setCart(total);
export const captureError = (error, details) => sdk()?.captureError(error, details);

/** Who is signed in; tags hold for everything from here on. */
export function identify(user) {
  sdk()?.identify(user.id, { name: user.name });
  sdk()?.tags({ plan: user.plan, accountId: user.accountId });
}

export function signedOut() {
  sdk()?.reset();
}

export function experiment(variant) {
  sdk()?.tag("experiment", variant);
}

/** Where this visit can be watched; empty until the SDK has arrived. */
export const replayUrl = () => (typeof sdk()?.replayUrl === "function" ? sdk().replayUrl() : "") || "";
export const sessionId = () => (typeof sdk()?.sessionId === "function" ? sdk().sessionId() : "") || "";
