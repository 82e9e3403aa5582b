import { transformSync } from '@babel/core';

/** Gives variables other names, so that scopes and paths are at work. */
const renames = {
  visitor: {
    Program({ scope }) {
      for (const name of Object.keys(scope.bindings)) scope.rename(name);
    },
  },
};

export async function handler({ source, compact }) {
  const options = { compact, configFile: false, babelrc: false, plugins: [renames] };
  const first = transformSync(source, options);
  await null;
  return [first.code, transformSync(source, { ...options, plugins: [] }).code];
}
