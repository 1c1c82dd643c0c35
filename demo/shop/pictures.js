/** Drawings of the products: one sprite, coloured by three custom properties (main, dark, accent). */

const body = "M72 58 Q100 74 128 58 L150 70 Q160 76 164 90 L176 142 L154 149 L140 108 L142 172 Q100 180 58 172 L60 108 L46 149 L24 142 L36 90 Q40 76 50 70 Z";

const shapes = {
  shell: `<path d="${body}" fill="var(--a)"/><path d="M74 60 Q70 26 100 24 Q130 26 126 60 Q100 76 74 60Z" fill="var(--b)"/>
    <path d="M82 56 Q80 38 100 36 Q120 38 118 56 Q100 66 82 56Z" fill="#0003"/><path d="M100 70V176" stroke="var(--c)" stroke-width="3"/>
    <path d="M68 128l18 8M132 128l-18 8" stroke="var(--b)" stroke-width="4" stroke-linecap="round"/><path d="M58 160Q100 168 142 160V172Q100 180 58 172Z" fill="var(--b)"/>`,
  down: `<path d="${body}" fill="var(--a)"/><path d="M76 60Q78 42 100 42Q122 42 124 60Q100 72 76 60Z" fill="var(--b)"/>
    <path d="M60 90Q100 98 140 90M60 110Q100 118 140 110M60 130Q100 138 140 130M59 150Q100 158 141 150M40 96l20 4M36 114l20 5M32 130l20 6M160 96l-20 4M164 114l-20 5M168 130l-20 6" stroke="var(--b)" stroke-width="3" fill="none" opacity=".75"/>
    <path d="M100 68V176" stroke="var(--c)" stroke-width="3"/>`,
  fleece: `<path d="${body}" fill="var(--a)"/><path d="M80 60Q80 46 100 46Q120 46 120 60Q100 72 80 60Z" fill="var(--b)"/><path d="M100 66V112" stroke="var(--c)" stroke-width="3"/>
    <rect x="110" y="94" width="24" height="24" rx="4" fill="var(--b)"/><path d="M112 101h20" stroke="var(--c)" stroke-width="2"/><path d="M58 164Q100 172 142 164V172Q100 180 58 172Z" fill="var(--b)"/>`,
  boot: `<path d="M56 34H108L110 92Q114 106 140 110Q170 114 172 142V150H48V112Z" fill="var(--a)"/><path d="M44 148H176V158Q176 168 166 168H54Q44 168 44 158Z" fill="var(--b)"/>
    <path d="M56 34H108V48H56Z" fill="var(--b)"/><path d="M96 60l22 2M97 74l23 2M99 88l25 3M108 100l24 6" stroke="var(--c)" stroke-width="4" stroke-linecap="round"/>
    <path d="M150 114Q172 120 172 142V150H140Q138 128 150 114Z" fill="#0002"/><path d="M52 168v6M72 168v6M92 168v6M112 168v6M132 168v6M152 168v6" stroke="var(--b)" stroke-width="10"/>`,
  shoe: `<path d="M30 104Q32 78 58 86Q78 94 96 74L112 78L152 112Q178 118 178 140V148H28Z" fill="var(--a)"/><path d="M24 146H182V154Q180 166 166 166H40Q24 166 24 154Z" fill="var(--b)"/>
    <path d="M100 84l14-6M112 94l14-6M124 104l14-5" stroke="var(--c)" stroke-width="4" stroke-linecap="round"/><path d="M30 132Q80 108 120 146H28Z" fill="var(--c)" opacity=".85"/><path d="M24 148H182" stroke="#fff6" stroke-width="4"/>`,
  sock: `<path d="M70 28H118V100Q118 112 134 120L160 132Q172 144 160 158Q146 170 124 162L82 144Q68 136 70 118Z" fill="var(--a)"/><path d="M68 26H120V48H68Z" fill="var(--c)"/>
    <path d="M70 62H118M70 74H118" stroke="var(--c)" stroke-width="5"/><path d="M146 126L160 132Q172 144 160 158Q152 166 140 166Q150 144 146 126Z" fill="var(--b)"/><path d="M70 112Q86 112 92 128Q88 142 80 142Q68 134 70 112Z" fill="var(--b)"/>`,
  pack: `<path d="M84 34Q84 20 100 20Q116 20 116 34" stroke="var(--b)" stroke-width="7" fill="none"/><rect x="52" y="36" width="96" height="138" rx="30" fill="var(--a)"/>
    <path d="M52 74Q52 36 82 36H118Q148 36 148 74Q124 86 100 86Q76 86 52 74Z" fill="var(--b)"/><rect x="64" y="110" width="72" height="52" rx="14" fill="var(--b)"/><path d="M68 124H132" stroke="var(--c)" stroke-width="3"/>
    <rect x="93" y="78" width="14" height="22" rx="4" fill="var(--c)"/><path d="M44 96Q36 120 44 156M156 96Q164 120 156 156" stroke="var(--b)" stroke-width="8" fill="none" stroke-linecap="round"/>`,
  tent: `<path d="M100 44L20 160H180Z" fill="var(--a)"/><path d="M100 44L20 160H70Z" fill="#0002"/><path d="M100 44L72 160H128Z" fill="var(--b)"/><path d="M100 44L72 160H96Q106 110 100 44Z" fill="var(--c)"/>
    <path d="M20 160L6 172M180 160L194 172M100 44V32" stroke="var(--b)" stroke-width="3"/><path d="M100 32l18 6-18 6Z" fill="#d9622b"/><path d="M4 174H196" stroke="var(--b)" stroke-width="3" opacity=".4"/>`,
  bag: `<path d="M66 44Q72 18 100 18Q128 18 134 44Q148 90 140 140Q134 182 100 182Q66 182 60 140Q52 90 66 44Z" fill="var(--a)"/><ellipse cx="100" cy="50" rx="24" ry="22" fill="var(--c)"/><ellipse cx="100" cy="54" rx="17" ry="15" fill="var(--b)"/>
    <path d="M58 92Q100 102 142 92M58 114Q100 124 142 114M60 136Q100 146 140 136M66 158Q100 166 134 158" stroke="var(--b)" stroke-width="3" fill="none"/><path d="M124 60Q136 100 128 170" stroke="var(--c)" stroke-width="3" fill="none"/>`,
  stove: `<path d="M62 62H138V104Q138 116 126 116H74Q62 116 62 104Z" fill="var(--a)"/><path d="M58 56H142V66H58Z" fill="var(--b)"/><path d="M138 76h34" stroke="var(--b)" stroke-width="8" stroke-linecap="round"/><circle cx="100" cy="50" r="6" fill="var(--b)"/>
    <path d="M84 138Q82 122 92 118Q90 130 100 120Q112 130 110 120Q120 126 116 138Z" fill="var(--c)"/><path d="M70 116l-6 24M130 116l6 24" stroke="var(--b)" stroke-width="5"/><rect x="78" y="138" width="44" height="38" rx="10" fill="var(--c)"/><path d="M78 152H122" stroke="#fff8" stroke-width="4"/>`,
  lamp: `<ellipse cx="100" cy="96" rx="70" ry="46" stroke="var(--b)" stroke-width="14" fill="none"/><path d="M34 84Q100 40 166 84" stroke="var(--a)" stroke-width="4" fill="none"/><rect x="66" y="104" width="68" height="54" rx="16" fill="var(--a)"/>
    <circle cx="100" cy="131" r="20" fill="var(--c)"/><circle cx="100" cy="131" r="11" fill="#fff"/><path d="M100 166v16M74 162l-8 14M126 162l8 14" stroke="var(--c)" stroke-width="5" stroke-linecap="round"/>`,
  trousers: `<path d="M64 28H136L150 174H112L100 82L88 174H50Z" fill="var(--a)"/><path d="M64 28H136V42H64Z" fill="var(--b)"/><path d="M100 42V82" stroke="var(--b)" stroke-width="3"/><path d="M64 52l14 16M136 52l-14 16" stroke="var(--c)" stroke-width="4"/>
    <rect x="58" y="96" width="24" height="30" rx="4" fill="var(--b)"/><path d="M52 160H90M110 160H148" stroke="var(--b)" stroke-width="5"/>`,
  beanie: `<circle cx="100" cy="40" r="18" fill="var(--c)"/><path d="M42 128Q38 48 100 46Q162 48 158 128Z" fill="var(--a)"/><path d="M72 58Q60 90 62 120M100 48V120M128 58Q140 90 138 120" stroke="var(--b)" stroke-width="4" fill="none"/>
    <rect x="34" y="114" width="132" height="42" rx="16" fill="var(--b)"/><path d="M54 116V154M72 116V154M90 116V154M108 116V154M126 116V154M144 116V154" stroke="var(--a)" stroke-width="3"/>`,
  glove: `<path d="M62 96V58Q62 48 70 48Q78 48 78 58V40Q78 30 87 30Q96 30 96 40V36Q96 26 105 26Q114 26 114 36V44Q114 36 122 36Q130 36 130 46V104L142 90Q150 82 158 90Q162 96 156 104L132 140V150H66V130Z" fill="var(--a)"/>
    <path d="M64 148H134V176H64Z" fill="var(--b)"/><path d="M64 158H134" stroke="var(--c)" stroke-width="5"/><path d="M78 58V92M96 44V92M114 46V92" stroke="var(--b)" stroke-width="3"/>`,
  bottle: `<rect x="82" y="18" width="36" height="24" rx="6" fill="var(--b)"/><path d="M84 42H116V52Q136 58 136 80V164Q136 178 122 178H78Q64 178 64 164V80Q64 58 84 52Z" fill="var(--a)"/><path d="M64 98H136V132H64Z" fill="var(--c)"/>
    <path d="M74 126l14-18 9 11 8-9 16 16Z" fill="var(--b)"/><path d="M74 76V92M74 140V164" stroke="#fff5" stroke-width="6" stroke-linecap="round"/>`,
  poles: `<path d="M64 34L112 176M136 34L88 176" stroke="var(--b)" stroke-width="6"/><path d="M64 34L78 76M136 34L122 76" stroke="var(--a)" stroke-width="13" stroke-linecap="round"/><path d="M82 88L92 118M118 88L108 118" stroke="var(--c)" stroke-width="7"/>
    <ellipse cx="107" cy="162" rx="13" ry="5" fill="var(--a)"/><ellipse cx="93" cy="162" rx="13" ry="5" fill="var(--a)"/>`,
  mug: `<path d="M130 76Q172 72 168 108Q164 138 128 136" stroke="var(--a)" stroke-width="12" fill="none"/><path d="M50 56H138V144Q138 162 120 162H68Q50 162 50 144Z" fill="var(--a)"/><ellipse cx="94" cy="56" rx="44" ry="11" fill="var(--c)"/><ellipse cx="94" cy="58" rx="37" ry="8" fill="var(--b)"/>
    <path d="M80 40q-8-10 0-20M102 40q-8-10 0-20" stroke="var(--b)" stroke-width="4" fill="none" opacity=".35" stroke-linecap="round"/><path d="M70 126l18-26 12 15 8-10 14 21Z" fill="var(--c)"/>`,
};

