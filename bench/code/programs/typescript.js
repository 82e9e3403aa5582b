import ts from 'typescript-5';

const PROGRAM = `
interface Shape { readonly kind: string; area(): number }
class Circle implements Shape { kind = 'circle' as const; constructor(private r: number) {} area() { return 3 * this.r ** 2 } }
class Square implements Shape { kind = 'square' as const; constructor(private a: number) {} area() { return this.a * this.a } }
type Named<T> = { [K in keyof T as \`get\${string & K}\`]: () => T[K] };
function total<T extends Shape>(shapes: readonly T[]): number { return shapes.reduce((sum, s) => sum + s.area(), 0); }
const getters: Named<{ a: number; b: string }> = { geta: () => 1, getb: () => 'x' };
export const result: string = total([new Circle(1), new Square(2)]) + getters.geta();
export const wrong: number = getters.getb();
`;

export const inputs = ['typescript-5/lib/lib.es5.d.ts'];
export function run([lib]) {
  const files = { 'lib.d.ts': lib, 'program.ts': PROGRAM };
  const output = [];
  const host = {
    getSourceFile: (name, version) =>
      name in files ? ts.createSourceFile(name, files[name], version, true) : undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: (name, text) => output.push(name, text),
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name in files,
    readFile: (name) => files[name],
  };
  const program = ts.createProgram(['program.ts'], { target: ts.ScriptTarget.ES5, strict: true }, host);
  const messages = ts.getPreEmitDiagnostics(program).map(({ code, start }) => `${code}@${start}`);
  program.emit();
  return [messages, output];
}
