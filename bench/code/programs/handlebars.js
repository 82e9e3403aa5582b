import Handlebars from 'handlebars';

const PAGE = `<h1>{{title}}</h1>
{{#if rows}}<table>{{#each rows as |row|}}<tr class="{{#if row.odd}}odd{{else}}even{{/if}}">
<td>{{@index}}</td><td>{{row.name}}</td><td>{{money row.price}}</td>{{> links row}}</tr>
{{/each}}</table>{{else}}<p>nothing</p>{{/if}}
{{#with owner}}<footer>{{first}} {{last}} {{{html}}}</footer>{{/with}}`;

const LINKS = '{{#each links}}<td><a href="/{{this}}?of={{../name}}">{{this}}</a></td>{{/each}}';

const data = {
  title: 'Prices & "quotes"',
  owner: { first: 'A', last: 'B', html: '<b>!</b>' },
  rows: Array.from({ length: 200 }, (_, i) => ({
    name: `row <${i}>`,
    odd: i % 2 === 1,
    price: i * 1.5,
    links: ['a', 'b'],
  })),
};

export const inputs = [];
export function run() {
  const handlebars = Handlebars.create();
  handlebars.registerHelper('money', (value) => value.toFixed(2));
  handlebars.registerPartial('links', LINKS);
  const page = handlebars.compile(PAGE);
  return Array.from({ length: 10 }, () => page(data));
}
