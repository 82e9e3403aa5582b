import createExpress from 'express';
import { answer } from '../function.js';

const app = createExpress();
app.get('/', async ({ query }, response) => {
  response.json(await answer(query.user));
});
app.listen(Number(process.env.PORT));
