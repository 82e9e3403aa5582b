import { AssertionError, assert, expect } from 'chai';

function messageOf(check) {
  try {
    check();
    return 'passed';
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    return error.message;
  }
}

function checks(i) {
  const value = { id: i, list: [i, i + 1, i + 2], inner: { name: `n${i}` } };
  expect(value).to.be.an('object').that.has.property('id').which.equals(i);
  expect(value.list)
    .to.have.lengthOf(3)
    .and.include(i + 1);
  expect(value).to.deep.equal({ id: i, list: [i, i + 1, i + 2], inner: { name: `n${i}` } });
  expect(value).to.have.nested.property('inner.name', `n${i}`);
  expect(() => value.missing.name).to.throw(TypeError);
  assert.isNumber(value.id);
  assert.sameMembers(value.list, [i + 2, i + 1, i]);
  assert.closeTo(i / 3, i / 3 + 0.01, 0.1);
  return [
    messageOf(() => expect(value).to.deep.equal({ id: -1 })),
    messageOf(() => expect(value.list).to.not.include(i)),
    messageOf(() => assert.strictEqual(value.id, i + 1)),
  ];
}

export const inputs = [];
export const run = () => Array.from({ length: 100 }, (_, i) => checks(i));
