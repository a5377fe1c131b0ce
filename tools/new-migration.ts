import { EmbeddedPostgres } from '#platform';
import { Logger } from '@nestjs/common';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SchemaDifferences, schemaDifferences } from './schema-differences';

const USAGE = 'npm run migration:new -- <name> [module], such as: npm run migration:new -- user-pronouns';

/**
 * Writes a migration from what differs between the entities and the tables, into the module that owns the table. Where
 * nothing differs the migration is empty, and the module must be named.
 */
async function main([name, module]: string[]): Promise<void> {
  if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(USAGE);
  Logger.overrideLogger(false);
  const differences = await differencesOfFreshDatabase();
  const owner = module ?? ownerOf(differences.up);
  const timestamp = Date.now();
  const className = `${pascalCase(name)}${timestamp}`;
  const folder = join('libs', owner, 'src', 'migrations');
  const path = join(folder, `${timestamp}-${name}.ts`);
  writeFileSync(path, migrationSource(className, differences));
  addToIndex(join(folder, 'index.ts'), className, `./${timestamp}-${name}`);
  console.log(`${path} written. Read it, say in a comment why it is needed, and run \`npm run format\`.`);
}

async function differencesOfFreshDatabase(): Promise<SchemaDifferences> {
  const folder = await mkdtemp(join(tmpdir(), 'collabsphere-migration-'));
  const postgres = await EmbeddedPostgres.open(folder, { flags: ['fsync=off'] });
  try {
    return await schemaDifferences(postgres.url);
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The module whose entity describes the table of the first statement. */
function ownerOf(statements: string[]): string {
  const table = /(?:TABLE|ON) "(\w+)"/.exec(statements[0] ?? '')?.[1];
  if (!table) throw new Error(`Entities and tables agree. Name the module for an empty migration: ${USAGE}`);
  const owner = readdirSync('libs').find((module) =>
    entityFiles(join('libs', module, 'src')).some((file) => readFileSync(file, 'utf8').includes(`@Entity('${table}')`)),
  );
  if (!owner) throw new Error(`No entity describes the table ${table}. Name the module: ${USAGE}`);
  return owner;
}

const entityFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.entity.ts'))
    .map((file) => join(folder, file));

function migrationSource(className: string, { up, down }: SchemaDifferences): string {
  const body = (statements: string[]) =>
    (statements.length > 0 ? statements : [''])
      .map((statement) => `    await queryRunner.query(\`${statement.trim().replaceAll('`', '\\`')}\`);\n`)
      .join('');
  return `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
${body(up)}  }

  async down(queryRunner: QueryRunner): Promise<void> {
${body(down)}  }
}
`;
}

function addToIndex(path: string, className: string, file: string): void {
  const source = readFileSync(path, 'utf8');
  const imports = `import { ${className} } from '${file}';\n`;
  writeFileSync(
    path,
    (imports + source).replace(/(export const \w+Migrations = \[[^\]]*?),?\s*\];/, `$1, ${className}];`),
  );
}

const pascalCase = (name: string): string =>
  name
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
