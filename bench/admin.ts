import { quickly } from './support/options';
import type { Verdict } from './support/report';
import { adminCalls, measureSizes } from './support/sizes';
import type { Stage } from './support/stage';

const FEW = quickly(1000, 100);
const MANY = quickly(200_000, 1000);

/** The admins' calls with 200,000 users beside the same calls with 1,000, one after the other. */
export async function admin(stage: Stage): Promise<Verdict[]> {
  const medians = Object.values(await measureSizes(stage, [FEW, MANY], adminCalls));
  const slowest = (size: number) => Math.max(...medians.map((bySize) => bySize[size]!));
  return [
    {
      name: 'admin',
      ratio: slowest(1) / slowest(0),
      of: `the slowest call's p50 with ${MANY} users, of that with ${FEW}`,
      target: { atMost: 2 },
    },
  ];
}
