import { marked } from 'marked';

export const inputs = ['uglify-js/README.md', 'mobx/CHANGELOG.md'];
export const run = (sources) => sources.map((source) => marked.parse(source));
