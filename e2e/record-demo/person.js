/** Moves, scrolls, points and types as people do: in curves, with hesitation, and not always straight to the goal. */
export class Person {
  constructor(page, random, touch) {
    Object.assign(this, { page, random, touch, x: 200, y: 200 });
  }

  pause(from = 150, to = 600) {
    return new Promise((done) => setTimeout(done, this.random.between(from, to)));
  }

  /** Along a bent curve, fast in the middle, with a small tremor. */
  async moveTo(x, y) {
    if (this.touch) return;
    const { random } = this;
    const distance = Math.hypot(x - this.x, y - this.y);
    const steps = Math.max(6, Math.min(38, Math.round(distance / 22)));
    const bend = random.between(-0.18, 0.18) * distance;
    const [fromX, fromY] = [this.x, this.y];
    for (let step = 1; step <= steps; step++) {
      const part = step / steps;
      const eased = part * part * (3 - 2 * part);
      const aside = Math.sin(Math.PI * eased) * bend;
      const tremor = step === steps ? 0 : random.between(-1.6, 1.6);
      this.x = fromX + (x - fromX) * eased - ((y - fromY) / (distance || 1)) * aside + tremor;
      this.y = fromY + (y - fromY) * eased + ((x - fromX) / (distance || 1)) * aside + tremor;
      await this.page.mouse.move(this.x, this.y);
      await this.pause(8, 22);
    }
  }

  async wander(times = 2) {
    const { width, height } = this.page.viewportSize();
    for (let i = 0; i < times; i++) {
      await this.moveTo(this.random.between(60, width - 60), this.random.between(120, height - 60));
      await this.pause(80, 420);
    }
  }

  async scroll(amount) {
    const notches = Math.max(2, Math.round(Math.abs(amount) / 110));
    for (let i = 0; i < notches; i++) {
      await this.page.mouse.wheel(0, amount / notches);
      await this.pause(16, 70);
    }
    await this.pause(120, 500);
  }

  /** Brings a thing into view the way people do, and returns a point on it; null when there is no such thing. */
  async find(selector, which = 0) {
    const thing = this.page.locator(selector).nth(which);
    if ((await this.page.locator(selector).count()) <= which) return null;
    const { height } = this.page.viewportSize();
    for (let tries = 0; tries < 8; tries++) {
      const box = await thing.boundingBox();
      if (!box) return null;
      const middle = box.y + box.height / 2;
      if (middle > 150 && middle < height - 60) {
        return { x: box.x + box.width * this.random.between(0.3, 0.7), y: box.y + box.height * this.random.between(0.35, 0.65) };
      }
      const before = box.y;
      await this.scroll(Math.max(-700, Math.min(700, middle - height / 2)));
      const after = await thing.boundingBox();
      if (!after || Math.abs(after.y - before) < 2) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
    return null;
  }

  async click(selector, which = 0) {
    const point = await this.find(selector, which);
    if (!point) return false;
    await this.moveTo(point.x, point.y);
    await this.pause(60, 260);
    if (this.touch) await this.page.touchscreen.tap(point.x, point.y);
    else await this.page.mouse.click(point.x, point.y, { delay: this.random.between(40, 110) });
    await this.pause();
    return true;
  }

  /** Presses the same place again and again. */
  async hammer(selector, times) {
    const point = await this.find(selector);
    if (!point) return;
    await this.moveTo(point.x, point.y);
    for (let i = 0; i < times; i++) {
      if (this.touch) await this.page.touchscreen.tap(point.x, point.y);
      else await this.page.mouse.click(point.x + this.random.between(-2, 2), point.y);
      await this.pause(70, 160);
    }
  }

  async type(selector, text) {
    if (!(await this.click(selector))) return;
    for (const letter of text) {
      await this.page.keyboard.type(letter);
      await this.pause(25, 110);
    }
    await this.pause(100, 300);
  }
}
