import { Module } from '@nestjs/common';
import { AcknowledgedRefreshGenerations } from './acknowledged-refresh-generations';

/** A module of its own: the verifier of tokens records into it, and `SessionsModule` depends on that verifier. */
@Module({
  providers: [{ provide: AcknowledgedRefreshGenerations, useFactory: () => new AcknowledgedRefreshGenerations() }],
  exports: [AcknowledgedRefreshGenerations],
})
export class AcknowledgedRefreshGenerationsModule {}
