import { Module } from '@nestjs/common';
import { SeenGenerations } from './seen-generations';

/** By itself, since it is told of each verified token, and the room's other services need what verifies them. */
@Module({
  providers: [{ provide: SeenGenerations, useFactory: () => new SeenGenerations() }],
  exports: [SeenGenerations],
})
export class SeenGenerationsModule {}
