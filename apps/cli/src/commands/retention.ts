import { Maintenance, type MaintenanceResult } from '#platform';
import { Command } from 'commander';
import { withApp } from '../app';
import { table } from '../table';

const run = new Command('run')
  .description('delete and erase now what is older than its retention period; the service does it every hour')
  .action(() =>
    withApp(async (app) => {
      const results = await app.get(Maintenance).runAll();
      console.log(table(HEAD, results.map(row)));
      if (results.some(({ error }) => error !== undefined)) process.exitCode = 1;
    }),
  );

const HEAD = ['data', 'rows'];

function row({ name, rows, error }: MaintenanceResult): string[] {
  if (error !== undefined) return [name, 'failed'];
  return [name, rows === undefined ? 'another process is at it' : String(rows)];
}

export const retention = new Command('retention')
  .description('what is deleted or erased after some time')
  .addCommand(run);
