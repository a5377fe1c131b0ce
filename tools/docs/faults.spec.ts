import { existsSync, readFileSync } from 'node:fs';

const [, section] = readFileSync('docs/operations.md', 'utf8').split('\n## Faults\n');
const rows = section!
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe('the faults of docs/operations.md', () => {
  it('are some', () => expect(rows.length).toBeGreaterThan(10));

  it.each(rows.map(([, fault, , metric, tests]) => [fault!, metric!, tests!]))(
    '%s: has a metric, and tests that exist',
    (_fault, metric, tests) => {
      expect(metric).not.toBe('');
      const paths = [...tests.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !existsSync(path))).toEqual([]);
    },
  );
});
