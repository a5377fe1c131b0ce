export interface Bar {
  name: string;
  perSecond: number;
  isOurs: boolean;
}

const WIDTH = 760;
const NAME_WIDTH = 300;
const ROW = 26;
const SPACE = { group: 44, end: 70 };

/** Horizontal bars in groups; each group has a scale of its own, from zero to its longest bar. SVG, for light and dark pages. */
export function barChart(groups: { title: string; bars: Bar[] }[]): string {
  let y = 0;
  const parts = groups.flatMap(({ title, bars }) => {
    const top = (y += SPACE.group);
    y += bars.length * ROW;
    const longest = Math.max(...bars.map(({ perSecond }) => perSecond));
    return [
      `<text class="title" x="0" y="${top - 12}">${escape(title)}</text>`,
      ...bars.map((bar, index) => row(bar, top + index * ROW, longest)),
    ];
  });
  const height = y + 12;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Requests a second, side by side">
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .ours { fill: #2f6feb } .others { fill: #9aa4b2 }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .others { fill: #6b7685 } }
</style>
${parts.join('\n')}
</svg>
`;
}

function row({ name, perSecond, isOurs }: Bar, y: number, longest: number): string {
  const width = Math.max(1, (perSecond / longest) * (WIDTH - NAME_WIDTH - SPACE.end));
  const value = perSecond < 100 ? perSecond.toFixed(1) : Math.round(perSecond).toLocaleString('en');
  return [
    `<text x="0" y="${y + 14}">${escape(name)}</text>`,
    `<rect class="${isOurs ? 'ours' : 'others'}" x="${NAME_WIDTH}" y="${y + 2}" width="${width.toFixed(1)}" height="16" rx="3"/>`,
    `<text x="${(NAME_WIDTH + width + 6).toFixed(1)}" y="${y + 14}">${value}</text>`,
  ].join('');
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
