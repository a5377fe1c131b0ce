import 'reflect-metadata';
import { AuthException, authProblems } from '#auth';
import { languages, problemBody, problemCatalogue, type ProblemDefinition, problemIn } from '#platform';
// Declares the problems of all modules.
import './app.module';

type AuthProblemCode = keyof typeof authProblems;

const sentence = /^.{3,}[.!?]$/s;

describe.each(languages)('in %s', (language) => {
  it.each([...problemCatalogue])('%s has a title and a sentence', (code, definition: ProblemDefinition) => {
    const { title, detail, code: sent, status } = problemBody(language, code, definition);
    expect([sent, status]).toEqual([code, definition.status]);
    expect(title).not.toMatch(/[.!?]$/);
    expect(detail).toMatch(sentence);
    if (language !== 'en') expect(detail).not.toBe(problemBody('en', code, definition).detail);
  });

  it.each(Object.keys(authProblems) as AuthProblemCode[])('%s of the auth library has a sentence', (code) => {
    const { detail } = problemIn(language, new AuthException(code));
    expect(detail).toMatch(sentence);
    if (language !== 'en') expect(detail).not.toBe(authProblems[code].detail);
  });
});

it.each(Object.keys(authProblems) as AuthProblemCode[])('%s: the catalogue says what the auth library says', (code) => {
  const { title, detail } = authProblems[code];
  expect(problemBody('en', code, { status: 400 })).toMatchObject({ title, detail });
});
