import { type DatabaseListener, Maintenance, RegisteredRules } from '#platform';
import { BreachFilter } from './breach-filter';
import type { BreachedPasswordList } from './breached-password-list.entity';
import type { BreachedPasswordsRepository } from './breached-passwords.repository';
import { BreachedPasswords } from './breached-passwords.service';
import { buildSegment } from './filter-segment';
import { keyOfPassword, segmentOf, SEGMENTS } from './hash-key';

function filterOf(...passwords: string[]): BreachFilter {
  const keys = passwords.map(keyOfPassword);
  const inSegment = (segment: number) => keys.filter((key) => segmentOf(key) === segment);
  return new BreachFilter(Array.from({ length: SEGMENTS }, (_, n) => buildSegment(Float64Array.from(inSegment(n)))));
}

describe('BreachedPasswords', () => {
  /** What is in the database. */
  let lists: Map<string, BreachFilter>;
  let version: string | undefined;
  let loaded: string[];
  let breachedPasswords: BreachedPasswords;

  beforeEach(() => {
    lists = new Map([
      ['1', filterOf('first')],
      ['2', filterOf('second')],
    ]);
    version = undefined;
    loaded = [];
    const repository = {
      findList: async () => version && ({ version } as BreachedPasswordList),
      loadFilter: async (wanted: string) => {
        loaded.push(wanted);
        return lists.get(wanted);
      },
    } as unknown as BreachedPasswordsRepository;
    breachedPasswords = new BreachedPasswords(
      repository,
      {} as DatabaseListener,
      new Maintenance(),
      new RegisteredRules(),
    );
  });

  const refused = () => ['first', 'second'].filter((password) => breachedPasswords.faults(password).length > 0);

  it('refuses nothing without a list', async () => {
    await breachedPasswords.refresh();
    expect(refused()).toEqual([]);
  });

  it('loads a list once, a newer one in its place, and none after its removal', async () => {
    version = '1';
    await Promise.all([breachedPasswords.refresh(), breachedPasswords.refresh()]);
    expect([refused(), loaded]).toEqual([['first'], ['1']]);
    version = '2';
    await breachedPasswords.refresh();
    expect([refused(), loaded]).toEqual([['second'], ['1', '2']]);
    version = undefined;
    await breachedPasswords.refresh();
    expect(refused()).toEqual([]);
  });

  it('goes on with the list before while the newer one can not be read, and reads it the next time', async () => {
    version = '1';
    await breachedPasswords.refresh();
    version = '2';
    const second = lists.get('2')!;
    lists.delete('2');
    await breachedPasswords.refresh();
    expect(refused()).toEqual(['first']);
    jest.spyOn(lists, 'get').mockImplementationOnce(() => {
      throw new Error('no database');
    });
    await expect(breachedPasswords.refresh()).rejects.toThrow('no database');
    expect(refused()).toEqual(['first']);
    lists.set('2', second);
    await breachedPasswords.refresh();
    expect(refused()).toEqual(['second']);
  });
});
