import type { HttpResponse } from './http-client';

/** All at once. */
export function runConcurrently<T>(runners: number, run: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: runners }, (_, n) => run(n)));
}

/** How many answers there were of each kind: `{ '201': 1, '409 email_taken': 7 }`. */
export function countOutcomes(answers: HttpResponse[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const kind = status < 400 ? `${status}` : `${status} ${body.code}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
