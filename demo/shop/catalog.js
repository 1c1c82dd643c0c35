/** What the shop sells. The sample data (server/src/main/resources/demo) speaks of the same products and prices. */

export const categories = [
  { slug: "jackets", name: "Jackets", line: "Shells and layers for weather that cannot decide." },
  { slug: "footwear", name: "Footwear", line: "Grip for rock, mud and the way home." },
  { slug: "packs", name: "Packs", line: "From a lunch walk to a fortnight." },
  { slug: "camp", name: "Camp", line: "Shelter, warmth and a hot cup at night." },
  { slug: "layers", name: "Layers", line: "Merino, wool and stretch, next to the skin." },
  { slug: "gear", name: "Gear", line: "The small things you miss when they are at home." },
];

const product = (slug, category, name, price, picture, colours, text, was) => ({
  slug,
  category,
  name,
  price,
  picture,
  colours,
  text,
  was: was ?? null,
});

export const products = [
  product("fjell-rain-shell", "jackets", "Fjell Rain Shell", 189, "shell", ["#2f6f8f", "#1d4a63", "#f2b84b"], "Three layers, taped seams, a hood that turns with your head."),
  product("hush-down-jacket", "jackets", "Hush Down Jacket", 249, "down", ["#d9622b", "#a5431a", "#ffe2c4"], "Responsible down, 380 grams, packs into its own pocket."),
  product("lee-wind-jacket", "jackets", "Lee Wind Jacket", 99, "shell", ["#8aa15b", "#5d7238", "#f4f1e6"], "Keeps the wind out and lets you breathe.", 129),
  product("moss-fleece", "jackets", "Moss Fleece", 89, "fleece", ["#4f7a63", "#31523f", "#e9dcc1"], "Recycled fleece with a soft inside and a chest pocket."),
  product("cairn-hiking-boots", "footwear", "Cairn Hiking Boots", 179, "boot", ["#8a5a3b", "#3b2a20", "#f0c27b"], "Waxed leather that gets better with every mile."),
  product("scree-trail-shoes", "footwear", "Scree Trail Shoes", 139, "shoe", ["#3c6e71", "#20393b", "#ff9b54"], "Light, sticky and hard to wear out."),
  product("ridge-approach-shoes", "footwear", "Ridge Approach Shoes", 129, "shoe", ["#6b705c", "#2f332a", "#e07a5f"], "Between a boot and a climbing shoe.", 159),
  product("bog-wool-socks", "footwear", "Bog Wool Socks", 18, "sock", ["#b5654a", "#7d3f2b", "#f3e3cf"], "Merino, cushioned where it counts."),
  product("tarn-24-daypack", "packs", "Tarn 24 Daypack", 84, "pack", ["#e0a33e", "#8c5f16", "#33413a"], "24 litres with a back that stays dry."),
  product("trail-55-backpack", "packs", "Trail 55 Backpack", 219, "pack", ["#3d5a80", "#22344d", "#ee6c4d"], "55 litres, adjustable back, rain cover inside."),
  product("rolltop-18", "packs", "Rolltop 18", 69, "pack", ["#5c6b73", "#2f383c", "#c2dfe3"], "Waterproof, welded, made for bikes and boats.", 89),
  product("hip-pouch", "packs", "Hip Pouch", 34, "pack", ["#b56576", "#6d3b49", "#ffe5d9"], "Phone, keys, snack, map."),
  product("lark-tent", "camp", "Lark Two-person Tent", 349, "tent", ["#7f9c5a", "#4d6333", "#f4d58d"], "1.9 kg, stands in three minutes, in the dark too."),
  product("owl-sleeping-bag", "camp", "Owl Sleeping Bag", 199, "bag", ["#4a4e69", "#22223b", "#f2e9e4"], "Comfortable down to -4 degrees."),
  product("ember-stove", "camp", "Ember Stove", 64, "stove", ["#adb5bd", "#495057", "#f77f00"], "Boils half a litre in two minutes and a half."),
  product("glow-headlamp", "camp", "Glow Headlamp", 45, "lamp", ["#e76f51", "#264653", "#ffe8a3"], "400 lumens, red light, charges by USB-C."),
  product("merino-base-layer", "layers", "Merino Base Layer", 79, "fleece", ["#6d6875", "#474350", "#e5c9b8"], "150 g merino that does not smell after a week."),
  product("trek-trousers", "layers", "Trek Trousers", 95, "trousers", ["#7a6a53", "#4b4030", "#d8c7a3"], "Stretch, pockets with zips, legs that roll up."),
  product("fern-beanie", "layers", "Fern Beanie", 29, "beanie", ["#588157", "#3a5a40", "#dad7cd"], "Thick ribbed wool, knitted in Portugal."),
  product("frost-gloves", "layers", "Frost Gloves", 42, "glove", ["#457b9d", "#1d3557", "#f1faee"], "Warm fingers that still work a phone."),
  product("spring-bottle", "gear", "Spring Bottle", 26, "bottle", ["#2a9d8f", "#1b675e", "#f4f1de"], "Steel, one litre, cold for a day."),
  product("summit-poles", "gear", "Summit Poles", 89, "poles", ["#e63946", "#343a40", "#f1c453"], "Carbon, foldable, 420 grams the pair.", 119),
  product("tin-mug", "gear", "Tin Mug", 16, "mug", ["#3a6ea5", "#1f3f63", "#f5f0e1"], "Enamelled. It will chip, and be dearer to you for it."),
];

export const bySlug = new Map(products.map((item) => [item.slug, item]));

export const money = (amount) =>
  new Intl.NumberFormat("en-GB", { style: "currency", currency: "EUR", minimumFractionDigits: 2 }).format(amount);

export function find(words) {
  const wanted = words.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return products.filter((item) => {
    const text = `${item.name} ${item.category} ${item.text}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
