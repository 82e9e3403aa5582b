export let settings = { step: 1 };

export function configure(changes) {
  settings = { ...settings, ...changes };
}
