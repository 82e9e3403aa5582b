import { describe, expect, test } from 'vitest';
import { compile, stateful } from './support/compile.js';
import { nodesOf, parseOutput } from './support/tree.js';

const MARK = '/*! photonized:1 */';
const STATE = 'let n = 0;\nn++;\n';

describe('at the top of the file', () => {
  test('a hashbang stays first', () => {
    const { code } = compile(`#!/usr/bin/env node\n${STATE}`);
    expect(code).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(code.indexOf(MARK)).toBeGreaterThan(0);
    expect(parseOutput(code).program.interpreter?.value).toBe('/usr/bin/env node');
  });

  test.each([
    ['with semicolons', "'use strict';\n'use asm';\n"],
    ['without', "'use strict'\n'use asm'\n"],
    ['after a comment', "/*! licence */\n'use strict';\n'use asm';\n"],
    ['after a hashbang', "#!/usr/bin/env node\n'use strict';\n'use asm';\n"],
    ['on the line of the code', "'use strict'; 'use asm'; "],
    ['with comments between', "'use strict' // strict\n/* and */ 'use asm' /* b */;"],
  ])('directives stay directives: %s', (_, head) => {
    const { code } = compile(`${head}${STATE}`);
    const { directives } = parseOutput(code).program;
    expect(directives.map(({ value }) => value.value)).toEqual(['use strict', 'use asm']);
    expect(code.indexOf(MARK)).toBeGreaterThan(code.indexOf('use asm'));
  });

  test('a string that is no directive is not taken for one', () => {
    const { code } = compile(`const a = 1;\n'use strict';\n${STATE}`);
    expect(parseOutput(code).program.directives).toEqual([]);
  });

  test('the mark is there once', () => {
    expect(compile(STATE).code.split(MARK)).toHaveLength(2);
  });
});

describe('generated names', () => {
  const generated = ['$define', '$table', '$module', '$photon', '$r', '$v', '$view', '$photon1', '$r1'];

  test.each(generated)('avoid %s where the source has it', (name) => {
    const source = [
      "import { count } from './state.js';",
      "import * as state from './state.js';",
      `const ${name} = { own: true };`,
      'let n = 0;',
      `export function hit() { for (;;) n += count; return [${name}, state]; }`,
    ].join('\n');
    const { code } = compile(source, { imports: { './state.js': stateful('count') } });
    const tree = parseOutput(code);
    const declared = [
      ...nodesOf(tree, 'VariableDeclarator').flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : [])),
      ...nodesOf(tree, 'FunctionDeclaration').map(({ id }) => id?.name),
      ...nodesOf(tree, 'ImportSpecifier').map(({ local }) => local.name),
    ];
    expect(declared.filter((declaredName) => declaredName === name)).toHaveLength(1);
    expect(code).toContain(`return [${name}, `);
  });

  test('avoid names that the source spells with escapes', () => {
    const { code } = compile(
      'const \\u0024photon = 1;\nlet n = 0;\nexport const hit = () => ++n + \\u0024photon;',
    );
    expect(() => parseOutput(code)).not.toThrow();
  });

  test('avoid names that are only mentioned, such as globals', () => {
    const { code } = compile('let n = 0;\nexport const hit = () => ++n + $photon + globalThis.$r;');
    expect(code).toContain('++$photon1().n + $photon + globalThis.$r');
  });

  test('are distinct in nested functions', () => {
    const { code } = compile(
      'let a = 0, b = 0;\nexport function f() { a++; b++; return () => { a++; b++; return () => { a++; b++; }; }; }',
    );
    const names = nodesOf(parseOutput(code), 'VariableDeclarator').flatMap(({ id }) =>
      id.type === 'Identifier' && id.name.startsWith('$r') ? [id.name] : [],
    );
    expect(names).toHaveLength(3);
    expect(new Set(names).size).toBe(3);
  });
});

describe('comments', () => {
  test.each([
    ['a licence before the code', `/*! (c) somebody */\n${STATE}`, '/*! (c) somebody */'],
    ['a licence with @license', `/**\n * @license MIT\n */\n${STATE}`, '@license MIT'],
    ['a licence in the middle', `${STATE}/*! other part */\nexport { n };`, '/*! other part */'],
    ['@__PURE__ of an initializer', 'let a = /* @__PURE__ */ create();', '/* @__PURE__ */'],
    ['#__PURE__ of a constant', 'let n = 0; n++; const a = /*#__PURE__*/ create();', '/*#__PURE__*/'],
    ['a source map comment', `${STATE}//# sourceMappingURL=a.js.map`, '//# sourceMappingURL=a.js.map'],
    ['a pragma', `/** @jsx h */\n${STATE}`, '/** @jsx h */'],
    ['a comment in an expression', 'let a = 0; a++; export const f = () => /* why */ a;', '/* why */'],
  ])('are kept: %s', (_, source, comment) => {
    expect(compile(source).code).toContain(comment);
  });

  test('@__PURE__ still stands before a call', () => {
    const { code } = compile(
      'let n = 0; n++;\nconst a = /* @__PURE__ */ create(n);\nlet b = /* @__PURE__ */ create();',
    );
    const pure = nodesOf(parseOutput(code), 'CallExpression').filter(({ leadingComments }) =>
      leadingComments?.some(({ value }) => value.includes('@__PURE__')),
    );
    expect(pure).toHaveLength(2);
  });
});

describe('everything else stays as it is', () => {
  test('layout, quotes and line ends', () => {
    const rest = 'export  function f ( x )\r\n{\r\n\treturn   x ;; }\r\n';
    expect(compile(`${STATE}${rest}`).code).toContain(rest);
  });

  test('the language of the file', () => {
    const source =
      'let n: number = 0;\nexport function hit<T extends object>(x?: T): number { return (++n) as number; }';
    const { code } = compile(source, { filename: 'a.ts' });
    expect(code).toContain('let n: number = ');
    expect(code).toContain('function hit<T extends object>(x?: T): number');
    expect(() => parseOutput(code, 'a.ts')).not.toThrow();
  });

  test('elements of JSX', () => {
    const { code } = compile(
      'let Title = load();\nexport const page = () => <Title size={1}>a <b>b</b></Title>;',
      {
        filename: 'a.jsx',
      },
    );
    expect(code).toMatch(/<\$r\.Title size=\{1\}>a <b>b<\/b><\/\$r\.Title>/);
  });
});

describe('what assigns an import stays an error of the program', () => {
  const imports = { './state.js': stateful('n') };

  test.each(['n = 1', 'n++', '[n] = xs', '({ a: n = 1 } = xs)', 'for (n of xs) g()', 'for ([n] of xs) g()'])(
    '%s',
    (assignment) => {
      const source = `import { n } from './state.js';\nexport function f(xs) { ${assignment}; return n; }`;
      expect(compile(source, { imports }).code).toContain(`${assignment};`);
    },
  );

  test.each(['s.n = 1', '[s.n] = xs', 'for (s.n of xs) g()', 'delete s.n'])('%s', (assignment) => {
    const source = `import * as s from './state.js';\nexport function f(xs) { ${assignment}; }`;
    const { code } = compile(source, { imports });
    expect(code).toContain(`${assignment.replace('s.n', '$namespace().n')};`);
  });
});
