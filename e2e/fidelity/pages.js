import { readdirSync } from 'node:fs';

/** Real sites and apps as npm packages ship them; the fetches of those that name other hosts fail, as without a network. */
const SITES = [
  ...[
    'angularjs', 'angularjs_require', 'backbone', 'backbone_require', 'canjs', 'dojo', 'emberjs', 'jquery', 'knockoutjs', 'knockoutjs_require',
    'mithril', 'ractive', 'react', 'react-backbone', 'vanillajs', 'vue', 'typescript-angular', 'atmajs', 'flight', 'maria', 'ampersand', 'exoskeleton',
  ].map((name) => `todomvc/examples/${name}/index.html`),
  'todomvc/index.html',
  'startbootstrap-sb-admin-2/index.html',
  'startbootstrap-sb-admin-2/tables.html',
  'startbootstrap-sb-admin-2/charts.html',
  'startbootstrap-sb-admin-2/cards.html',
  'startbootstrap-sb-admin-2/buttons.html',
  'startbootstrap-sb-admin-2/register.html',
  'startbootstrap-sb-admin-2/utilities-animation.html',
  'startbootstrap-sb-admin/dist/index.html',
  'startbootstrap-sb-admin/dist/tables.html',
  'startbootstrap-clean-blog/dist/index.html',
  'startbootstrap-clean-blog/dist/contact.html',
  'startbootstrap-clean-blog/dist/post.html',
  'startbootstrap-creative/dist/index.html',
  'startbootstrap-resume/dist/index.html',
  'swagger-ui-dist/index.html',
  'jquery-ui-dist/index.html',
  'reveal.js/index.html',
  'reveal.js/demo.html',
  'impress.js/index.html',
];

/** Recorded from the first script in the head on, while the parser still works, as a site with the snippet is. */
const EARLY = [
  'fixture/css-linked', 'fixture/css-insert-rule', 'fixture/css-adopted', 'fixture/css-many-text-nodes', 'fixture/custom-elements', 'fixture/document-written',
  'fixture/forms', 'fixture/framework-like', 'fixture/iframes', 'fixture/images', 'fixture/lists', 'fixture/scroll', 'fixture/shadow-closed', 'fixture/shadow-declarative',
  'fixture/shadow-nested', 'fixture/tables', 'fixture/unicode', 'fixture/whitespace', 'app/react', 'app/vue', 'app/lit', 'app/svelte', 'app/angular',
];

/** Every page: `name` in reports, `path` on the loopback server, `early` when it is recorded while it loads. */
export function pages() {
  const fixtures = list('fixtures', /\.x?html$/).map((file) => ({ name: 'fixture/' + file.replace(/\.html$/, ''), path: '/fixture/' + file }));
  const apps = list('apps', /\.(jsx|js|ts|svelte)$/).map((file) => ({ name: 'app/' + file.replace(/\..*$/, ''), path: '/app/' + file.replace(/\..*$/, '') }));
  const sites = SITES.map((path) => ({ name: 'npm/' + path.replace(/\/index\.html$/, '').replace('/examples/', '/'), path: '/npm/' + path }));
  const early = [...fixtures, ...apps].filter(({ name }) => EARLY.includes(name)).map(({ name, path }) => ({ name: 'early/' + name, path, early: true }));
  // Roots that were closed before the script has arrived stay so, whoever records.
  return [...fixtures.filter(({ name }) => name !== 'fixture/shadow-closed'), ...early, ...apps, ...sites];
}

function list(folder, pattern) {
  return readdirSync(new URL(folder + '/', import.meta.url))
    .filter((file) => pattern.test(file) && !file.startsWith('_'))
    .sort();
}