export const sprite = `<svg class="sprite" aria-hidden="true" width="0" height="0">${Object.entries(shapes)
  .map(([name, shape]) => `<symbol id="draw-${name}" viewBox="0 0 200 200">${shape}</symbol>`)
  .join("")}</svg>`;

export const picture = (item) =>
  `<svg class="drawing" viewBox="0 0 200 200" role="img" aria-label="${item.name}" style="--a:${item.colours[0]};--b:${item.colours[1]};--c:${item.colours[2]}"><use href="#draw-${item.picture}"></use></svg>`;

/** The landscape of the first page: a lake before three ridges. */
export const landscape = `<svg class="landscape" viewBox="0 0 1440 560" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
  <defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#f6c58f"/><stop offset=".45" stop-color="#f3dcc0"/><stop offset="1" stop-color="#cfdcd6"/></linearGradient>
  <linearGradient id="lake" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#8fb3ae"/><stop offset="1" stop-color="#3d6e68"/></linearGradient></defs>
  <rect width="1440" height="560" fill="url(#sky)"/><circle cx="1040" cy="170" r="58" fill="#fff4df"/>
  <path d="M0 330L140 230 230 290 380 150 500 270 640 190 760 300 900 170 1060 300 1180 220 1310 310 1440 240V560H0Z" fill="#a9bfb8"/>
  <path d="M380 150l-46 43 30 8 14 26 24-24 34 12ZM900 170l-38 41 26 2 18 22 16-20 36 10Z" fill="#f8f4ea" opacity=".85"/>
  <path d="M0 400L120 330 260 390 420 280 560 380 720 320 880 400 1020 310 1190 390 1320 330 1440 380V560H0Z" fill="#6f9488"/>
  <path d="M0 452Q360 424 720 446T1440 440V560H0Z" fill="url(#lake)"/><path d="M940 466h150M980 480h90M1000 494h60" stroke="#fff4df" stroke-width="3" opacity=".6" stroke-linecap="round"/>
  <path d="M0 470Q180 430 330 476T620 520Q420 540 300 560H0Z" fill="#2c5146"/><path d="M1440 452Q1300 440 1190 490T960 560H1440Z" fill="#264a40"/>
  <g fill="#1d3b33"><path d="M70 478l22-74 22 74ZM118 486l18-60 18 60ZM30 486l16-54 16 54ZM178 494l15-50 15 50ZM1320 478l24-82 24 82ZM1376 484l18-62 18 62ZM1270 494l17-56 17 56Z"/></g>
  <g transform="translate(560 420) scale(.42)" style="--a:#d9622b;--b:#8f3c16;--c:#ffd9a8"><use href="#draw-tent" width="200" height="200"></use></g>
</svg>`;
