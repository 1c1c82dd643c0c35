/** The pages people look around in: home, departments, products, search. Each returns HTML and a title. */
import { bySlug, categories, find, money, products } from "./catalog.js";
import { esc } from "./page.js";
import { landscape, picture } from "./pictures.js";

const tint = (item) => `background:linear-gradient(160deg, ${item.colours[0]}26, ${item.colours[2]}40)`;
const price = (item) => `<span class="price">${money(item.price)}${item.was ? ` <s>${money(item.was)}</s>` : ""}</span>`;

export const card = (item) => `<a class="card" href="/demo/products/${item.slug}"><div class="card-picture" style="${tint(item)}">${picture(item)}${item.was ? '<em class="badge">Sale</em>' : ""}</div>
  <div class="card-text"><h3>${item.name}</h3>${price(item)}</div></a>`;

const grid = (items) => `<div class="grid">${items.map(card).join("")}</div>`;

export function home() {
  const picks = ["fjell-rain-shell", "lark-tent", "cairn-hiking-boots", "trail-55-backpack", "fern-beanie", "glow-headlamp", "summit-poles", "hush-down-jacket"];
  return {
    title: "Tarn & Trail: things for outdoors",
    html: `<section class="hero">${landscape}<div class="hero-text inner"><p class="eyebrow">Autumn on the ridge</p><h1>Go further.<br>Come home warm.</h1>
      <p>Shells, boots and tents that we use ourselves, and mend when they break.</p><a class="button" href="/demo/category/camp">Pack for a night out</a> <a class="button ghost" href="/demo/sale">See the sale</a></div></section>
      <section class="inner"><h2>Departments</h2><div class="departments">${categories
        .map((one) => {
          const first = products.find((item) => item.category === one.slug);
          return `<a class="department" href="/demo/category/${one.slug}" style="${tint(first)}">${picture(first)}<strong>${one.name}</strong></a>`;
        })
        .join("")}</div>
      <h2>What people take along now</h2>${grid(picks.map((slug) => bySlug.get(slug)))}</section>
      <section class="story"><div class="inner"><div><p class="eyebrow">From the workshop</p><h2>Send it back when it breaks.</h2><p>Eleven thousand zips, soles and seams last year. A jacket that lives for fifteen winters beats any label on it.</p><a class="more" href="/demo/help/repairs">How repairs work</a></div>
      <img class="slow-photo" src="/demo/api/photo/workshop.svg?wait=1800" alt="A workbench by a window" width="520" height="320"></div></section>`,
  };
}

export function category(slug) {
  const one = categories.find((candidate) => candidate.slug === slug);
  if (!one) return missing();
  const items = products.filter((item) => item.category === slug);
  return {
    title: `${one.name} | Tarn & Trail`,
    html: `<section class="inner listing"><nav class="crumbs"><a href="/demo/">Home</a> / ${one.name}</nav><h1>${one.name}</h1><p class="lead">${one.line}</p>
      <div class="tools"><span>${items.length} products</span><button class="compare" type="button">Compare</button><label>Sort <select class="sort" data-list="${slug}"><option value="">Featured</option><option value="price">Price, low to high</option><option value="-price">Price, high to low</option></select></label></div>
      <div class="list">${grid(items)}</div></section>`,
  };
}

export const sorted = (slug, order) => {
  const items = products.filter((item) => (slug === "sale" ? item.was : item.category === slug));
  const direction = order === "-price" ? -1 : 1;
  return grid(order ? items.sort((left, right) => direction * (left.price - right.price)) : items);
};

export function sale() {
  const items = products.filter((item) => item.was);
  return {
    title: "Sale | Tarn & Trail",
    html: `<section class="inner listing"><nav class="crumbs"><a href="/demo/">Home</a> / Sale</nav><h1>Sale</h1><p class="lead">Last year's colours, this year's weather.</p><div class="list">${grid(items)}</div></section>`,
  };
}

export function search(query) {
  const items = find(query);
  return {
    title: "Search | Tarn & Trail",
    html: `<section class="inner listing"><h1>${items.length === 0 ? "Nothing" : items.length} found for “${esc(query)}”</h1>
      ${items.length === 0 ? `<p class="lead">Try a plainer word, or look around:</p>${grid(products.slice(0, 4))}` : grid(items)}</section>`,
    found: items.length,
  };
}

export function productPage(slug) {
  const item = bySlug.get(slug);
  if (!item) return missing();
  const sizes = ["jackets", "layers"].includes(item.category) ? ["XS", "S", "M", "L", "XL"] : item.category === "footwear" ? ["38", "40", "42", "44", "46"] : [];
  const alike = products.filter((other) => other.category === item.category && other !== item).slice(0, 4);
  return {
    title: `${item.name} | Tarn & Trail`,
    item,
    html: `<section class="inner"><nav class="crumbs"><a href="/demo/">Home</a> / <a href="/demo/category/${item.category}">${categories.find((one) => one.slug === item.category).name}</a> / ${item.name}</nav>
      <div class="product"><div class="gallery" style="${tint(item)}">${picture(item)}</div>
      <form class="buy" data-slug="${item.slug}"><h1>${item.name}</h1>${price(item)}<p class="lead">${item.text}</p><p class="stock">Looking in the warehouse…</p>
        ${sizes.length ? `<fieldset class="sizes"><legend>Size</legend>${sizes.map((size, index) => `<label><input type="radio" name="size" value="${size}"${index === 2 ? " checked" : ""}><span>${size}</span></label>`).join("")}<button type="button" class="size-guide">Size guide</button></fieldset>` : ""}
        <button class="button add-to-cart">Add to cart</button> <button type="button" class="button ghost wish">Save for later</button>
        <details><summary>Details and care</summary><p>Repairable for life. Wash cold, hang in the shade, wear often.</p></details>
        <button type="button" class="more reviews-toggle">Read reviews</button><div class="reviews"></div></form></div>
      <h2>Goes well with it</h2>${grid(alike)}</section>`,
  };
}

export function missing() {
  return {
    title: "Not found | Tarn & Trail",
    html: `<section class="inner narrow"><h1>This path ends here</h1><p class="lead">The page you look for is not (or no longer) in the shop.</p><a class="button" href="/demo/">Back to the trailhead</a></section>`,
  };
}
