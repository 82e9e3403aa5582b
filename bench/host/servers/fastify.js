import createFastify from 'fastify';
import { answer } from '../function.js';

const app = createFastify();
app.get('/', ({ query }) => answer(query.user));
await app.listen({ port: Number(process.env.PORT) });
