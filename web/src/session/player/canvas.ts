const LABEL = 'Canvas, not shown';
const SIGN = `<svg xmlns="http://www.w3.org/2000/svg" width="140" height="20"><text x="70" y="14" text-anchor="middle" font-family="sans-serif" font-size="12" fill="#888">${LABEL}</text></svg>`;

/**
 * What is drawn on a canvas needs scripts, which the replay does not run: there a canvas is not even a box. Its place says so, and hides nothing
 * that is behind it. How large it was its attributes say, in browsers that read them in styles, and the page's own rules before them.
 */
export const CANVAS_RULES = [
  ':where(canvas) { display: inline-block; width: 300px; height: 150px; width: attr(width px, 300px); height: attr(height px, 150px); aspect-ratio: attr(width number, 2) / attr(height number, 1); }',
  `canvas { outline: 1px dashed #888 !important; outline-offset: -1px !important; background-image: url("data:image/svg+xml,${encodeURIComponent(SIGN)}") !important; background-repeat: no-repeat !important; background-position: center !important; }`,
];
