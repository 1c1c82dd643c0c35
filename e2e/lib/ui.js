/** The product's UI in a browser: signs in, and remembers everything that went wrong on the console. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const screenshots = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../screenshots/latest");

/** Opens `where` as the admin; problems of the page (console errors, exceptions) gather in `problems`. */
export async function openUi(context, server, where, problems = []) {
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.stack ?? error}`));
  // The token leaves the address before the cookie is there.
  const signedIn = page.waitForResponse((response) => response.url() === `${server.url}/api/login` && response.ok());
  await page.goto(`${server.url}${where}#token=${server.token}`);
  await signedIn;
  return page;
}

export async function picture(page, name) {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}
