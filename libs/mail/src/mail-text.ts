import type { MailBlock, MailContent } from './mail-content';

/** RFC 5322 §2.1.1: what no mail program has to wrap. */
const WIDTH = 78;

/** The plain text form of a mail. */
export function renderText({ greeting, blocks, brand, neverAsk, support }: MailContent): string {
  const footer = [brand, neverAsk, support].filter((line) => line !== undefined);
  return [wrap(greeting), ...blocks.map(renderBlock), footer.map(wrap).join('\n')].join('\n\n') + '\n';
}

function renderBlock({ text, facts, quote, button, link, aside }: MailBlock): string {
  if (text !== undefined) return wrap(text);
  if (facts) return facts.map(wrap).join('\n');
  if (quote !== undefined) return quote;
  if (aside) return wrap(`${aside.question} ${aside.text}`);
  const target = button ?? link;
  // The link stands alone, so that no program takes a character beside it for a part of it.
  return target ? `${wrap(`${target.label}:`)}\n\n${target.href}` : '';
}

function wrap(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
