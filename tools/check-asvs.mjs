/**
 * Checks docs/asvs.md: every requirement of the list once, with its level; every "met" names a file that is there; every
 * "open" and "n/a" says why. Prints the counts of each level.
 */
import { existsSync, readFileSync } from 'node:fs';

/** Requirements of ASVS 5.0.0 that concern this service, by level. */
const EXPECTED = { L1: 63, L2: 139, L3: 56 };
const VERDICTS = ['met', 'n/a', 'open'];
const LEAST_L3_MET = 0.8;
/** Shorter is no reason. */
const LEAST_REASON = 15;

const page = 'docs/asvs.md';
const text = readFileSync(page, 'utf8');
const cells = text
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, id]) => /^\d+\.\d+\.\d+$/.test(id ?? ''));
const rows = cells.map(([, id, level, requirement, verdict, evidence, ...rest]) => ({
  id,
  level,
  requirement,
  verdict,
  evidence: evidence ?? '',
  whole: rest.length === 1,
}));

const anchors = new Map();
function headingsOf(file) {
  if (!anchors.has(file)) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const titles = lines.filter((line) => /^#+ /.test(line)).map((line) => line.replace(/^#+ /, ''));
    anchors.set(
      file,
      new Set(
        titles.map((title) =>
          title
            .toLowerCase()
            .replace(/[^\w\- ]/g, '')
            .replaceAll(' ', '-'),
        ),
      ),
    );
  }
  return anchors.get(file);
}

/** What looks like a file of this repository: `libs/a/b.ts`, `README.md`, `.ci/run`. */
const FILE = /^(?:[\w@-][\w./@-]*\.(?:ts|js|mjs|json|md|hbs|css|yml|conf)|\.ci\/run|\.gitignore)$/;
const pathsOf = (evidence) =>
  [...evidence.matchAll(/`([^`\s]+)`/g)].map(([, path]) => path).filter((path) => FILE.test(path));

function* faultsOf({ id, level, verdict, requirement, evidence, whole }) {
  if (!whole || !requirement) yield `${id}: the row does not have five cells`;
  if (!(level in EXPECTED)) yield `${id}: the level is none: ${level}`;
  if (!VERDICTS.includes(verdict)) yield `${id}: the verdict is none of ${VERDICTS.join(', ')}: ${verdict}`;
  const paths = pathsOf(evidence);
  for (const path of paths) if (!existsSync(path)) yield `${id}: there is no ${path}`;
  if (verdict === 'met' && paths.length === 0) yield `${id}: met, but no file is named`;
  if (verdict !== 'met' && evidence.length < LEAST_REASON) yield `${id}: ${verdict}, without a reason`;
  for (const [, file, anchor] of evidence.matchAll(/\]\(([\w-]+\.md)#([\w-]+)\)/g))
    if (!headingsOf(`docs/${file}`).has(anchor)) yield `${id}: ${file} has no heading #${anchor}`;
}

const faults = rows.flatMap((row) => [...faultsOf(row)]);
const ids = rows.map(({ id }) => id);
faults.push(...ids.filter((id, n) => ids.indexOf(id) !== n).map((id) => `${id}: is there twice`));

for (const [level, expected] of Object.entries(EXPECTED)) {
  const own = rows.filter((row) => row.level === level);
  const [met, none, open] = VERDICTS.map((verdict) => own.filter((row) => row.verdict === verdict).length);
  if (own.length !== expected) faults.push(`${level}: ${own.length} requirements instead of ${expected}`);
  const share = met / (met + open);
  console.log(`ASVS ${level}: ${met} met, ${open} open, ${none} not applicable (${Math.floor(share * 100)} % met)`);
  if (level === 'L3' && share < LEAST_L3_MET) faults.push(`L3: fewer than ${LEAST_L3_MET * 100} % are met`);
}

for (const fault of faults) console.error(`${page}: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
