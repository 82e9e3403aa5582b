import _ from 'lodash';

const people = Array.from({ length: 1000 }, (_unused, i) => ({
  id: i,
  name: `Name ${i % 37}`,
  tags: [`t${i % 5}`, `t${i % 3}`],
  address: { city: `c${i % 11}`, zip: i % 101 },
}));

export const inputs = [];
export function run() {
  const compiled = _.template('<% _.each(list, (p) => { %><li><%- p.name %></li><% }) %>');
  return [
    _.chain(people)
      .filter({ address: { city: 'c3' } })
      .sortBy(['name', 'id'])
      .map('id')
      .take(20)
      .value(),
    _.mapValues(_.groupBy(people, 'address.city'), (group) => _.sumBy(group, 'address.zip')),
    _.uniqWith(_.flatMap(people, 'tags'), _.isEqual),
    _.isEqual(_.cloneDeep(people), people),
    _.merge({}, people[1], { address: { extra: [1, 2] } }),
    _.camelCase('some-long_name here'),
    compiled({ list: people.slice(0, 50) }),
    _.reduce(_.times(1000), _.flowRight(_.add), 0),
  ];
}
