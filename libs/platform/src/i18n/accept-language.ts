/** More ranges than a person has languages; the rest is not read. */
const MAX_RANGES = 32;

const RANGE = /^(\*|[a-z][a-z\d-]{0,62})$/;
const WEIGHT = /^q=[01]\.?\d{0,3}$/;

interface Range {
  tag: string;
  quality: number;
}

/**
 * The language that the header of a request asks for; nothing where it names none of ours, so that the caller chooses.
 * @see RFC 9110 §12.5.4; RFC 4647 §3.4 (lookup)
 */
export function acceptedLanguage(header: string | undefined, supported: readonly string[]): string | undefined {
  if (!header) return undefined;
  const ranges = header.split(',', MAX_RANGES).flatMap(parseRange);
  const refused = new Set(ranges.filter(({ quality }) => quality === 0).map(({ tag }) => tag));
  const wanted = ranges.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
  for (const { tag } of wanted) {
    // `*` says that any language will do, which names none.
    if (tag === '*') return undefined;
    const found = lookUp(tag, supported);
    if (found && !refused.has(found.toLowerCase())) return found;
  }
  return undefined;
}

function parseRange(text: string): Range[] {
  const [tag = '', weight = 'q=1', ...more] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = WEIGHT.test(weight) ? Number(weight.slice('q='.length)) : Number.NaN;
  return RANGE.test(tag) && quality <= 1 && more.length === 0 ? [{ tag, quality }] : [];
}

/** `de-AT` finds `de`, by leaving out subtags from the end. */
function lookUp(range: string, supported: readonly string[]): string | undefined {
  for (let tag = range; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = supported.find((language) => language.toLowerCase() === tag);
    if (found) return found;
  }
  // `zh` finds `zh-Hant`: a region is better than another language.
  return supported.find((language) => language.toLowerCase().startsWith(`${range}-`));
}
