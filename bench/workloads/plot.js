import { init } from 'echarts';

const COLORS = ['#648fff', '#785ef0', '#dc267f', '#fe6100', '#ffb000'];

/** Draws the time of photons, and of the control, over the number of invocations at once. @returns an SVG */
export function plotOverhead(results) {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 420 });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: {
      text: 'Execution time of photons ÷ untransformed',
      subtext: 'dashed: the control, the untransformed program once more',
      left: 'center',
    },
    legend: { bottom: 0, data: results.map(({ name }) => name) },
    grid: { top: 80, bottom: 80, left: 70, right: 40 },
    xAxis: {
      type: 'log',
      name: 'invocations at once',
      nameLocation: 'middle',
      nameGap: 28,
      min: 1,
      max: 160,
    },
    yAxis: { type: 'value', min: 0.9, max: 1.1 },
    series: results.flatMap(({ name, overhead }, i) => [
      line(name, overhead, 'photons', { color: COLORS[i], width: 2 }),
      line(`${name}, control`, overhead, 'control', { color: COLORS[i], width: 1, type: 'dashed' }),
    ]),
  });
  return chart.renderToSVGString();
}

function line(name, overhead, kind, lineStyle) {
  return {
    name,
    type: 'line',
    data: overhead.map(({ level, time }) => [level, time[kind]]),
    symbolSize: kind === 'photons' ? 6 : 0,
    itemStyle: { color: lineStyle.color },
    lineStyle,
  };
}
