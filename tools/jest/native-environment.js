const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

// Node frees the heap of a worker, up to 600 MB of modules, after everything is done. Where the cores are busy that takes
// longer than the 500 ms after which jest takes a worker for one that leaks. One that does leak never gets here.
if (process.send && process.env.JEST_WORKER_ID) process.once('exit', () => process.kill(process.pid, 'SIGKILL'));

/** The global objects of the worker itself, for `native-runtime.js`. A worker runs one test file at a time. */
module.exports = class NativeEnvironment {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.moduleMocker = new ModuleMocker(globalThis);
    this.symbols = new Set(Object.getOwnPropertySymbols(globalThis));
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    // jest-circus keeps the state of a test file in properties of the global object. Those of `expect` are permanent.
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (!this.symbols.has(symbol)) Reflect.deleteProperty(globalThis, symbol);
    }
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** None: modules are evaluated in the context of the worker. */
  getVmContext() {
    return null;
  }
};
