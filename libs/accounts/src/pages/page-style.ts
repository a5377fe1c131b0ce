import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Accent, type Brand, brandGrounds } from '#platform';

/** What the pages fetch from `/pages/style.css`: the colours by the brand, then the rules. */
export function pageStyle({ palette }: Brand): string {
  const rules = readFileSync(join(__dirname, 'views', 'style.css'), 'utf8');
  return `:root {
  color-scheme: light dark;
${variables({ ...lightColors, ...accentVariables(palette.light) }, '  ')}
}

@media (prefers-color-scheme: dark) {
  :root {
${variables({ ...darkColors, ...accentVariables(palette.dark) }, '    ')}
  }
}

${rules}`;
}

const lightColors = {
  ground: brandGrounds.light.page,
  card: brandGrounds.light.card,
  text: brandGrounds.light.text,
  quiet: '#565d72',
  line: '#868da3',
  good: '#18794a',
  bad: '#b3261e',
  'bad-ground': '#fdeeed',
  shadow: '0 1px 2px rgb(20 24 48 / 6%), 0 12px 32px rgb(20 24 48 / 8%)',
};

const darkColors = {
  ground: brandGrounds.dark.page,
  card: brandGrounds.dark.card,
  text: brandGrounds.dark.text,
  quiet: '#a8aec2',
  line: '#868da3',
  good: '#5fd39a',
  bad: '#ff9d95',
  'bad-ground': '#3a2023',
  shadow: 'none',
};

const accentVariables = ({ accent, strong, onAccent }: Accent) => ({
  accent,
  'accent-strong': strong,
  'on-accent': onAccent,
});

const variables = (values: Record<string, string>, indent: string): string =>
  Object.entries(values)
    .map(([name, value]) => `${indent}--${name}: ${value};`)
    .join('\n');
