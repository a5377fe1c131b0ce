import { derivedUsernames } from './derived-usernames';

describe('derivedUsernames', () => {
  it.each([
    ['Zoë Müller', ['zoe.muller', 'zoe.muller.0123abcd']],
    [' -- Ann -- ', ['ann', 'ann.0123abcd']],
    ['李小龍', ['user.0123abcd']],
    [undefined, ['user.0123abcd']],
    ['x'.repeat(1000), ['x'.repeat(40), `${'x'.repeat(40)}.0123abcd`]],
  ])('makes of %j %j', (name, usernames) => {
    expect(derivedUsernames(name, '0123abcd4567')).toEqual(usernames);
  });
});
