/** Drives a real browser through real pages with the real SDK in them; the answer is every batch as it was sent. */
import { Person } from '../record-demo/person.js';
import { randomOf } from '../record-demo/random.js';
import { launchBrowser } from '../lib/browser.js';
import { sites } from './sites.js';

const AT_ONCE = 4;
const VIEWPORTS = [{ width: 1536, height: 730 }, { width: 1440, height: 789 }, { width: 1280, height: 720 }, { width: 820, height: 1106 }, { width: 412, height: 780 }];
const THINGS = 'button:visible, input:visible, label:visible, summary:visible, a[href^="#"]:visible, li:visible, h2:visible, td:visible';

export async function visitAll(door, visits, log) {
  const browser = await launchBrowser();
  const plan = Array.from({ length: visits }, (_, visit) => sites.map((site, index) => ({ ...site, seed: visit * 1000 + index }))).flat();
  // Visits of one site do not come one after the other, in life neither.
  const random = randomOf(20261127);
  for (let i = plan.length - 1; i > 0; i--) {
    const j = random.whole(0, i);
    [plan[i], plan[j]] = [plan[j], plan[i]];
  }
  try {
    let next = 0;
    const worker = async () => {
      while (next < plan.length) {
        const turn = next++;
        await visit(browser, door, plan[turn]);
        if (turn % 20 === 19) log(`${turn + 1} of ${plan.length} visits`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await browser.close();
  }
  return plan.length;
}

async function visit(browser, door, { pages, seed }) {
  const random = randomOf(seed * 7919 + 1);
  const context = await browser.newContext({ viewport: random.pick(VIEWPORTS) });
  try {
    // As without a network: what other hosts would serve fails at once.
    await context.route((url) => url.origin !== door.origin, (route) => route.abort());
    const page = await context.newPage();
    const count = Math.min(pages.length, random.whole(1, 3));
    const first = random.whole(0, pages.length - 1);
    for (let i = 0; i < count; i++) {
      await page.goto(`${door.origin}/npm/${pages[(first + i) % pages.length]}`, { waitUntil: 'load' });
      await page.waitForFunction(() => window.claymore?.sessionId?.(), null, { timeout: 30_000 });
      await look(new Person(page, random, false));
    }
    // Leaving sends the rest.
    await page.goto('about:blank');
    await page.waitForTimeout(400);
  } finally {
    await context.close();
  }
}

async function look(person) {
  const { page, random } = person;
  const address = page.url();
  await person.pause(300, 700);
  await person.wander(2);
  await person.scroll(random.between(200, 900));
  for (let i = 0; i < 3; i++) {
    const box = await page.locator(THINGS).nth(random.whole(0, 30)).boundingBox({ timeout: 300 }).catch(() => null);
    const { width, height } = page.viewportSize();
    const inside = box && box.y > 0 && box.y + box.height < height && box.x + box.width < width;
    const [x, y] = inside ? [box.x + box.width / 2, box.y + box.height / 2] : [random.between(40, width - 40), random.between(80, height - 40)];
    await person.moveTo(x, y);
    await page.mouse.click(x, y, { delay: random.between(40, 110) });
    await person.pause(150, 400);
    if (page.url() !== address && !page.url().startsWith(address + '#')) return;
  }
  if (address.includes('todomvc')) {
    await page.keyboard.type(random.pick(['Milk', 'Call the dentist', 'Water the plants']), { delay: 40 });
    await page.keyboard.press('Enter');
  }
  await person.scroll(random.between(-500, 600));
  await person.wander(1);
}
