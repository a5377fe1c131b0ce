import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

/**
 * ICU messages are parsed in the build, so that no browser has to have a parser: a message with arguments becomes its
 * syntax tree. `src/i18n/format-message.ts` formats it.
 */
export function parseMessages(): Plugin {
  return {
    name: 'parse-messages',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/locales\/[\w-]+\.json$/.test(id)) return null;
      const messages = JSON.parse(code) as Record<string, string>;
      return JSON.stringify(Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, compiled(text)])));
    },
  };
}

function compiled(text: string): unknown {
  const elements = parse(text, { captureLocation: false });
  const [only] = elements;
  return elements.length === 1 && only?.type === 0 ? only.value : elements;
}
