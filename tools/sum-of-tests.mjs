// node tools/sum-of-tests.mjs FILE...   of several runs of jest (`--json --outputFile`): what failed and why, then `N passed, N failed`.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** Of a message; the rest is in the output of the run. */
const LINES = 12;

let [passed, failed] = [0, 0];
for (const file of process.argv.slice(2)) {
  let run = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, success: false };
  try {
    run = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.log(`\n${file}: the run left no results`);
  }
  passed += run.numPassedTests;
  failed += Math.max(run.numFailedTests + run.numRuntimeErrorTestSuites, run.success ? 0 : 1);
  for (const { name, message, assertionResults } of run.testResults ?? []) {
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    // A file that did not get as far as its tests.
    if (tests.length === 0 && message) tests.push({ fullName: 'the file', failureMessages: [message] });
    for (const { fullName, failureMessages } of tests)
      console.log(`\n${name.replace(`${process.cwd()}/`, '')}\n${fullName}\n${beginning(failureMessages[0] ?? '')}`);
  }
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function beginning(message) {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines.slice(0, LINES).join('\n');
}
