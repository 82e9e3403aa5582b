import { encode } from '@jridgewell/sourcemap-codec';
import { transform } from '@photonize/transform';
import { type TransformOptions, transform as transformWithEsbuild } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { askedMappings } from '../src/segments.js';

const SOURCE = `
/* What a file may hold, with state in it: */ let n = 0, list = [, n, , 2], text = \`a \${n} : \${ /* , */ list }, \`;
export const f = (a, [, b] = [], { c: d = 1, ...rest }) => a ? b?.c : d ?? rest?.[n, b];
export const none = () => undefined, empty = () => ({ get: () => void n, set: (v) => { n = v } });
export function* g() { yield* [...list, .5 + 1. + 1..toFixed(), a % b ^ c & d | e, a << 1 >>> 2]; }
label: for (const [, x] of list) { if (x === n && x !== 1 || x >= 2) continue label; n **= x, n ||= 1; }
for (let i = 0, j; ; i++, j--) { if (i > n) break; }
switch (n) { case 1: case 2: f(n, n, ); default: g?.(n)?.h; }
export class A extends f.B { static s = n; static *[n]() {} #p = /a,b=>[,]/g.exec(n); async m({ a = n }) { await this.#p; } }
export function dense(x){if(x!=n-1)for(;;)if(x(n))return(x);let[y]=x;const{z}=y;while(z--);do;while(0);switch(x){case"a":throw[y];case-1:return"in"in x;default:return-y+z}}
class P{#q(x){return this.#q(x)+"it's \\"in\\""}get[n](){return typeof(n)}static[f](){return void[n]}async*[g](){yield(n);await[n];for(let[a]of[n]);}async d(){return async(x)=>x(n)}}
export{n as m,P as Q};const w=async(x)=>{if(x){n}else(n);if(x)n;else[n];f(n)(n)[n](n)},t=f\`a\${n}b\`,l=new(A)(n)instanceof(A),u=delete(n).a,i=n in[n];
export default async (x) => { try { throw x } catch { n++ } finally { delete f.x; } return x => x, n; };
`;

/** The map that esbuild makes of a photonized file with that map. */
async function mapThrough(mappings: string, options: TransformOptions): Promise<string> {
  const { code, map } = photonized();
  const data = Buffer.from(JSON.stringify({ ...map, mappings })).toString('base64');
  const text = `${code}\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
  return (await transformWithEsbuild(text, { sourcemap: 'external', ...options })).map;
}

function photonized() {
  const { code, map } = transform(SOURCE, { filename: 'input.js' });
  if (map === null) throw new Error('nothing is isolated');
  return { code, map };
}

describe('the segments that esbuild asks for', () => {
  const { code, map } = photonized();
  const asked = encode(askedMappings(map, code, SOURCE));

  test('are fewer than there are', () => {
    expect(asked.length).toBeLessThan(map.mappings.length * 0.8);
  });

  test.each<[string, TransformOptions]>([
    ['as it is', {}],
    ['minified', { minify: true }],
    ['without syntax minified', { minifyWhitespace: true }],
    ['for old engines', { target: 'es2018' }],
  ])('give the same map: %s', async (_, options) => {
    expect(await mapThrough(asked, options)).toBe(await mapThrough(map.mappings, options));
  });
});
