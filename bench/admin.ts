import type { Verdict } from './support/report';
import { adminCalls, measureSizes } from './support/sizes';
import type { Stage } from './support/stage';

const FEW = 1000;
const MANY = 200_000;

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
