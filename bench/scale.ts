import { quickly } from './support/options';
import type { Verdict } from './support/report';
import { allCalls, measureSizes } from './support/sizes';
import type { Stage } from './support/stage';

const SIZES = quickly([1000, 100_000, 1_000_000], [100, 500, 1000]);
/** More rows match, or are looked through. */
const isSearch = (name: string) => name.startsWith('search');

/** Each call's p50 with up to a million users, over its p50 with a thousand. */
export async function scale(stage: Stage): Promise<Verdict[]> {
  const medians = await measureSizes(stage, SIZES, allCalls);
  return Object.entries(medians).map(([name, bySize]) => ({
    name,
    ratio: Math.max(...bySize.slice(1)) / bySize[0]!,
    of: `its p50 with ${SIZES[0]} users, with up to ${SIZES.at(-1)}`,
    target: { atMost: isSearch(name) ? 2 : 1.2 },
  }));
}
