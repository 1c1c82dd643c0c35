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

/** Every page: `name` in reports, `path` on the loopback server. */
export function pages() {
  const fixtures = list('fixtures', /\.x?html$/).map((file) => ({ name: 'fixture/' + file.replace(/\.html$/, ''), path: '/fixture/' + file }));
  const apps = list('apps', /\.(jsx|js|ts|svelte)$/).map((file) => ({ name: 'app/' + file.replace(/\..*$/, ''), path: '/app/' + file.replace(/\..*$/, '') }));
  const sites = SITES.map((path) => ({ name: 'npm/' + path.replace(/\/index\.html$/, '').replace('/examples/', '/'), path: '/npm/' + path }));
  return [...fixtures, ...apps, ...sites];
}

function list(folder, pattern) {
  return readdirSync(new URL(folder + '/', import.meta.url))
    .filter((file) => pattern.test(file) && !file.startsWith('_'))
    .sort();
}
