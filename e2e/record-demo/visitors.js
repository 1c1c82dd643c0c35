/** Who visits the demo shop: seeded, varied in device, place and intention. */
import { names } from "./journeys.js";
import { randomOf } from "./random.js";

const chrome = (system, version) => `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;

const desktops = [
  { userAgent: chrome("Windows NT 10.0; Win64; x64", 142), viewport: { width: 1536, height: 730 } },
  { userAgent: chrome("Macintosh; Intel Mac OS X 10_15_7", 142), viewport: { width: 1440, height: 789 } },
  { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15", viewport: { width: 1512, height: 860 } },
  { userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0", viewport: { width: 1680, height: 900 } },
  { userAgent: `${chrome("Windows NT 10.0; Win64; x64", 142)} Edg/142.0.0.0`, viewport: { width: 1366, height: 657 } },
  { userAgent: chrome("X11; Linux x86_64", 141), viewport: { width: 1280, height: 720 } },
];

const phones = [
  { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1", viewport: { width: 393, height: 660 } },
  { userAgent: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", viewport: { width: 412, height: 780 } },
];

const tablet = { userAgent: "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1", viewport: { width: 820, height: 1106 } };

/** Addresses of networks, which no machine has, in the places that the sample data speaks of. */
const places = [
  { address: "51.164.0.0", locale: "de-DE" }, // Berlin
  { address: "51.164.0.0", locale: "de-DE" },
  { address: "160.50.0.0", locale: "de-DE" }, // Munich
  { address: "77.10.0.0", locale: "de-DE" }, // Hamburg
  { address: "44.143.0.0", locale: "de-AT" }, // Vienna
  { address: "56.240.0.0", locale: "de-CH" }, // Zurich
  { address: "25.64.0.0", locale: "en-GB" }, // London
  { address: "129.215.0.0", locale: "en-GB" }, // Edinburgh
  { address: "57.48.0.0", locale: "fr-FR" }, // Paris
  { address: "168.87.192.0", locale: "fr-FR" }, // Lyon
  { address: "13.80.0.0", locale: "nl-NL" }, // Amsterdam
  { address: "9.205.0.0", locale: "da-DK" }, // Copenhagen
  { address: "4.179.0.0", locale: "nb-NO" }, // Oslo
  { address: "78.216.0.0", locale: "it-IT" }, // Milan
  { address: "89.60.0.0", locale: "es-ES" }, // Madrid
  { address: "137.82.0.0", locale: "en-CA" }, // Vancouver
];

const entries = ["/demo/", "/demo/", "/demo/", "/demo/?utm_source=google&utm_medium=cpc&utm_campaign=autumn-layers", "/demo/?utm_source=newsletter&utm_medium=email&utm_campaign=letters-november", "/demo/category/camp", "/demo/category/jackets?utm_source=instagram&utm_medium=social&utm_campaign=night-out", "/demo/sale"];

export function visitor(number) {
  const random = randomOf(7919 * (number + 1));
  const kind = random.next();
  const device = kind < 0.58 ? random.pick(desktops) : kind < 0.94 ? random.pick(phones) : tablet;
  return {
    number,
    random,
    // Every journey comes up several times, in an order that does not repeat.
    journey: names[(number * 5 + Math.floor(number / names.length)) % names.length],
    ...device,
    touch: device.viewport.width < 900,
    ...random.pick(places),
    entry: random.pick(entries),
    details: {
      email: `visitor${number}@example.com`,
      first: "Visitor",
      last: `No ${number}`,
      street: `Harbour Street ${random.whole(1, 80)}`,
      postcode: String(random.whole(10_000, 99_000)),
      city: "Lakeside",
      card: random.chance(0.12) ? "4000 0000 0000 0002" : "4242 4242 4242 4242",
    },
  };
}
