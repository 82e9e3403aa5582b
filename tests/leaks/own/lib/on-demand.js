export const items = [];

export default (item) => items.push(item);
