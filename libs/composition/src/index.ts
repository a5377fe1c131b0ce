export { infrastructureModules } from './infrastructure-modules';
export { schema } from './schema';
export { loadSettings, settingsSchema } from './settings';
