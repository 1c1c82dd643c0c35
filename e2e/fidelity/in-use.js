import { pageScript } from './bundles.js';
import { VIEWPORT } from './run.js';

// What the whole SDK, as a site has it, adds to a page that is in use for some seconds: the script in the head, the parts it loads, everything
// it captures, compresses and sends. Main-thread time counts from the navigation on.

/** One visit, with or without the SDK. */
export async function visit(browser, origin, sdk, taskTime) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    let sent = 0;
    page.on('request', (request) => (sent += request.url().includes('/v1/batch') ? request.postDataBuffer()?.length || 0 : 0));
    await page.goto(`${origin}/in-use?sdk=${sdk}`);
    await page.evaluate(await pageScript());
    await page.evaluate(() => (globalThis.__watch = globalThis.__claymorePage.watchLongTasks(true)));
    await page.evaluate(() => globalThis.__claymorePage.bursts.inUse());
    await page.mouse.move(100, 100);
    await page.mouse.click(200, 200);
    // As long as the SDK may take to send what has gathered.
    await page.waitForTimeout(4_000);
    const milliseconds = await taskTime(session);
    const longTasks = await page.evaluate(() => globalThis.__watch.stop());
    if (sdk === 'yes' && sent < 1_000) throw new Error(`the SDK has sent ${sent} bytes, so it has not recorded`);
    return { milliseconds, longTasks: longTasks.count, longest: longTasks.longest, sent };
  } finally {
    await context.close();
  }
}

export function table(rows) {
  return [
    '| a page in use for 5 s | main-thread ms | long tasks | longest ms | bytes sent |',
    '|---|---|---|---|---|',
    ...rows.map(([name, { milliseconds, longTasks, longest, sent }]) => `| ${name} | ${Math.round(milliseconds).toLocaleString('en')} | ${longTasks} | ${longest} | ${Math.round(sent).toLocaleString('en')} |`),
  ].join('\n');
}
