import { type Service, ServicesService } from '#services';
import { Command } from 'commander';
import { withApp } from '../app';
import { table } from '../table';

export const services = new Command('services').description('show the services that are OAuth clients').action(() =>
  withApp(async (app) => {
    const all = await app.get(ServicesService).list();
    if (all.length > 0) console.log(table(HEAD, all.map(row)));
    console.log(`${all.length} ${all.length === 1 ? 'service' : 'services'}.`);
  }),
);

const HEAD = ['client_id', 'name', 'scopes', 'secrets', 'last used'];

function row({ id, name, scopes, secrets }: Service): string[] {
  const used = secrets.flatMap(({ lastUsedAt }) => lastUsedAt?.getTime() ?? []);
  const lastUsed = used.length > 0 ? new Date(Math.max(...used)).toISOString() : 'never';
  return [id, name, scopes.join(' '), String(secrets.length), lastUsed];
}
