import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import webpack from 'webpack';
import { photonize } from '../src/index.js';
import { Project } from './support/project.js';

const require = createRequire(import.meta.url);

/** Builds `handler.js` with webpack and babel-loader, whose cache outlives the build; gives the bundle. */
async function build(project: Project): Promise<string> {
  const { filename, ...options } = project.options('handler.js');
  const compiler = webpack({
    mode: 'none',
    context: project.path,
    entry: './handler.js',
    output: { path: project.file('out'), filename: 'bundle.js' },
    externals: { '@photonize/runtime': 'commonjs @photonize/runtime' },
    module: {
      rules: [
        {
          test: /\.js$/,
          loader: require.resolve('babel-loader'),
          options: { ...options, plugins: [photonize], cacheDirectory: project.file('cache') },
        },
      ],
    },
  });
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))),
  );
  await new Promise((resolve) => compiler.close(resolve));
  expect(stats?.compilation.errors).toEqual([]);
  return readFileSync(project.file('out/bundle.js'), 'utf8');
}

test('babel-loader compiles a file anew when another one begins to isolate what it exports', async () => {
  const project = new Project({
    'handler.js': "import { n } from './state.js';\nglobalThis.handler = () => n;\n",
    'state.js': 'export let n = 0;\n',
  });
  expect(await build(project)).toMatch(/handler = \(\) => [^()]+;/);
  project.write('state.js', 'export let n = 0;\nexport const hit = () => ++n;\n');
  expect(await build(project)).toMatch(/handler = \(\) => \(0,[^()]+\)\(\)\.n;/);
});
