/** Asks again until the answer is truthy; fails with what was waited for, and the last answer or error. */
export async function until(what, ask, { within = 15_000, every = 50 } = {}) {
  const deadline = Date.now() + within;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${within} ms for ${what}; last: ${last?.stack ?? JSON.stringify(last)}`);
    await new Promise((done) => setTimeout(done, every));
  }
}
