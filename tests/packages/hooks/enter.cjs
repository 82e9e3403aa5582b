const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks');
const { runPhoton } = require('@photonize/runtime');

/** Makes the caller, and what it goes on to call, part of one photon, which does not end. */
exports.enter = () => {
  opened ??= open();
  const { storage, photon } = opened;
  storage.enterWith(photon);
};

let opened;

/** Starts a photon, and finds out by what storage the runtime knows it. */
function open() {
  const { run } = AsyncLocalStorage.prototype;
  let found;
  AsyncLocalStorage.prototype.run = function (store, ...rest) {
    found ??= { storage: this, photon: store };
    return run.call(this, store, ...rest);
  };
  void runPhoton(() => new Promise(() => {}));
  AsyncLocalStorage.prototype.run = run;
  return found;
}
