/** Taken from every element and from every box an element makes of its own. */
const PLAIN = `
  animation-name: none !important;
  transition-property: none !important;
  background-image: none !important;
  color: #000 !important;
  -webkit-text-fill-color: #000 !important;
  -webkit-text-stroke-width: 0 !important;
  border-image-source: none !important;
  border-color: #bbb !important;
  outline-color: #bbb !important;
  column-rule-color: #bbb !important;
  text-decoration-color: #000 !important;
  accent-color: auto !important;
  caret-color: auto !important;
  scrollbar-color: auto !important;
  text-emphasis-style: none !important;
  mask-image: none !important;
  -webkit-mask-box-image-source: none !important;
  -webkit-box-reflect: none !important;
  box-shadow: none !important;
  text-shadow: none !important;
  filter: none !important;
  backdrop-filter: none !important;
  mix-blend-mode: normal !important;
  list-style-image: none !important;
  content: normal !important;
  cursor: auto !important;`;

/** A rule each: one that a browser doesn't know would take the others in its list with it. */
const OWN_BOXES = [
  '::before',
  '::after',
  '::marker',
  '::first-letter',
  '::first-line',
  '::placeholder',
  '::file-selector-button',
  '::details-content',
  '::-webkit-scrollbar',
  '::-webkit-scrollbar-thumb',
  '::-webkit-scrollbar-track',
  '::-webkit-scrollbar-track-piece',
  '::-webkit-scrollbar-button',
  '::-webkit-scrollbar-corner',
  '::-webkit-resizer',
  '::-webkit-progress-bar',
  '::-webkit-progress-value',
  '::-webkit-meter-bar',
  '::-webkit-meter-optimum-value',
  '::-webkit-slider-thumb',
  '::-webkit-slider-runnable-track',
  '::-webkit-calendar-picker-indicator',
  '::-webkit-search-cancel-button',
  '::scroll-marker',
  '::scroll-marker-group',
  '::scroll-button(*)',
  '::column',
  '::checkmark',
  '::picker-icon',
];

const HIDDEN = [
  'img, picture, video, audio, canvas, svg, object, embed, applet, iframe, frame, frameset',
  'fencedframe, portal, model, area, input[type="image"], input[type="color"], dialog, [popover]',
  ':modal',
  ':popover-open',
  ':fullscreen',
  '::backdrop',
  '::view-transition',
];

const INLINE =
  'a, abbr, b, bdi, bdo, cite, code, del, em, i, ins, kbd, label, mark, q, s, samp, small, span, strong, sub, sup, time, u, var';

/**
 * The declared style of a page shown as text first: a user-origin sheet, so that no page can outbid it.
 * Blocking requests alone would still paint data: and blob: pictures, canvas, SVG, dialogs, gradients
 * and pixel art of shadows, borders and coloured boxes. Frames are hidden whole, since the sheet reaches
 * the top document only.
 */
export const TEXT_FIRST_CSS = [
  `* {${PLAIN}\n}`,
  ...OWN_BOXES.map((box) => `${box} {${PLAIN}\n  background-color: transparent !important;\n}`),
  // White boxes keep overlapping text apart; around words in a line they would cut the lines next to them.
  `:not(${INLINE}) { background-color: #fff !important; }`,
  `:is(${INLINE}) { background-color: transparent !important; }`,
  ...HIDDEN.map((what) => `${what} { display: none !important; }`),
  '',
].join('\n');
