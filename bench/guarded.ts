import { load, type Sample } from './support/load';
import { quickly } from './support/options';
import { people } from './support/people';
import { printTable, type Verdict } from './support/report';
import { inTurns, ratio } from './support/rounds';
import type { Stage } from './support/stage';

const ROUNDS = quickly(12, 1);
const SECONDS = 1;

/** What the guards cost: the same route of the same service, with them and without. */
export async function guarded(stage: Stage): Promise<Verdict[]> {
  const [bareUrl, url] = [
    await stage.process('bench/apps/guarded.js', { GUARDS: 'off' }),
    await stage.process('bench/apps/guarded.js', { BCRYPT_COST: '4' }),
  ];
  const crowd = await people(10, url, stage.databaseUrl);
  // Everyone sends the token, so that reading a longer request is no part of the difference.
  const requests = crowd.map(({ access }) => ({ headers: { authorization: `Bearer ${access}` } }));
  const measure = (target: string, duration = SECONDS) => load({ url: target, requests, duration });
  const targets = [`${bareUrl}/bench/guarded`, `${url}/bench/open`, `${url}/bench/guarded`];

  for (const target of targets) await measure(target, 3);
  const [bare = [], open = [], guarded = []] = await inTurns(
    ROUNDS,
    targets.map((target) => () => measure(target)),
  );
  printTable(`guarded: 10 connections, ${ROUNDS} rounds of ${SECONDS} s`, [
    ['no guards', bare],
    ['guards, @Public()', open],
    ['guards, token', guarded],
  ]);
  const rate = ({ perSecond }: Sample) => perSecond;
  return [
    { name: 'guarded', ratio: ratio(guarded, open, rate), of: 'of the public route', target: { atLeast: 0.85 } },
    // Two processes of the same code differ by 10 %, by what the compiler made of them; so this one only informs.
    { name: 'guarded', ratio: ratio(guarded, bare, rate), of: 'of a service without guards' },
  ];
}
