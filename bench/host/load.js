import autocannon from 'autocannon';

/** Asks a host for some seconds, as fast as it answers, and counts what is wrong. */
export async function load(peer, connections, seconds) {
  let wrong = 0;
  let asked = 0;
  const request = {
    method: 'GET',
    setupRequest(request, context) {
      context.user = `u${asked++}`;
      return { ...request, path: `/?user=${context.user}` };
    },
    onResponse(status, body, context) {
      if (status !== 200 || body !== `{"user":"${context.user}"}`) wrong += 1;
    },
  };
  const before = peer.cpuMs;
  const { requests, latency, errors, duration } = await autocannon({
    url: peer.url,
    connections,
    duration: seconds,
    requests: [request],
  });
  const answered = Math.max(1, requests.total);
  return {
    perSecond: requests.total / duration,
    p50: latency.p50,
    p99: latency.p99,
    cpuUs: ((peer.cpuMs - before) * 1000) / answered,
    wrong: wrong / answered,
    errors,
  };
}
