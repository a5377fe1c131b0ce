// Known vulnerabilities of the packages that run in production: `npm audit`, which fails from "high" on. Where the
// registry has no audit endpoint, or can't be reached, it says so and does not fail.
import { spawnSync } from 'node:child_process';

const severities = ['info', 'low', 'moderate', 'high', 'critical'];
const failing = ['high', 'critical'];

const options = ['--omit=dev', '--json', '--fetch-retries=1', '--fetch-timeout=30000'];
const { stdout, stderr } = spawnSync('npm', ['audit', ...options], { encoding: 'utf8', maxBuffer: 1 << 28 });
const report = parse(stdout);

if (report?.auditReportVersion) reportVulnerabilities(Object.values(report.vulnerabilities));
// npm's answer where the request for advisories failed; other errors are ours.
else if (report?.message) console.log(`NOT AUDITED: the registry has no audit endpoint for us. ${report.message}`);
else fail(stderr || stdout || 'npm audit printed nothing');

function reportVulnerabilities(found) {
  for (const { name, severity, via } of found)
    console.log([`${severity}: ${name}`, ...via.flatMap(({ url }) => url ?? [])].join(' '));
  const counts = severities.map((each) => `${found.filter(({ severity }) => severity === each).length} ${each}`);
  const summary = `Vulnerable packages: ${counts.join(', ')}.`;
  if (found.some(({ severity }) => failing.includes(severity))) fail(summary);
  else console.log(summary);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
