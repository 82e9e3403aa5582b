import { minify_sync } from 'terser';

export async function handler({ source, toplevel }) {
  const first = minify_sync(source, { toplevel });
  await null;
  const second = minify_sync(source, { compress: { passes: 2 }, mangle: false });
  return [first.code, second.code];
}
