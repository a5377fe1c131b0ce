import { NewService, type Scope, scopes, ServicesService } from '#services';
import { Command } from 'commander';
import { withApp } from '../app';
import { CommandError } from '../errors';
import { validate, toValidDto } from '../validation';

interface Options {
  name: string;
  /** Not known to be scopes yet. */
  scope: string[];
  json?: boolean;
}

const together = (scope: string, others: string[] = []) => [...others, scope];

export const createService = new Command('create-service')
  .description('make another service an OAuth client; its secret is shown this once')
  .requiredOption('--name <name>', 'unique name')
  .requiredOption('--scope <scope>', `what it may do, of ${scopes.join(', ')}; may be given several times`, together)
  .option('--json', 'print a JSON object instead of lines for an environment file')
  .action(async ({ name, scope, json }: Options) => {
    const wanted = { name, scopes: scope as Scope[] };
    const faults = await validate(wanted, NewService);
    if (faults.length > 0)
      throw new CommandError(faults.map(({ field, message }) => `--${field.replace(/s$/, '')}: ${message}`).join('\n'));
    await withApp(async (app) => {
      const { id, clientSecret } = await app.get(ServicesService).create(await toValidDto(wanted, NewService), {});
      if (json) console.log(JSON.stringify({ client_id: id, client_secret: clientSecret }));
      else console.log(`AUTH_CLIENT_ID=${id}\nAUTH_CLIENT_SECRET=${clientSecret}`);
    });
  });
