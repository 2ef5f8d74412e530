// Draws lines into SVG: one point for each place on the axis, a bar from the smallest to the largest figure. Colours follow
// the reader's setting; on a page without that setting the darker ones are readable on either ground.
const [width, height] = [640, 320];
const edge = { left: 64, right: 24, top: 64, bottom: 48 };
const inner = { width: width - edge.left - edge.right, height: height - edge.top - edge.bottom };

/** About the width of one. */
const letter = 6;

/** A step of 1, 2 or 5 that divides the axis into five parts or fewer. */
function stepFor(most) {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param series `{ name, points: [{ x, median, min, max }] }`, all with the same places */
export function plot({ title, unit, axis, series }) {
  const places = series[0].points.map(({ x }) => x);
  const step = stepFor(Math.max(...series.flatMap(({ points }) => points.map(({ max }) => max))));
  const top = Math.ceil(Math.max(...series.flatMap(({ points }) => points.map(({ max }) => max))) / step) * step;
  // The places are doublings rather than an even row.
  const [first, last] = [Math.log(places[0]), Math.log(places.at(-1))];
  const across = (x) => round(edge.left + (inner.width * (Math.log(x) - first)) / (last - first));
  const down = (y) => round(edge.top + inner.height * (1 - y / top));
  const label = (x, y, text, anchor = 'middle') =>
    `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`;

  const grid = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => {
    const y = round(index * step);
    return `<path class="grid" d="M${edge.left} ${down(y)}H${width - edge.right}"/>${label(edge.left - 8, down(y) + 4, String(y), 'end')}`;
  });
  const lines = series.map(({ points }, index) => {
    const path = points.map(({ x, median }, at) => `${at === 0 ? 'M' : 'L'}${across(x)} ${down(median)}`).join('');
    const marks = points.map(
      ({ x, median, min, max }) =>
        `<path d="M${across(x)} ${down(min)}V${down(max)}"/><circle cx="${across(x)}" cy="${down(median)}" r="3.5"/>`,
    );
    return `<g class="s${index}"><path d="${path}"/>${marks.join('')}</g>`;
  });
  let from = edge.left;
  const legend = series.map(({ name }, index) => {
    const x = from;
    from += letter * name.length + 32;
    return `<g class="s${index}"><circle cx="${x + 4}" cy="40" r="4"/></g>${label(x + 14, 44, name, 'start')}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<style>
text{font:12px system-ui,sans-serif;fill:#57606a}.title{font-weight:600;font-size:14px}
.grid{stroke:#8c959f;stroke-opacity:.35}path{fill:none;stroke-width:1.5}
${rules(['#cf222e', '#0969da', '#8250df', '#1a7f37'])}
@media (prefers-color-scheme:dark){text{fill:#9198a1}${rules(['#ff7b72', '#58a6ff', '#d2a8ff', '#3fb950'])}}
</style>
<text class="title" x="${edge.left}" y="20">${escaped(`${title} (${unit})`)}</text>
${legend.join('\n')}
${grid.join('\n')}
${places.map((x) => label(across(x), height - edge.bottom + 20, String(x))).join('\n')}
${label(edge.left + inner.width / 2, height - 8, axis)}
${lines.join('\n')}
</svg>
`;
}

const rules = (colours) => colours.map((colour, index) => `.s${index}{stroke:${colour};fill:${colour}}`).join('');

const round = (number) => Math.round(number * 100) / 100;
