import { Command } from 'commander';
import { withApp } from '../app';
import { CommandError } from '../errors';
import { OWNER_EMAIL, Seeder } from '../seed/seeder';
import { PASSWORD, people, roles } from '../seed/community';

export const seed = new Command('seed')
  .description('fill a database for development or a demo: roles, 200 people with devices, bans, an audit log')
  .action(async () => {
    if (process.env.NODE_ENV === 'production') throw new CommandError('seed is not for production: NODE_ENV is set so');
    await withApp((app) => new Seeder(app).run());
    console.log(`${people.length} people and ${roles.length} roles are there. Everybody's password is "${PASSWORD}".`);
    console.log(`Sign in as ${OWNER_EMAIL} (owner) or ${people[0]!.username}@example.com.`);
  });
