import 'reflect-metadata';
import { ProblemValidationPipe } from '../http/validation.pipe';
import type { Problem } from '../http/problem';
import { msg } from '../i18n/message';
import { RegisteredRule, RegisteredRules } from './registered-rules';
import { TextField } from './text-field';

const field = { max: 5, description: 'A word.', example: 'yes', rules: [RegisteredRule('forbidden')] };

class Word {
  @TextField(field) word: string;
}
class Words extends Word {
  @TextField({ ...field, optional: true }) another?: string | null;
}

describe('RegisteredRules', () => {
  const rules = new RegisteredRules();
  rules.register('forbidden', (word) => (word.startsWith('no') ? msg('faults.username_reserved') : undefined));
  const pipe = new ProblemValidationPipe(rules);

  const faultsOf = async (value: object, metatype = Words): Promise<string[]> => {
    const problem = await pipe.transform(value, { type: 'body', metatype }).then(
      () => undefined,
      (error) => error as Problem,
    );
    const { errors = [] } = (problem?.getResponse() ?? {}) as { errors?: { field: string; code: string }[] };
    return errors.map(({ field, code }) => `${field} ${code}`).sort();
  };

  it('are applied with all other rules, to inherited fields too', async () => {
    expect(await faultsOf({ word: 'yes', another: 'yes' })).toEqual([]);
    expect(await faultsOf({ word: 'no way', another: 'none', more: 1 })).toEqual([
      'another forbidden',
      'more unknown_field',
      'word forbidden',
      'word too_long',
    ]);
  });

  it('do not concern the fields of a class that extends theirs', async () => {
    expect(await faultsOf({ word: 'none', another: 'none' }, Word as typeof Words)).toEqual([
      'another unknown_field',
      'word forbidden',
    ]);
  });

  it('are applied to text only', async () => {
    expect(await faultsOf({ word: 7, another: null })).toEqual(['word invalid_type']);
  });
});
