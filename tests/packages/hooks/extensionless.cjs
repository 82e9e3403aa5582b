// Preloaded: sources may leave out `.js`, as bundlers allow.

const { existsSync } = require('node:fs');
const { registerHooks } = require('node:module');
const { fileURLToPath } = require('node:url');

registerHooks({
  resolve(specifier, context, next) {
    const { parentURL } = context;
    const isShort = specifier.startsWith('.') && parentURL && isFile(new URL(`${specifier}.js`, parentURL));
    return next(isShort ? `${specifier}.js` : specifier, context);
  },
});

function isFile(url) {
  return url.protocol === 'file:' && existsSync(fileURLToPath(url));
}
