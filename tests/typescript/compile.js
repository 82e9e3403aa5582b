/**
 * Compiles a project with a TypeScript that is given, and lets others work between the stages.
 *
 * @param ts TypeScript's API, or as much of it as is used here
 */
export const compileWith =
  (ts) =>
  async ({ files, lib, options, messages }) => {
    const output = {};
    const host = {
      getSourceFile: (name, version) => {
        const text = name === 'lib.d.ts' ? lib : files[name];
        return text === undefined ? undefined : ts.createSourceFile(name, text, version, true);
      },
      getDefaultLibFileName: () => 'lib.d.ts',
      writeFile: (name, text) => {
        output[name] = text;
      },
      getCurrentDirectory: () => '',
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      fileExists: (name) => name in files,
      readFile: (name) => files[name],
    };
    ts.setLocalizedDiagnosticMessages(messages);
    await turn();
    const program = ts.createProgram(Object.keys(files), options, host);
    await turn();
    const found = [...program.getSyntacticDiagnostics()];
    await turn();
    found.push(...program.getSemanticDiagnostics());
    await turn();
    program.emit();
    await turn();
    const diagnostics = found.map(({ file, start, code, messageText }) => [
      file?.fileName,
      start,
      code,
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    ]);
    return { diagnostics, output };
  };

function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}
