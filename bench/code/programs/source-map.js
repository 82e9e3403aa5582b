import { SourceMapConsumer, SourceMapGenerator } from 'source-map';

export const inputs = ['source-map/dist/source-map.min.js.map'];
export function run([text]) {
  const consumer = new SourceMapConsumer(JSON.parse(text));
  const generator = new SourceMapGenerator({ file: 'out.js' });
  consumer.eachMapping(({ source, originalLine, originalColumn, generatedLine, generatedColumn, name }) => {
    if (source === null) return;
    const original = { line: originalLine, column: originalColumn };
    generator.addMapping({
      source,
      original,
      generated: { line: generatedLine, column: generatedColumn },
      name,
    });
  });
  return generator.toString();
}
