/** Real sites that npm packages ship. A visit goes through one to three pages of one site. */
const TODO = ['angularjs', 'backbone', 'canjs', 'dojo', 'emberjs', 'jquery', 'knockoutjs', 'mithril', 'react', 'vanillajs'];
const ADMIN = ['index', 'tables', 'charts', 'cards', 'buttons', 'register', 'utilities-animation'];

export const sites = [
  ...TODO.map((name) => ({ site: `todomvc-${name}`, pages: [`todomvc/examples/${name}/index.html`] })),
  { site: 'sb-admin-2', pages: ADMIN.map((name) => `startbootstrap-sb-admin-2/${name}.html`) },
  { site: 'sb-admin', pages: ['index', 'tables'].map((name) => `startbootstrap-sb-admin/dist/${name}.html`) },
  { site: 'clean-blog', pages: ['index', 'contact', 'post'].map((name) => `startbootstrap-clean-blog/dist/${name}.html`) },
  { site: 'creative', pages: ['startbootstrap-creative/dist/index.html'] },
  { site: 'resume', pages: ['startbootstrap-resume/dist/index.html'] },
  { site: 'swagger-ui', pages: ['swagger-ui-dist/index.html'] },
  { site: 'jquery-ui', pages: ['jquery-ui-dist/index.html'] },
  { site: 'reveal', pages: ['reveal.js/index.html', 'reveal.js/demo.html'] },
  { site: 'impress', pages: ['impress.js/index.html'] },
];

export const pageCount = sites.reduce((count, { pages }) => count + pages.length, 0);
