export { AdministrationModule } from './administration.module';
export * from './migrations';
export { NodeReporter } from './nodes/node-reporter';
export { ServiceNode } from './nodes/service-node.entity';
