import { RuleSet, TextField } from '#platform';
import { MAX_USERNAME, usernameFaultCodes, usernameFaults } from './identifiers/username.policy';

interface Options {
  optional?: boolean;
}

export const Username = (options: Options = {}) =>
  TextField({
    description: 'Unique without regard to case: letters of one script, digits and `_ . -`.',
    ...options,
    max: MAX_USERNAME,
    example: 'user123',
    rules: RuleSet(usernameFaultCodes, (value) => usernameFaults(value)),
  });

export const FullName = (options: Options = {}) =>
  TextField({ description: 'Name to show.', ...options, max: 255, example: 'John Doe' });

export const Bio = () =>
  TextField({
    optional: true,
    min: 0,
    max: 500,
    multiline: true,
    description: 'About the person.',
    example: 'Likes tea.',
  });
