import { AuthorizationListener, SigningKeysService } from '#sessions';
import { Command } from 'commander';
import { withApp } from '../app';

export const rotateKeys = new Command('rotate-keys')
  .description('make a new key for access tokens; the old ones stay in the key set until their last token has expired')
  .option('--immediately', 'sign with the new key at once, though verifiers may not know it yet')
  .option('--leaked', 'an old key has leaked: refuse all tokens that are out, at once; everybody has to refresh')
  .action((options: { immediately?: boolean; leaked?: boolean }) =>
    withApp(async (app) => {
      // Reads the old keys first: a key that was encrypted with another SECRET_KEY would stop the service.
      await app.get(AuthorizationListener).loadOnce();
      const { kid, activeAt, oldRetireAt } = await app.get(SigningKeysService).rotate(options);
      console.log(`The new key is ${kid}.`);
      console.log(`It signs from ${activeAt.toISOString()} on.`);
      console.log(`The old ones leave the key set at ${oldRetireAt.toISOString()}.`);
    }),
  );
