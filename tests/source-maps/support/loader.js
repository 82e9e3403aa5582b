// Loads modules, one after the other, and prints the stack of each error.

const stacks = [];
for (const url of process.argv.slice(2)) {
  try {
    await import(url);
    stacks.push('it did not throw');
  } catch (error) {
    stacks.push(error.stack);
  }
}
process.stdout.write(JSON.stringify(stacks));
