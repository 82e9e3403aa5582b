import { readFileSync, statSync } from 'node:fs';

/** A plugin that does nothing but hand esbuild the files' own texts: what any plugin costs that has texts to hand over. */
export function barePlugin() {
  const kept = new Map();
  return {
    name: 'bare',
    setup(build) {
      build.onLoad({ filter: /\.[mc]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const { mtimeMs } = statSync(path);
        if (kept.get(path)?.mtimeMs !== mtimeMs) kept.set(path, { mtimeMs, contents: readFileSync(path) });
        return { contents: kept.get(path).contents, loader: 'default' };
      });
    },
  };
}
