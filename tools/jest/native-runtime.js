const Module = require('node:module');
const { dirname, sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

/**
 * Loads tests, sources and packages by Node's own `require`, once in each worker. Jest's own runtime evaluates NestJS, TypeORM and
 * all other modules again for each test file: that took half of the CPU time of a run, and 3 GB in each worker.
 * Without support for mocks of modules (`jest.mock`) and for coverage.
 * @see docs/decisions/0022-tests-load-modules-natively.md
 */
class NativeRuntime extends Runtime {
  requireModule(path) {
    NativeRuntime.current = this;
    globalThis.jest = this.jestGlobals.jestObjectFor(path);
    return require(path);
  }

  requireInternalModule(path) {
    // jest-circus adds its handlers to the global object when it is loaded; the environment removes them after each file.
    for (const name of Object.keys(require.cache)) if (name.startsWith(circus)) delete require.cache[name];
    return require(path);
  }

  /** By `moduleNameMapper`. */
  resolveMapped(from, name) {
    return this._resolution.resolveCjs(from, name);
  }

  /** By `transform`. */
  compile(module, path) {
    module._compile(this.transformCache.transform(path, {}), path);
  }
}

const circus = dirname(require.resolve('jest-circus/package.json')) + sep;

const isMapped = (name) => /^(#|@collabsphere\/)|^\..*\.js$/.test(name);
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, parent, ...rest) {
  return isMapped(name) && parent?.filename?.endsWith('.ts')
    ? NativeRuntime.current.resolveMapped(parent.filename, name)
    : resolve.call(this, name, parent, ...rest);
};
Module._extensions['.ts'] = (module, path) => NativeRuntime.current.compile(module, path);

module.exports = NativeRuntime;
