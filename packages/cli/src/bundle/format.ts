import * as esbuild from 'esbuild';

/** Module format of a bundle. */
export type Format = 'esm' | 'cjs';

/** File extensions by which Node tells the format, wherever the file is. */
export const EXTENSIONS: Readonly<Record<Format, string>> = { esm: '.mjs', cjs: '.cjs' };

/**
 * The format that keeps an entry what it is: CommonJS code in an ES module would become strict.
 * @param otherwise where the entry shows none, or cannot be read; bundling it tells why
 */
export async function formatOf(entry: string, otherwise: Format = 'esm'): Promise<Format> {
  try {
    const { metafile } = await esbuild.build({
      entryPoints: [entry],
      // Without a wish for the output, esbuild does not look at the input's.
      format: 'cjs',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    return Object.values(metafile.inputs)[0]?.format ?? otherwise;
  } catch {
    return otherwise;
  }
}
