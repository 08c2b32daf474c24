// SPDX-License-Identifier: Apache-2.0
// Draws the charts of a report from the JSON in #charts, as Charts.java writes it. The tables do without this.
(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('charts').textContent);
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
  const NARROW = 640;
  const LATENCY = ['latencyMinMicros', 'latencyP25Micros', 'latencyP50Micros', 'latencyP75Micros', 'latencyP99Micros'];
  const drawn = []; // {element, draw, chart}

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const ruler = document.createElement('canvas').getContext('2d');
  const widthOf = (text, size) => {
    ruler.font = size + 'px ' + FONT; // with a weight before the size, if it has one
    return ruler.measureText(text).width;
  };

  // Names that differ in their ends only stay apart: what is too long loses its middle.
  const fitting = (text, size, width) => {
    if (widthOf(text, size) <= width) return text;
    for (let kept = text.length - 1; kept > 2; kept--) {
      const cut = text.slice(0, Math.ceil(kept / 2)) + '…' + text.slice(text.length - Math.floor(kept / 2));
      if (widthOf(cut, size) <= width) return cut;
    }
    return text.slice(0, 1);
  };
  const wrapped = (text, font, width) => {
    const lines = [''];
    for (const word of text.split(' ')) {
      const longer = lines[lines.length - 1] ? lines[lines.length - 1] + ' ' + word : word;
      if (lines[lines.length - 1] && widthOf(longer, font) > width) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return lines;
  };

  const number = (value) => {
    const size = Math.abs(value);
    const digits = size >= 100 || value === Math.round(value) ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
    return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  };
  const MEBIBYTE = 1048576;
  const figure = (key, value) => number(key === 'residentBytes' ? value / MEBIBYTE : value);
  const short = (value) => {
    if (value >= 1e6) return number(value / 1e6) + 'M';
    return value >= 1e4 ? Math.round(value / 1e3) + 'k' : number(value);
  };
  const shortFigure = (key, value) => short(key === 'residentBytes' ? value / MEBIBYTE : value);
  const interval = (key, [median, low, high]) => `${figure(key, median)} [${figure(key, low)}..${figure(key, high)}]`;

  // Names come from files: as text, never as markup.
  const tip = (title, lines) => {
    const box = document.createElement('div');
    box.className = 'tip';
    const head = document.createElement('b');
    head.textContent = title;
    box.append(head);
    for (const line of lines) {
      const row = document.createElement('div');
      row.textContent = line;
      box.append(row);
    }
    return box;
  };
  const tooltip = (formatter) => ({
    trigger: 'item', confine: true, transitionDuration: 0, formatter,
    backgroundColor: colour('panel'), borderColor: colour('line'), textStyle: { color: colour('text') },
  });

  // ---- how jvloop stands: a lane for each group, each dot with its name, in as many lines as that needs

  const ROW = 17;
  const SIZE = 12;
  const TITLE = 13;
  const BEYOND = 3; // doublings, at most: what costs more stands at the edge, with its ratio
  const nameOf = (dot) => (Math.log2(dot.ratio) > BEYOND ? `${dot.peer} ${number(dot.ratio)}× »` : dot.peer);
  const laneOf = (lane, toX, width, size) => {
    const taken = []; // by names, in each line
    const placed = [];
    for (const dot of [...lane.dots].sort((a, b) => (a.ours === b.ours ? a.ratio - b.ratio : a.ours ? -1 : 1))) {
      const x = toX(dot.ratio);
      const length = widthOf(nameOf(dot), size) + 12;
      const left = x + length > width; // no room on the right
      const from = left ? x - length : x - 6;
      const to = left ? x + 6 : x + length;
      let line = 0;
      while (taken[line] && taken[line].some(([a, b]) => from < b + 4 && to > a - 4)) line++;
      (taken[line] = taken[line] || []).push([from, to]);
      placed.push({ dot, line, left });
    }
    return { placed, lines: taken.length };
  };

  // On paper it is as much smaller as it must be for one page.
  const LEAST = 0.4;
  const standing = (element) => {
    let scale = 1;
    let drawing = standingAt(element, scale);
    while (element.roomOnPaper && drawing.height > element.roomOnPaper && scale > LEAST) {
      scale -= 0.02;
      drawing = standingAt(element, scale);
    }
    return drawing;
  };

  const standingAt = (element, scale) => {
    const lanes = data.lanes.filter((lane) => lane.dots.length);
    const width = element.clientWidth;
    const ratios = lanes.flatMap((lane) => lane.dots.map((dot) => Math.log2(dot.ratio)));
    const least = Math.max(-BEYOND, Math.min(-0.25, Math.min(...ratios) - 0.1));
    const most = Math.min(BEYOND, Math.max(1, Math.max(...ratios) + 0.1)) + 0.05;
    const margin = 8;
    const inner = width - 2 * margin;
    const at = (ratio) => Math.min(BEYOND, Math.max(-BEYOND, Math.log2(ratio)));
    const toX = (ratio) => ((at(ratio) - least) / (most - least)) * inner;
    const points = [];
    const titles = [];
    const rules = [];
    const size = SIZE * Math.min(1, 1.15 * scale); // lines can be closer on paper
    let y = 38;
    for (const lane of lanes) {
      const { placed, lines } = laneOf(lane, toX, inner, size);
      titles.push({
        text: lane.title, left: 0, top: y - 4, padding: [2, 8, 2, 0], backgroundColor: colour('panel'),
        textStyle: { fontSize: size + 1, fontWeight: 600, fontFamily: FONT, color: colour('text') },
      });
      y += Math.max(size + 6, 26 * scale);
      for (const { dot, line, left } of placed) {
        points.push({
          value: [at(dot.ratio), y + line * ROW * scale], dot, lane,
          symbolSize: (dot.ours ? 11 : 8) * scale,
          itemStyle: { color: colour(dot.ours ? 'ours' : 'bar'), opacity: 1 },
          label: {
            show: true, position: left ? 'left' : 'right', distance: 4, fontSize: size, fontFamily: FONT,
            formatter: () => nameOf(dot), color: colour(dot.ours ? 'ours-text' : 'text'), fontWeight: dot.ours ? 700 : 400,
            textBorderColor: colour('panel'), textBorderWidth: 3,
          },
        });
      }
      y += (lines * ROW + 4) * scale;
      rules.push(y);
      y += 14 * scale;
    }
    const height = y;
    const tick = (power) => (power === 0 ? (width < NARROW ? '1×' : data.reference + ' = 1×') : number(2 ** power) + '×');
    const powers = [];
    for (let power = Math.ceil(least); power <= most; power++) powers.push(power);
    return {
      height,
      option: {
        animation: false,
        title: titles,
        tooltip: tooltip(({ data: point }) => (point && point.dot ? tip(
          `${point.dot.peer}: ${point.dot.ratio.toFixed(3)}×`,
          [point.lane.title, ...point.dot.details],
        ) : '')),
        grid: { left: margin, right: margin, top: 26, bottom: 0 },
        xAxis: { type: 'value', min: least, max: most, show: false },
        yAxis: { type: 'value', min: 26, max: height, inverse: true, show: false },
        series: [{
          type: 'scatter', data: points, cursor: 'default', z: 4,
          markLine: {
            silent: true, symbol: 'none', animation: false,
            label: { show: false },
            data: [
              ...powers.map((power) => ({
                xAxis: power,
                lineStyle: { color: colour(power === 0 ? 'ours' : 'grid'), type: 'solid', width: power === 0 ? 2 : 1 },
                label: {
                  show: true, position: 'start', distance: [4, 6], formatter: tick(power), fontFamily: FONT, fontSize: 12,
                  color: colour(power === 0 ? 'ours-text' : 'soft'), fontWeight: power === 0 ? 700 : 400,
                },
              })),
              ...rules.slice(0, -1).map((rule) => ({ yAxis: rule, lineStyle: { color: colour('grid'), type: 'solid', width: 1 } })),
            ],
          },
        }],
      },
      // for the keyboard, in the order of reading
      stops: points.map((point, index) => ({
        seriesIndex: 0, dataIndex: index, text: `${point.lane.title}: ${point.dot.peer} ${point.dot.ratio.toFixed(2)} times`,
      })),
    };
  };

  // ---- a group: its peers down the page, its cases side by side where there is room, each on its own scale

  const HEAD = 29; // and the lines of its titles
  const LINE = 17;
  const FOOT = 24;
  const BOLD = '600 ' + TITLE;
  const onPaper = () => 'print' in document.documentElement.dataset;
  const PAGE = 690; // px: its height on paper, and below what it is across, within the margins of report.css
  const PAPER = 1020;
  const rowOf = (group) => (onPaper() ? Math.max(13, Math.min(20, Math.floor((PAGE - 260) / group.peers.length))) : 20);
  const places = (group, columns, width, rowHeight) => {
    const narrow = width < NARROW;
    const longest = Math.ceil(Math.max(...group.peers.map((peer) => widthOf(peer, SIZE)))) + 14;
    const label = Math.min(narrow ? Math.round(0.48 * width) : 190, longest);
    const across = narrow ? 1 : Math.max(1, Math.min(columns.length, Math.floor((width - label) / (onPaper() ? 120 : 190))));
    const cell = (width - label) / across;
    const body = group.peers.length * rowHeight;
    const cells = columns.map((column, index) => {
      const at = index % across;
      const isLast = at === across - 1 || index === columns.length - 1;
      const titleLeft = narrow ? 0 : label + at * cell;
      const lines = wrapped(column.title, BOLD, (isLast ? width - titleLeft : cell) - 8);
      return { first: at === 0, left: label + at * cell, width: cell, height: body, titleLeft, title: lines.join('\n'), lines: lines.length };
    });
    let top = 0;
    for (let first = 0; first < cells.length; first += across) {
      const row = cells.slice(first, first + across);
      const head = HEAD + LINE * Math.max(...row.map((one) => one.lines));
      row.forEach((one) => { one.titleTop = top + 6 + head - HEAD - LINE * one.lines; one.top = top + head; });
      top += head + body + FOOT + 8;
    }
    return { height: top, label, of: (index) => cells[index] };
  };

  const frame = (group, columns, width, rowHeight, room, unit) => {
    const place = places(group, columns, width, rowHeight);
    const ours = (index) => group.ours[index];
    const option = {
      animation: false,
      title: [], grid: [], xAxis: [], yAxis: [], series: [],
    };
    columns.forEach((column, index) => {
      const at = place.of(index);
      option.title.push({
        text: at.title, subtext: unit(column), left: at.titleLeft, top: at.titleTop, padding: 0, itemGap: 6,
        textStyle: { fontSize: TITLE, lineHeight: LINE, fontWeight: 600, fontFamily: FONT, color: colour('text') },
        subtextStyle: { fontSize: 11, fontFamily: FONT, color: colour('soft') },
      });
      option.grid.push({ left: at.left, width: at.width - room, top: at.top, height: at.height });
      option.yAxis.push({
        type: 'category', gridIndex: index, inverse: true, data: group.peers,
        axisLine: { lineStyle: { color: colour('line') } }, axisTick: { show: false },
        axisLabel: {
          show: at.first, interval: 0, fontSize: SIZE, fontFamily: FONT, formatter: (name) => fitting(name, SIZE, place.label - 12),
          color: (value, row) => colour(ours(row) ? 'ours-text' : 'text'),
        },
      });
    });
    return { place, option };
  };

  const shade = (group, row) => colour(group.ours[row] ? 'ours' : 'bar');
  const said = (group, column, row, lines) => {
    const marks = [column.bound[row] && 'client-bound: the load was the limit', column.noisy[row] && 'noisy'].filter(Boolean);
    const of = column.ratios[row];
    const ratio = of ? [`${of[0].toFixed(3)}× ${column.reference} [${of[1].toFixed(3)}..${of[2].toFixed(3)}]`] : [];
    return tip(`${group.peers[row]}: ${column.title}`, [...lines, ...ratio, ...marks]);
  };

  // One that takes ten times as much would make all others alike: its bar goes on beyond the scale, which its label marks.
  const scaleOf = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const usual = 2.5 * sorted[Math.floor(sorted.length / 2)];
    const most = sorted[sorted.length - 1];
    return most > 1.4 * usual && usual > 0 ? usual : most || 1;
  };

  const whisker = (low, high, y, api, style) => {
    const from = api.coord([low, y]);
    const to = api.coord([high, y]);
    const line = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
    return {
      type: 'group', silent: true,
      children: [line(from[0], from[1], to[0], to[1]), line(from[0], from[1] - 3, from[0], from[1] + 3), line(to[0], to[1] - 3, to[0], to[1] + 3)],
    };
  };

  const ROOM = 62; // px: of a bar's figure
  const bars = (group, key) => (element) => {
    const leads = key === group.switches[0];
    const keyOf = (column) => (leads ? column.leading : key); // a group of unlike cases: each has its own
    const columns = group.columns.filter((column) => column.figures[keyOf(column)]);
    const { place, option } = frame(group, columns, element.clientWidth, rowOf(group), ROOM, (column) => data.titles[keyOf(column)]);
    const stops = [];
    columns.forEach((column, index) => {
      const of = keyOf(column);
      const figures = column.figures[of];
      const rate = of === 'requestsPerSecond' || of === 'mebibytesPerSecond';
      const scale = scaleOf(figures.filter(Boolean).map((f) => f[0]));
      option.xAxis.push({
        type: 'value', gridIndex: index, min: 0, splitNumber: 3, axisLine: { show: false }, axisTick: { show: false },
        max: scale,
        splitLine: { lineStyle: { color: colour('grid') } }, axisLabel: { show: false },
      });
      option.series.push({
        type: 'bar', xAxisIndex: index, yAxisIndex: index, barWidth: Math.min(12, rowOf(group) - 4), cursor: 'default',
        data: figures.map((f, row) => {
          if (!f) return { value: '-' };
          const hollow = rate && column.bound[row];
          const beyond = f[0] > scale ? 0 : ((Math.min(f[2], scale) - f[0]) / scale) * (place.of(index).width - ROOM); // its whisker
          return {
            value: Math.min(f[0], scale),
            itemStyle: hollow ? { color: 'transparent', borderColor: shade(group, row), borderWidth: 1.5 } : { color: shade(group, row) },
            label: {
              show: true, position: 'right', distance: 8 + beyond, fontSize: 11, fontFamily: FONT,
              color: colour(group.ours[row] ? 'ours-text' : 'soft'),
              textBorderColor: colour('page'), textBorderWidth: 2,
              formatter: (f[0] > scale ? '» ' : '') + (column.noisy[row] ? '≈' : '') + shortFigure(of, f[0]),
            },
          };
        }),
        tooltip: { formatter: ({ dataIndex }) => said(group, column, dataIndex, [interval(of, figures[dataIndex]) + ' ' + data.titles[of]]) },
      });
      figures.forEach((f, row) => f && stops.push({
        seriesIndex: 2 * index, dataIndex: row, text: `${column.title}: ${group.peers[row]} ${interval(of, f)} ${data.titles[of]}`,
      }));
      option.series.push({
        type: 'custom', xAxisIndex: index, yAxisIndex: index, silent: true, z: 5, clip: true,
        data: figures.map((f, row) => (f && f[0] <= scale ? [f[1], Math.min(f[2], scale), row] : null)).filter(Boolean),
        encode: { x: [0, 1], y: 2 },
        renderItem: (params, api) => whisker(api.value(0), api.value(1), api.value(2), api, { stroke: colour('text'), lineWidth: 1 }),
      });
    });
    option.tooltip = tooltip(() => '');
    return { height: place.height, option, stops };
  };

  const boxes = (group) => (element) => {
    const columns = group.columns.filter((column) => LATENCY.every((key) => column.figures[key]));
    const { place, option } = frame(group, columns, element.clientWidth, rowOf(group), 20, () => 'log scale');
    const stops = [];
    columns.forEach((column, index) => {
      const values = group.peers.map((peer, row) => (LATENCY.every((key) => column.figures[key][row])
        ? LATENCY.map((key) => Math.max(column.figures[key][row][0], 0.1)) : null));
      option.xAxis.push({
        type: 'log', gridIndex: index, axisLine: { show: false }, axisTick: { show: false },
        min: 0.8 * Math.min(...values.filter(Boolean).map((v) => v[0])),
        max: 1.25 * Math.max(...values.filter(Boolean).map((v) => v[4])),
        splitLine: { lineStyle: { color: colour('grid') } },
        axisLabel: { fontSize: 10, fontFamily: FONT, color: colour('soft'), formatter: (value) => (value >= 1000 ? value / 1000 + ' ms' : value + ' µs'), showMinLabel: false, showMaxLabel: false, hideOverlap: true },
      });
      const text = (v) => `least ${figure('', v[0])}, p25 ${figure('', v[1])}, p50 ${figure('', v[2])}, p75 ${figure('', v[3])}, p99 ${figure('', v[4])} µs`;
      option.series.push({
        type: 'boxplot', xAxisIndex: index, yAxisIndex: index, boxWidth: [Math.min(8, rowOf(group) - 6), Math.min(12, rowOf(group) - 4)], cursor: 'default',
        data: values.map((v, row) => ({
          value: v || [], itemStyle: {
            color: colour(group.ours[row] ? 'ours-soft' : 'box'), borderColor: colour(group.ours[row] ? 'ours' : 'box-line'), borderWidth: 1.2,
          },
        })),
        tooltip: { formatter: ({ dataIndex }) => said(group, column, dataIndex, text(values[dataIndex]).split(', ')) },
      });
      values.forEach((v, row) => v && stops.push({
        seriesIndex: index, dataIndex: row, text: `${column.title}: ${group.peers[row]}: ${text(v)}`,
      }));
    });
    option.tooltip = tooltip(() => '');
    return { height: place.height, option, stops };
  };

  // ---- elements, keyboard, and what makes them be drawn again

  const show = (entry) => {
    const { height, option, stops } = entry.draw(entry.element);
    if (entry.chart) entry.chart.dispose();
    entry.element.style.height = Math.max(height, 40) + 'px';
    entry.chart = echarts.init(entry.element, null, { renderer: 'svg' });
    entry.chart.setOption(option);
    entry.chart.getZr().flush();
    entry.stops = stops;
    entry.stop = -1;
    entry.width = entry.element.clientWidth;
  };

  const spoken = document.getElementById('spoken');
  const walk = (entry, event) => {
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    if (event.altKey || event.ctrlKey || event.metaKey) return; // the browser's own
    if (event.key === 'Escape') {
      entry.chart.dispatchAction({ type: 'hideTip' });
    } else if (steps[event.key] && entry.stops.length) {
      event.preventDefault();
      const before = entry.stop < 0 && steps[event.key] < 0 ? 0 : entry.stop;
      entry.stop = (before + steps[event.key] + entry.stops.length) % entry.stops.length;
      const { seriesIndex, dataIndex, text } = entry.stops[entry.stop];
      entry.chart.dispatchAction({ type: 'showTip', seriesIndex, dataIndex });
      spoken.textContent = text;
    }
  };

  const add = (element, label, draw) => {
    const entry = { element, draw };
    element.classList.add('chart');
    element.tabIndex = 0;
    element.setAttribute('role', 'img');
    if (label) element.setAttribute('aria-label', label + '. Arrow keys read it bar by bar; the tables below have the same figures.');
    element.addEventListener('keydown', (event) => walk(entry, event));
    element.addEventListener('blur', () => entry.chart.dispatchAction({ type: 'hideTip' }));
    drawn.push(entry);
    show(entry);
    return entry;
  };

  const switcher = (group, onChange) => {
    const set = document.createElement('fieldset');
    set.className = 'switch';
    const legend = document.createElement('legend');
    legend.textContent = group.title + ': figure that the bars show';
    set.append(legend);
    group.switches.forEach((key, index) => {
      const label = document.createElement('label');
      const input = document.createElement('input');
      input.type = 'radio';
      input.name = 'switch-' + group.id;
      input.value = key;
      input.checked = index === 0;
      input.addEventListener('change', () => onChange(key));
      label.append(input, index === 0 && group.columns.some((c) => c.leading !== key) ? 'What leads' : data.titles[key]);
      set.append(label);
    });
    return set;
  };

  const find = (kind, group) => document.querySelector(`.${kind}[data-group="${group.id}"]`);
  for (const group of data.groups) {
    const place = find('bars', group);
    if (!place || !group.columns.length) continue;
    const element = document.createElement('div');
    if (group.switches.length > 1) {
      place.append(switcher(group, (key) => {
        entry.draw = bars(group, key);
        show(entry);
      }));
    }
    place.append(element);
    const entry = add(element, group.title + ', bars', bars(group, group.switches[0]));
    if (group.columns.some((column) => LATENCY.every((key) => column.figures[key]))) {
      const heading = document.createElement('h3');
      heading.textContent = 'Latency: least to p99, box p25 to p75, line p50';
      const box = document.createElement('div');
      find('boxes', group).append(heading, box);
      add(box, group.title + ', latency', boxes(group));
    }
  }
  const first = document.getElementById('standing');
  if (first) add(first, '', standing);

  const again = () => drawn.forEach(show);
  let pending = 0;
  addEventListener('resize', () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      if (!document.documentElement.dataset.print) drawn.filter((entry) => entry.width !== entry.element.clientWidth).forEach(show);
    }, 100);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);

  // Of the first page, what the words leave.
  const roomOf = (picture) => {
    const figure = picture.closest('figure').getBoundingClientRect();
    const at = picture.getBoundingClientRect();
    const after = document.querySelector('.measured').getBoundingClientRect();
    return PAGE - (at.top + scrollY) - (figure.bottom - at.bottom) - after.height - 16;
  };
  addEventListener('beforeprint', () => {
    document.documentElement.dataset.print = '';
    document.querySelectorAll('details.figures, details.how').forEach((one) => { one.dataset.was = one.open ? 'open' : ''; one.open = true; });
    drawn.forEach((entry) => { entry.element.style.width = PAPER + 'px'; });
    if (first) first.roomOnPaper = roomOf(first);
    document.querySelectorAll('.figures table').forEach((table) => {
      const size = parseFloat(getComputedStyle(table).fontSize);
      for (let less = size; table.scrollWidth > PAPER && less > 0.6 * size; table.style.fontSize = less + 'px') less -= 0.1;
    });
    again();
  });
  addEventListener('afterprint', () => {
    delete document.documentElement.dataset.print;
    document.querySelectorAll('details.figures, details.how').forEach((one) => { one.open = one.dataset.was === 'open'; });
    drawn.forEach((entry) => { entry.element.style.width = ''; });
    if (first) first.roomOnPaper = 0;
    document.querySelectorAll('.figures table').forEach((table) => { table.style.fontSize = ''; });
    again();
  });

  // ---- the raw data, unpacked

  const raw = document.getElementById('raw');
  const unpack = async () => {
    const packed = Uint8Array.from(atob(raw.href.split(',')[1]), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  };
  const shown = document.getElementById('shown');
  if (typeof DecompressionStream === 'undefined') {
    shown.hidden = true;
  } else {
    const text = unpack();
    text.then((json) => {
      raw.href = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
      raw.download = 'results.json';
    });
    shown.addEventListener('toggle', async () => {
      if (shown.open) shown.querySelector('pre').textContent = await text;
    }, { once: true });
  }
})();
