// Runs events through a program's handler: one after another, or all at once.

process.once('message', async ({ program, events, together }) => {
  let answers;
  try {
    const module = await import(program);
    const handler = module.handler ?? module.default.handler;
    answers = await (together ? runTogether(handler, events) : runInTurn(handler, events));
  } catch (error) {
    // The program could not even be loaded: every event fails as the host would.
    answers = events.map(() => failure(error));
  }
  process.send(answers, () => process.disconnect());
});

function runTogether(handler, events) {
  return Promise.all(events.map((event) => answer(handler, event)));
}

async function runInTurn(handler, events) {
  const answers = [];
  for (const event of events) answers.push(await answer(handler, event));
  return answers;
}

async function answer(handler, event) {
  try {
    return { ok: await handler(event) };
  } catch (error) {
    return failure(error);
  }
}

function failure(error) {
  const { name, message } = error instanceof Error ? error : { name: 'not an Error', message: String(error) };
  return { error: { name, message } };
}
