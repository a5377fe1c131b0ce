import { assuranceLevelOf, type AuthenticationMethod, combineMethods } from './authentication';

it.each<[AuthenticationMethod[], string]>([
  [['pwd'], 'aal1'],
  [['otp'], 'aal1'],
  [['swk'], 'aal1'],
  [['otp', 'swk'], 'aal1'],
  [['pwd', 'otp'], 'aal2'],
  [['pwd', 'hwk'], 'aal2'],
  [['swk', 'user'], 'aal2'],
  [['hwk', 'user', 'user'], 'aal2'],
])('%j is %s', (methods, level) => {
  const combined = combineMethods(...methods);
  expect(assuranceLevelOf(combined)).toBe(level);
  expect(new Set(combined).size).toBe(combined.length);
  expect(combineMethods(...combined)).toEqual(combined);
});
