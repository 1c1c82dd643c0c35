/** What visitors of the demo shop come for. Each journey is a list of steps that a person takes on a page. */

const shopIs = (person, selector) => person.page.waitForSelector(selector, { state: "visible", timeout: 15_000 });

const steps = {
  async lookAround(person) {
    await person.wander(2);
    await person.scroll(person.random.between(300, 1100));
    await person.wander(1);
  },

  async department(person) {
    await person.click(".menu a", person.random.whole(0, person.touch ? 2 : 5));
    await shopIs(person, ".listing .card");
    await person.wander(1);
    if (person.random.chance(0.4)) {
      await person.page.selectOption(".sort", person.random.pick(["price", "-price"])).catch(() => {});
      await person.pause();
    }
  },

  async product(person) {
    const cards = await person.page.locator(".card").count();
    await person.click(".card", person.random.whole(0, Math.min(cards - 1, 5)));
    await shopIs(person, ".buy");
    await person.wander(2);
    if (person.random.chance(0.5)) await person.click("details summary");
    if (person.random.chance(0.5)) await person.click(".sizes label", person.random.whole(0, 3));
  },

  async reviews(person) {
    await person.click(".reviews-toggle");
    await person.pause(300, 900);
    if (person.random.chance(0.5)) await person.click(".reviews-toggle");
  },

  async sizeGuide(person) {
    await person.click(".size-guide");
    await person.pause(400, 900);
    await person.click(".size-guide");
  },

  async compare(person) {
    await person.click(".compare");
    await person.pause(500, 1000);
    await person.click(".compare");
  },

  async wish(person) {
    await person.click(".wish");
  },

  async add(person) {
    await person.click(".add-to-cart");
    await person.pause(300, 800);
  },

  async search(person) {
    await person.type(".search input", person.random.pick(["tent", "rain", "wool", "boots", "kayak", "headlamp"]));
    await person.page.keyboard.press("Enter");
    await shopIs(person, ".listing");
    await person.wander(1);
  },

  async tent(person) {
    await person.type(".search input", "lark");
    await person.page.keyboard.press("Enter");
    await shopIs(person, ".listing .card");
    await person.click(".card");
    await shopIs(person, ".buy");
    await person.wander(1);
    await person.click(".add-to-cart");
  },

  async cart(person) {
    await person.click("a[aria-label='Cart']");
    await shopIs(person, ".summary");
    await person.wander(1);
    if (person.random.chance(0.4)) await person.click(".quantity button", 1);
  },

  async wrongCoupon(person) {
    await person.type(".coupon input", person.random.pick(["AUTUMN20", "WELCOME", "SAVE15"]));
    await person.click(".apply");
    await person.pause(500, 900);
    await person.hammer(".apply", person.random.whole(4, 7));
  },

  async coupon(person) {
    await person.type(".coupon input", "TRAIL10");
    await person.click(".apply");
    await person.pause(300, 600);
  },

  async shipping(person) {
    await person.click(".checkout");
    await shopIs(person, ".address");
    const { first, last, email, street, postcode, city } = person.details;
    if (!(await person.page.inputValue("input[name=email]"))) await person.type("input[name=email]", email);
    await person.type("input[name=first]", first);
    await person.type("input[name=last]", last);
    await person.type("input[name=street]", street);
    await person.type("input[name=postcode]", postcode);
    await person.type("input[name=city]", city);
    await person.click(".address .button");
    await shopIs(person, ".card-form");
  },

  async pay(person) {
    const { first, last, card } = person.details;
    await person.type("input[name=holder]", `${first} ${last}`);
    await person.type("input[name=card]", card);
    await person.type("input[name=expiry]", "08/29");
    await person.type("input[name=code]", "123");
    await person.click(".pay");
    await person.page.waitForFunction(() => document.body?.dataset.step === "confirmation" || document.querySelector(".problem")?.textContent, null, { timeout: 15_000 });
  },

  async payAgain(person) {
    await person.pause(600, 1200);
    if (await person.page.locator(".pay").count()) {
      await person.click(".pay");
      await shopIs(person, ".thanks");
    }
    await person.wander(1);
  },

  async giveUp(person) {
    await person.hammer(".pay", 5);
    await person.pause(500, 1000);
    await person.scroll(300);
    await person.wander(1);
  },

  async thanks(person) {
    await shopIs(person, ".thanks");
    await person.wander(1);
    await person.click(".thanks .button");
    await shopIs(person, ".card");
  },

  async signUp(person) {
    await person.click("a[aria-label='Account']");
    await shopIs(person, ".sign");
    await person.click(".sign a");
    await person.page.waitForSelector("input[name=name]");
    await person.type("input[name=name]", person.details.first);
    await person.type("input[name=email]", person.details.email);
    await person.type("input[name=password]", "correct horse");
    await person.click(".sign .button");
    await shopIs(person, ".account");
  },

  async signIn(person) {
    await person.click("a[aria-label='Account']");
    await shopIs(person, ".sign");
    await person.type("input[name=email]", person.details.email);
    await person.type("input[name=password]", "correct horse");
    await person.click(".sign .button");
    await shopIs(person, ".account");
  },

  async membership(person) {
    await person.click(".account a.more");
    await shopIs(person, ".plans");
    await person.wander(2);
    await person.click(".choose-plan", person.random.whole(1, 2));
    await person.pause(300, 700);
  },

  async help(person) {
    await person.click(".bottom a", person.random.whole(0, 2));
    await shopIs(person, ".helpful");
    await person.wander(2);
    await person.click(".helpful", person.random.whole(0, 1));
  },

  async newsletter(person) {
    await person.type(".newsletter input", person.details.email);
    await person.click(".newsletter button");
  },

  async home(person) {
    await person.click(".logo");
    await shopIs(person, ".hero");
  },

  async back(person) {
    await person.page.goBack();
    await person.pause(300, 800);
  },
};

const journeys = {
  bounce: ["lookAround"],
  browse: ["lookAround", "department", "product", "back", "product", "reviews"],
  compare: ["department", "compare", "product", "sizeGuide", "department", "product", "wish"],
  search: ["search", "product", "reviews", "search", "lookAround"],
  fill: ["department", "product", "add", "product", "add", "cart"],
  rage: ["department", "product", "add", "cart", "wrongCoupon", "home"],
  buy: ["lookAround", "department", "product", "add", "cart", "shipping", "pay", "payAgain", "thanks"],
  buyWithCoupon: ["search", "product", "add", "cart", "coupon", "shipping", "pay", "payAgain"],
  fails: ["tent", "cart", "shipping", "pay", "giveUp"],
  failsAndRetries: ["tent", "cart", "shipping", "pay", "payAgain", "thanks"],
  member: ["signIn", "department", "product", "add", "cart", "shipping", "pay", "payAgain"],
  newcomer: ["lookAround", "signUp", "membership", "department", "product", "wish"],
  help: ["help", "lookAround", "home", "newsletter"],
  leavesAtShipping: ["department", "product", "reviews", "add", "cart", "shipping"],
};

export const names = Object.keys(journeys);

export async function walk(name, person) {
  for (const step of journeys[name]) await steps[step](person);
}
