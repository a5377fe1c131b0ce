import { reasonOf } from '../errors';
import type { Check } from './check';
import { DatabaseUnavailable, type DoctorContext } from './doctor-context';
import { fail, type Finding, warn } from './finding';
import { redactorOf } from './redact';
import { withinLimit } from './within-limit';

/** Longer than the time limits of what a check calls, which say more. */
const LIMIT_MS = 30_000;

export type NamedFinding = { check: string } & Finding;

/** All at once; the findings are in the order of the checks. */
export async function runChecks(checks: readonly Check[], context: DoctorContext): Promise<NamedFinding[]> {
  const redact = redactorOf(context.settings);
  const results = await Promise.all(
    checks.map(async (check) => {
      const findings = await run(check, context);
      return findings.map((finding) => ({ check: check.name, ...finding, found: redact(finding.found) }));
    }),
  );
  return results.flat();
}

/** Neither an error nor silence of one check stops the others. */
async function run(check: Check, context: DoctorContext): Promise<Finding[]> {
  try {
    return await withinLimit(check.run(context), LIMIT_MS);
  } catch (error) {
    if (error instanceof DatabaseUnavailable)
      return [warn('not checked: it needs the database', 'See the line of the database.')];
    return [fail(`the check has failed: ${reasonOf(error)}`, 'Correct the cause, then run doctor again.')];
  }
}
