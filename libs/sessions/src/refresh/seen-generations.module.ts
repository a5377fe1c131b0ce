import { Module } from '@nestjs/common';
import { SeenGenerations } from './seen-generations';

/** A module of its own: the verifier of tokens records into it, and `SessionsModule` depends on that verifier. */
@Module({
  providers: [{ provide: SeenGenerations, useFactory: () => new SeenGenerations() }],
  exports: [SeenGenerations],
})
export class SeenGenerationsModule {}
