export const id = 321;
export const ids = [321];
export const modules = {

/***/ 75321:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  reportPage: () => (/* binding */ reportPage)
});

// EXTERNAL MODULE: ./lib/report/compare.js
var compare = __webpack_require__(4185);
// EXTERNAL MODULE: ./lib/report/figures/counts.js
var counts = __webpack_require__(36642);
// EXTERNAL MODULE: ./lib/report/figures/sharing.js
var sharing = __webpack_require__(97604);
// EXTERNAL MODULE: ./lib/report/figures/sign-in.js
var sign_in = __webpack_require__(66755);
// EXTERNAL MODULE: ./lib/report/figures.js + 2 modules
var report_figures = __webpack_require__(64648);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/report/sentences.js
var sentences = __webpack_require__(33700);
// EXTERNAL MODULE: ./lib/report/zone.js
var zone = __webpack_require__(34358);
// EXTERNAL MODULE: ./node_modules/hono/dist/helper/html/index.js
var html = __webpack_require__(45621);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
;// CONCATENATED MODULE: ./lib/report/page/markup.js
/** HTML from words that nobody vetted: what is put into a template is text, unless it came out of one. */


/** Hono's template waits only for promises, and these values hold none. */
function markup_html(strings, ...values) {
    return (0,html/* html */.q)(strings, ...values);
}
/** Markup of our own making, or a plot's, as it is. */
function trusted(markup) {
    return (0,html/* raw */.l)(markup);
}
const longest = 160;
/**
 * A text of others as one line: cut, without control and format characters. Each run of those shows as `�`, so that
 * two names that differ in nothing else do not look alike.
 */
function plain(text, most = longest) {
    const short = text.slice(0, most + 1);
    const line = short
        .replace(/[\t\n\r\u2028\u2029]+/g, ' ')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '�')
        // Marks piled on one letter cover the lines around it.
        .replace(/(\p{M}{3})\p{M}+/gu, '$1');
    return text.length > most ? `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}
/** A name of others, kept from turning the words around it; breaks before a domain and between the words of one like MailItemsAccessed. */
function humanName(text, most = longest) {
    const [first = '', ...rest] = plain(text, most).split(/(?=@)|(?<=[a-z])(?=[A-Z])/);
    return markup_html `<bdi>${first}${rest.map(part => markup_html `<wbr>${part}`)}</bdi>`;
}
/** A moment on the zone's clock; UTC where one hovers. */
function timeElement(clock, moment, text = clock.moment(moment)) {
    if (!Number.isFinite(moment))
        return markup_html `at an unknown time`;
    return markup_html `<time datetime="${(0,record/* instantOf */.B9)(moment)}" title="${(0,record/* instantOf */.B9)(moment)}">${text}</time>`;
}
/** From one moment to another: the day once where it is one day, one moment where it is one minute, seconds where they count. */
function timeRange(clock, from, to) {
    const exact = [from, to].some(moment => moment % 60_000 !== 0) && to - from < 600_000;
    const texts = clock.ends(from, to, exact);
    return texts.length === 1
        ? timeElement(clock, from, texts[0])
        : markup_html `${timeElement(clock, from, texts[0])} – ${timeElement(clock, to, texts[1])}`;
}
/** Rows under a caption; the first cell of a row is its header. Wide ones scroll by themselves, not the page. */
function htmlTable(caption, columns, rows) {
    const css = (column) => (column?.number ? 'number' : 'text');
    const small = columns.length <= 4 && columns.slice(1).every(column => column.number);
    return markup_html `<div class="scroll${small && ' small'}" role="region" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map(column => markup_html `<th scope="col" class="${css(column)}">${column.head}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...rest]) => markup_html `<tr><th scope="row">${first}</th>${rest.map((cell, index) => markup_html `<td class="${css(columns[index + 1])}">${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}
/** What is there for whoever asks. */
function folded(summary, content) {
    return markup_html `<details><summary>${summary}</summary>${content}</details>`;
}
function section(id, title, content) {
    return markup_html `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

// EXTERNAL MODULE: ./node_modules/echarts/lib/chart/bar/install.js + 7 modules
var install = __webpack_require__(93713);
// EXTERNAL MODULE: ./node_modules/echarts/lib/chart/custom/install.js + 12 modules
var custom_install = __webpack_require__(70907);
// EXTERNAL MODULE: ./node_modules/echarts/lib/chart/heatmap/install.js + 3 modules
var heatmap_install = __webpack_require__(70809);
// EXTERNAL MODULE: ./node_modules/echarts/lib/component/grid/install.js + 23 modules
var grid_install = __webpack_require__(87628);
// EXTERNAL MODULE: ./node_modules/echarts/lib/component/visualMap/installVisualMapPiecewise.js + 12 modules
var installVisualMapPiecewise = __webpack_require__(3995);
// EXTERNAL MODULE: ./node_modules/echarts/lib/extension.js
var extension = __webpack_require__(91798);
// EXTERNAL MODULE: ./node_modules/echarts/lib/core/echarts.js + 17 modules
var echarts = __webpack_require__(70323);
// EXTERNAL MODULE: ./node_modules/echarts/lib/renderer/installSVGRenderer.js + 10 modules
var installSVGRenderer = __webpack_require__(9833);
;// CONCATENATED MODULE: ./lib/report/page/plots.js
/**
 * Plots as SVG that stands in the page: drawn once for a screen and once for a phone, in the page's own colours (CSS
 * variables), so that light, dark and paper need no third drawing. Words in them are dates and numbers, never names.
 */





(0,extension/* use */.Y)([install/* install */.a, custom_install/* install */.a, heatmap_install/* install */.a, grid_install/* install */.a, installVisualMapPiecewise/* install */.a, installSVGRenderer/* install */.a]);
const screen = 880;
const phone = 330;
function drawn(plot) {
    return markup_html `<div class="plot"><div class="wide">${drawing(plot, screen)}</div><div class="narrow">${drawing(plot, phone)}</div></div>`;
}
function drawing(plot, width) {
    const height = plot.height(width);
    const chart = (0,echarts/* init */.Ts)(null, null, { renderer: 'svg', ssr: true, width, height });
    chart.setOption({ animation: false, ...plot.option(width) });
    const svg = chart.renderToSVGString();
    chart.dispose();
    return markup_html `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${plot.label}">${trusted(marks(svg, plot))}</svg>`;
}
/**
 * The drawing's inside, without what is of no use in a still page: hover rules, and ids and classes that count up
 * with every drawing and would make two pages of one month differ.
 */
function marks(svg, plot) {
    return svg
        .replace(/^<svg[^>]*>|<\/svg>\s*$/g, '')
        .replace(/<style[\s\S]*?<\/style>/g, '')
        .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/, '')
        .replace(/ (?:class|pointer-events|ecmeta_ssr_type|ecmeta_silent)="[^"]*"/g, '')
        .replace(/font-family:[^;"]*;?/g, '')
        .replace(/\bzr\d+-/g, `${plot.id}-`)
        .replace(/ ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)"([^>]*)>/g, (_all, series, index, rest) => {
        const hint = plot.hint?.(Number(series), Number(index));
        return hint === undefined ? `${rest}>` : `${rest}>${markup_html `<title>${hint}</title>`}`;
    })
        .replace(/\n+/g, '\n')
        .trim();
}
const quiet = 'var(--muted)';
const axisText = { color: quiet, fontSize: 12 };
/** 1500 → 1.5k */
function plots_short(value) {
    if (value >= 1_000_000)
        return `${trimmed(value / 1_000_000)}M`;
    return value >= 1000 ? `${trimmed(value / 1000)}k` : String(value);
}
function trimmed(value) {
    return String(Number(value.toFixed(1)));
}
/** Layers stacked over the days of the period. */
function stackedDays(given) {
    const { days, layers } = given;
    return {
        ...given,
        height: width => (width < 500 ? 190 : 240),
        option: width => ({
            grid: { left: 44, right: 4, top: 10, bottom: 26, outerBoundsMode: 'none' },
            xAxis: dayAxis(days, width),
            yAxis: {
                type: 'value',
                minInterval: 1,
                splitNumber: 4,
                axisLabel: { ...axisText, formatter: plots_short },
                splitLine: { lineStyle: { color: 'var(--grid)' } },
            },
            series: layers.map(({ color, values }) => ({
                type: 'bar',
                stack: 'all',
                silent: true,
                barCategoryGap: days.length > 100 ? '0%' : '22%',
                itemStyle: { color },
                data: values.map(value => (value === 0 ? null : value)),
            })),
        }),
    };
}
function dayAxis(days, width) {
    const labels = dayLabels(days);
    const room = (width - 48) / days.length;
    const step = Math.ceil((Math.max(...labels.map(label => label.length)) * 7 + 8) / room);
    return {
        type: 'category',
        data: labels,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: quiet } },
        axisLabel: { ...axisText, interval: (index) => index % step === 0 },
    };
}
/** Days of one month by their number alone. */
function dayLabels(days) {
    const oneMonth = new Set(days.map(day => day.slice(0, 7))).size <= 1;
    return days.map(day => (oneMonth ? String(Number(day.slice(8))) : day.slice(5)));
}
const heatLevels = 6;
/** Weekdays down, hours across; `levels` from 0 to `heatLevels - 1`, Monday's first hour first. */
function hourMap(given) {
    return {
        id: given.id,
        label: given.label,
        height: width => (width < 500 ? 176 : 232),
        hint: (_series, index) => given.hint(index),
        option: width => ({
            grid: { left: 44, right: 4, top: 4, bottom: 24, outerBoundsMode: 'none' },
            xAxis: {
                type: 'category',
                data: Array.from({ length: 24 }, (_none, hour) => String(hour).padStart(2, '0')),
                axisLine: { show: false },
                axisTick: { show: false },
                axisLabel: { ...axisText, interval: (index) => index % 3 === 0 },
            },
            yAxis: {
                type: 'category',
                inverse: true,
                data: [...given.weekdays],
                axisLine: { show: false },
                axisTick: { show: false },
                axisLabel: { ...axisText, interval: 0 },
            },
            visualMap: {
                show: false,
                type: 'piecewise',
                dimension: 2,
                pieces: Array.from({ length: heatLevels }, (_none, level) => ({ value: level, color: `var(--h${level})` })),
            },
            series: [
                {
                    type: 'heatmap',
                    silent: true,
                    itemStyle: { borderColor: 'var(--bg)', borderWidth: width < 500 ? 1 : 2 },
                    data: given.levels.map((level, hour) => [hour % 24, Math.floor(hour / 24), level]),
                },
            ],
        }),
    };
}
/** Stretches of the period in lanes below each other, on one line of time. Short ones stay visible. */
function lanes(given) {
    const { period } = given;
    const marks = given.lanes.flatMap((lane, at) => lane.marks.map(mark => ({ ...mark, at })));
    const tops = given.lanes.map((_lane, at) => given.lanes.slice(0, at).reduce((sum, { height }) => sum + height + 8, 6));
    const bottom = given.lanes.reduce((sum, { height }) => sum + height + 8, 6);
    const labels = dayLabels(period.days.map(day => day.date));
    return {
        id: given.id,
        label: given.label,
        height: () => bottom + 22,
        hint: (_series, index) => marks[index]?.hint ?? '',
        option: width => {
            const room = (width - 8) / period.days.length;
            const step = Math.ceil((Math.max(...labels.map(label => label.length)) * 7 + 8) / room);
            const ticks = period.days.filter((_day, index) => index % step === 0).map(day => day.start);
            const label = new Map(period.days.map((day, index) => [day.start, labels[index] ?? '']));
            return {
                grid: { left: 4, right: 4, top: 0, bottom: 22, outerBoundsMode: 'none' },
                xAxis: {
                    type: 'value',
                    min: period.start,
                    max: period.end,
                    splitLine: { show: false },
                    axisLine: { show: true, lineStyle: { color: 'var(--grid)' } },
                    axisTick: { show: true, customValues: ticks, lineStyle: { color: 'var(--grid)' } },
                    axisLabel: {
                        ...axisText,
                        align: 'left',
                        customValues: ticks,
                        formatter: (moment) => label.get(moment) ?? '',
                    },
                },
                yAxis: { type: 'value', min: 0, max: 1, show: false },
                series: [
                    {
                        type: 'custom',
                        silent: true,
                        data: marks.map(mark => [mark.start, mark.end]),
                        renderItem: (params, api) => {
                            const mark = marks[params.dataIndex];
                            if (!mark)
                                return undefined;
                            return stretch(mark, {
                                from: api.coord([mark.start, 0])[0] ?? 0,
                                to: api.coord([mark.end, 0])[0] ?? 0,
                                right: width - 4,
                                top: tops[mark.at] ?? 0,
                                height: given.lanes[mark.at]?.height ?? 0,
                            });
                        },
                    },
                ],
            };
        },
    };
}
const narrowest = 3;
function stretch(mark, at) {
    const width = Math.max(narrowest, at.to - at.from);
    const x = Math.min(at.from, at.right - width);
    const bar = { type: 'rect', shape: { x, y: at.top, width, height: at.height }, style: { fill: mark.color } };
    if (mark.label === undefined)
        return bar;
    const fits = x + width + 22 < at.right;
    const text = {
        type: 'text',
        style: {
            text: mark.label,
            x: fits ? x + width + 5 : x - 5,
            y: at.top + at.height / 2,
            align: fits ? 'left' : 'right',
            verticalAlign: 'middle',
            fill: 'var(--text)',
            fontSize: 12,
        },
    };
    return { type: 'group', children: [bar, text] };
}

;// CONCATENATED MODULE: ./lib/report/page/charts.js
/** The month in pictures, each with its numbers behind it. */










const colouredWorkloads = 8;
const mostRecordTypes = 40;
const mostActive = 10;
const mostNew = 25;
function pictures(facts, clock, show) {
    const { figures } = facts;
    if (figures.records === 0)
        return section('month', 'The month', markup_html `<p>There is no record to show.</p>`);
    return section('month', 'The month', [
        span(figures, clock),
        days(figures, gapDays(facts)),
        hours(figures, clock),
        active(figures, show),
        signIns(figures),
        charts_sharing(figures),
        recordTypes(figures),
    ]);
}
function span({ first, last, records }, clock) {
    if (first === undefined || last === undefined)
        return false;
    return markup_html `<p>${(0,sentences/* pluralise */.aX)(records, 'record')}, the first from ${timeElement(clock, first)}, the last from ${timeElement(clock, last)}.</p>`;
}
function part(title, content) {
    return markup_html `<div class="part"><h3>${title}</h3>${content}</div>
`;
}
function days(figures, gaps) {
    const all = figures.byWorkload();
    const apart = all.filter(({ name }) => name !== counts/* others */.MG).slice(0, colouredWorkloads);
    const groups = apart.map(({ name, records }, index) => ({
        name,
        records,
        color: `var(--s${index})`,
        values: figures.days.map(day => day.byWorkload.get(name) ?? 0),
    }));
    const rest = figures.days.map((day, at) => day.records - (0,report_figures/* sum */.c)(groups.map(group => group.values[at] ?? 0)));
    const layers = (0,report_figures/* sum */.c)(rest) > 0 ? [...groups, { name: 'All others', records: (0,report_figures/* sum */.c)(rest), color: 'var(--s8)', values: rest }] : groups;
    const busiest = figures.days.reduce((most, day) => (day.records > most.records ? day : most));
    const silent = figures.days.filter(day => day.records === 0);
    const plot = stackedDays({
        id: 'days',
        label: `Records per day, stacked by workload; most on ${(0,zone/* dayName */.Ot)(busiest.date)} with ${(0,markdown/* thousands */.oh)(busiest.records)}. The numbers follow in a table.`,
        days: figures.days.map(day => day.date),
        layers,
        hint: (series, index) => `${(0,zone/* dayName */.Ot)(figures.days[index]?.date ?? '')}, ${layers[series]?.name ?? ''}: ${(0,markdown/* thousands */.oh)(layers[series]?.values[index] ?? 0)}`,
    });
    const words = `Most on ${(0,zone/* dayName */.Ot)(busiest.date)}: ${(0,markdown/* thousands */.oh)(busiest.records)}.`;
    return part('Records per day', [
        markup_html `<p>${words}${silent.length > 0 && ` No record at all on ${listed(silent.map(day => day.date))}.`}${gaps.length > 0 && ` Gaps touch ${listed(gaps)}: those days may be too low.`}</p>`,
        drawn(plot),
        key(layers.map(({ name, color, records }) => ({
            color,
            label: markup_html `${humanName(name, 60)} <span class="muted">${share(records, figures.records)}</span>`,
        }))),
        folded('The numbers: records per day by workload', htmlTable('Records per day by workload', [{ head: 'Day' }, ...numbers('All', ...layers.map(layer => layer.name.slice(0, 60)))], figures.days.map((day, at) => [
            day.date,
            (0,markdown/* thousands */.oh)(day.records),
            ...layers.map(({ values }) => (0,markdown/* thousands */.oh)(values[at] ?? 0)),
        ]))),
    ]);
}
/** Days of which a part is not proven. */
function gapDays({ gaps, period }) {
    return period.days
        .filter(({ start }, index) => {
        const end = period.days[index + 1]?.start ?? period.end;
        return gaps.some(gap => gap.start < end && start < gap.end);
    })
        .map(day => day.date);
}
function listed(dates) {
    const shown = dates.slice(0, 5).map(zone/* dayName */.Ot).join(', ');
    return dates.length > 5 ? `${shown} and ${dates.length - 5} more days` : shown;
}
function hours(figures, clock) {
    const occurrences = weekdayCounts(figures);
    const averages = figures.hours.map((records, hour) => records / Math.max(1, occurrences[Math.floor(hour / 24)] ?? 1));
    const most = Math.max(...averages);
    const busiest = averages.indexOf(most);
    const weekdays = Array.from({ length: 7 }, (_none, day) => (0,zone/* weekdayName */.uD)(day));
    const plot = hourMap({
        id: 'hours',
        label: `Records by weekday and hour; most on ${(0,zone/* hourName */.u)(busiest)}. The numbers follow in a table.`,
        weekdays,
        levels: averages.map(value => level(value, most)),
        hint: hour => `${(0,zone/* hourName */.u)(hour)}: ${(0,markdown/* thousands */.oh)(Math.round(averages[hour] ?? 0))} on average`,
    });
    return part('Hours of the week', [
        markup_html `<p>Records an hour on average, in ${clock.timezone}. Most on ${(0,zone/* hourName */.u)(busiest)}: ${(0,markdown/* thousands */.oh)(Math.round(most))}.</p>`,
        drawn(plot),
        markup_html `<p class="scale"><span>none</span>${Array.from({ length: heatLevels }, (_none, at) => markup_html `<span class="swatch" style="--swatch: var(--h${at})"></span>`)}<span>${(0,markdown/* thousands */.oh)(Math.round(most))} an hour</span></p>`,
        folded('The numbers: records by weekday and hour', htmlTable('Records in the whole period, by hour and weekday', [{ head: 'Hour' }, ...numbers(...weekdays)], Array.from({ length: 24 }, (_none, hour) => [
            `${String(hour).padStart(2, '0')}:00`,
            ...weekdays.map((_day, day) => (0,markdown/* thousands */.oh)(figures.hours[day * 24 + hour] ?? 0)),
        ]))),
    ]);
}
/** How often each weekday occurs in the period, Monday first. */
function weekdayCounts({ days: all }) {
    const counts = Array.from({ length: 7 }, () => 0);
    for (const { date } of all) {
        const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
        counts[weekday] = (counts[weekday] ?? 0) + 1;
    }
    return counts;
}
/** Less than evenly, so that the evening stays visible beside the morning. */
function level(value, most) {
    return value === 0 ? 0 : Math.max(1, Math.ceil((value / most) ** 0.6 * (heatLevels - 1)));
}
function active(figures, show) {
    return part('Most active', markup_html `<div class="pair">${ranking('People', figures.people, figures.records, show)}${ranking('Services and applications', figures.services, figures.records, show)}</div>`);
}
function ranking(title, busiest, records, show) {
    const rows = busiest.most(mostActive);
    const most = rows[0]?.records ?? 0;
    if (most === 0)
        return markup_html `<p>${title}: none.</p>`;
    const shown = (row) => (title === 'People' ? show('user', row.name) : row.name);
    const { count, exact } = busiest.distinct;
    return htmlTable(`${title}: the first ${rows.length} of ${exact ? '' : 'over '}${(0,markdown/* thousands */.oh)(count)}`, [{ head: 'Name' }, ...numbers('Records', 'Of all')], rows.map(row => [
        markup_html `${humanName(shown(row), 80)}<span class="share" style="width: ${((100 * row.records) / most).toFixed(1)}%"></span>`,
        `${row.uncertain > 0 ? 'up to ' : ''}${(0,markdown/* thousands */.oh)(row.records)}`,
        share(row.records, records),
    ]));
}
function signIns(figures) {
    const { failures } = figures;
    const failed = (0,report_figures/* sum */.c)(Object.values(failures));
    if (figures.signIns + failed === 0)
        return part('Sign-ins', markup_html `<p>No sign-in was recorded.</p>`);
    const layers = layersOf(sign_in/* failureClasses */.fQ, kind => figures.days.map(day => day.failures[kind]));
    const plot = stackedDays({
        id: 'signins',
        label: `Failed sign-ins per day by reason, ${(0,markdown/* thousands */.oh)(failed)} in all. The numbers follow in a table.`,
        days: figures.days.map(day => day.date),
        layers,
        hint: hintOf(figures, layers, sign_in/* failureMeaning */.gx),
    });
    return part('Sign-ins that failed', [
        markup_html `<p>${(0,sentences/* pluralise */.aX)(figures.signIns, 'sign-in')} succeeded. Of ${(0,markdown/* thousands */.oh)(failed)} that did not, ${(0,markdown/* thousands */.oh)(failures.password)} were a wrong password, an unknown user or a locked account.</p>`,
        failed > 0 && drawn(plot),
        failed > 0 &&
            key(layers.map(({ kind, color }) => ({ color, label: `${sign_in/* failureMeaning */.gx[kind]}: ${(0,markdown/* thousands */.oh)(failures[kind])}` }))),
        folded('The numbers: sign-ins per day', htmlTable('Sign-ins per day', [{ head: 'Day' }, ...numbers('Signed in', ...sign_in/* failureClasses */.fQ.map(kind => `Failed: ${kind}`))], figures.days.map(day => [
            day.date,
            (0,markdown/* thousands */.oh)(day.signIns),
            ...sign_in/* failureClasses */.fQ.map(kind => (0,markdown/* thousands */.oh)(day.failures[kind])),
        ]))),
    ]);
}
function charts_sharing(figures) {
    const totals = figures.sharing;
    const all = (0,report_figures/* sum */.c)(Object.values(totals));
    if (all === 0)
        return part('Sharing', markup_html `<p>Nothing was shared, as far as records tell.</p>`);
    const layers = layersOf(sharing/* sharingKinds */.k, kind => figures.days.map(day => day.sharing[kind]));
    const plot = stackedDays({
        id: 'sharing',
        label: `Sharing per day by kind, ${(0,markdown/* thousands */.oh)(all)} records in all. The numbers follow in a table.`,
        days: figures.days.map(day => day.date),
        layers,
        hint: hintOf(figures, layers, sharing/* sharingMeaning */._7),
    });
    return part('Sharing', [
        markup_html `<p>${(0,sentences/* pluralise */.aX)(totals.anyone, 'link')} for anyone made or changed, ${(0,sentences/* pluralise */.aX)(totals.guest, 'record')} of sharing with guests.</p>`,
        drawn(plot),
        key(layers.map(({ kind, color }) => ({ color, label: `${sharing/* sharingMeaning */._7[kind]}: ${(0,markdown/* thousands */.oh)(totals[kind])}` }))),
        folded('The numbers: sharing per day', htmlTable('Sharing per day', [{ head: 'Day' }, ...numbers(...sharing/* sharingKinds */.k.map(kind => sharing/* sharingMeaning */._7[kind]))], figures.days.map(day => [day.date, ...sharing/* sharingKinds */.k.map(kind => (0,markdown/* thousands */.oh)(day.sharing[kind]))]))),
    ]);
}
/** Colours that are far from each other, for few layers. */
const fewColours = ['var(--s5)', 'var(--s1)', 'var(--s0)', 'var(--s2)', 'var(--s8)'];
function layersOf(kinds, values) {
    return kinds
        .map((kind, index) => ({ kind, color: fewColours[index] ?? 'var(--s8)', values: values(kind) }))
        .filter(layer => layer.values.some(value => value > 0));
}
function hintOf(figures, layers, meaning) {
    return (series, index) => {
        const layer = layers[series];
        if (!layer)
            return '';
        return `${(0,zone/* dayName */.Ot)(figures.days[index]?.date ?? '')}, ${meaning[layer.kind]}: ${(0,markdown/* thousands */.oh)(layer.values[index] ?? 0)}`;
    };
}
function recordTypes(figures) {
    return part('Kinds of records', [
        countTable('Workloads', figures.byWorkload().slice(0, colouredWorkloads * 2), figures.records),
        folded('Record types', countTable('Record types, the most frequent first', figures.byRecordType().slice(0, mostRecordTypes), figures.records)),
        folded('Operations', countTable('Operations, the most frequent first', figures.byOperation().slice(0, mostRecordTypes), figures.records)),
    ]);
}
function countTable(caption, rows, records) {
    return htmlTable(caption, [{ head: 'Name' }, ...numbers('Records', 'Of all')], rows.map(row => [humanName(row.name, 80), (0,markdown/* thousands */.oh)(row.records), share(row.records, records)]));
}
function key(entries) {
    return markup_html `<ul class="key">${entries.map(({ color, label }) => markup_html `<li><span class="swatch" style="--swatch: ${color}"></span><span>${label}</span></li>`)}</ul>`;
}
function numbers(...heads) {
    return heads.map(head => ({ head, number: true }));
}
function share(part, whole) {
    const percent = whole === 0 ? 0 : (100 * part) / whole;
    return percent > 0 && percent < 0.1 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}
/** What is new, and how the month stands beside the one before. */
function comparison(facts, clock) {
    const { figures, previous } = facts;
    if (!previous) {
        return section('before', 'Beside the month before', markup_html `<p>There was no earlier month to compare with. The next one will have this one.</p>`);
    }
    return section('before', 'Beside the month before', [changeTable(facts), newOperations(figures, facts, clock)]);
}
function newOperations(figures, { previous }, clock) {
    const all = previous && figures.newOperations(previous);
    if (!all)
        return part('New this month', markup_html `<p>The month before had too many operations to say which are new.</p>`);
    if (all.length === 0)
        return part('New this month', markup_html `<p>Every operation of this month also occurred in the one before.</p>`);
    const rows = all
        .slice(0, mostNew)
        .map(row => [humanName(row.name, 80), timeElement(clock, row.first), (0,markdown/* thousands */.oh)(row.records)]);
    return part('New this month', [
        htmlTable(`${(0,sentences/* pluralise */.aX)(all.length, 'operation')} that the month before did not have`, [{ head: 'Operation' }, { head: 'First' }, { head: 'Records', number: true }], rows),
        all.length > rows.length && markup_html `<p class="muted">and ${(0,markdown/* thousands */.oh)(all.length - rows.length)} more</p>`,
    ]);
}
function changeTable({ figures, previous, status }) {
    if (!previous)
        return false;
    const before = (0,zone/* periodName */.dN)(previous.label);
    return markup_html `${status !== 'complete' && markup_html `<p class="muted">This month is ${status}, so its numbers may be too low.</p>`}
${htmlTable(`${before} and this month`, [{ head: 'What' }, ...numbers(before, 'This month', 'Change')], (0,compare/* changes */.A)(previous.counts, figures.counts()).map(change => [
        humanName(change.name, 80),
        (0,markdown/* thousands */.oh)(change.before),
        (0,markdown/* thousands */.oh)(change.now),
        (0,compare/* changeWords */.m)(change),
    ]))}`;
}

// EXTERNAL MODULE: ./lib/audit/window.js
var audit_window = __webpack_require__(81635);
// EXTERNAL MODULE: ./lib/report/finding.js
var finding = __webpack_require__(27563);
;// CONCATENATED MODULE: ./lib/report/page/coverage.js







const statuses = {
    read: 'read once, every check passed',
    confirmed: 'read twice, the readings agreed',
    gap: 'not proven',
};
const mostGaps = 200;
const mostMarked = 12;
function coverage(facts, clock) {
    return section('coverage', 'What was read', [
        strip(facts, clock),
        facts.gaps.length > 0 && gapTable(facts.gaps, clock),
        checks(facts),
        facts.notes.length > 0 &&
            markup_html `<div class="part"><h3>Worth knowing</h3><ul>${facts.notes.map(note => markup_html `<li>${plain(note, 600)}</li>`)}</ul></div>`,
        markup_html `<div class="part"><h3>What could not be seen</h3><ul>${(0,sentences/* unseenWords */.CL)(facts).map(words => markup_html `<li>${plain(words, 600)}</li>`)}</ul></div>`,
    ]);
}
function strip(facts, clock) {
    const { period } = facts;
    const present = Object.keys(statuses).filter(status => facts.windows.some(window => window.status === status));
    const stories = facts.watch ? (0,finding/* incidentsOf */.D)(facts.watch).open.slice(0, mostMarked) : [];
    const marks = stories
        .map((story, index) => storyMark(story, index, clock))
        .filter(mark => Number.isFinite(mark.start));
    const plot = lanes({
        id: 'coverage',
        label: `Coverage of the period: ${facts.gaps.length === 0 ? 'no gap' : (0,sentences/* pluralise */.aX)(facts.gaps.length, 'gap')}; the table below has the bounds.`,
        period,
        lanes: [
            { height: 22, marks: stretches(facts.windows, period).map(stretch => stretchMark(stretch, clock)) },
            ...marks.map(mark => ({ height: 10, marks: [mark] })),
        ],
    });
    return markup_html `${drawn(plot)}<ul class="key">${present.map(status => markup_html `<li><span class="swatch" style="--swatch: var(--${status})"></span>${statuses[status]}</li>`)}${marks.length > 0 && markup_html `<li class="muted">numbered bars: the stories above, by severity</li>`}</ul>`;
}
const columns = 880;
/** What a column of the strip shows when windows of several kinds meet in it. */
const precedence = ['confirmed', 'read', 'gap'];
/**
 * Neighbours of one kind as one stretch. Where those are more than the strip has columns, it is cut to columns, each
 * as the worst in it: a month read in ten thousand windows is no larger drawing than one read in ten, and no gap is lost.
 */
function stretches(windows, period) {
    const alike = (a, b) => a.status === b.status;
    const sorted = windows.map(({ start, end, status }) => ({ start, end, status })).sort((a, b) => a.start - b.start);
    const exact = (0,audit_window/* mergedWindows */.os)(sorted, alike);
    if (exact.length <= columns)
        return exact;
    const step = (period.end - period.start) / columns;
    const cells = [];
    for (const { start, end, status } of exact) {
        const last = Math.min(columns, Math.ceil((end - period.start) / step));
        for (let at = Math.max(0, Math.floor((start - period.start) / step)); at < last; at++) {
            const before = cells[at];
            if (before && precedence.indexOf(before.status) >= precedence.indexOf(status))
                continue;
            cells[at] = { start: period.start + at * step, end: period.start + (at + 1) * step, status };
        }
    }
    return (0,audit_window/* mergedWindows */.os)(cells.flatMap(cell => cell ?? []), alike);
}
function stretchMark({ start, end, status }, clock) {
    return { start, end, color: `var(--${status})`, hint: `${clock.ends(start, end).join(' – ')}: ${statuses[status]}` };
}
function storyMark({ first, last, severity }, index, clock) {
    const label = String(index + 1);
    return {
        start: first,
        end: last,
        color: `var(--${severity})`,
        label,
        hint: `Story ${label}, ${severity}: ${clock.ends(first, last).join(' – ')}`,
    };
}
function gapTable(gaps, clock) {
    const rows = gaps
        .slice(0, mostGaps)
        .map(({ start, end, reason }) => [
        timeRange(clock, start, end),
        markup_html `${(0,record/* instantOf */.B9)(start)} to ${(0,record/* instantOf */.B9)(end)}`,
        (0,sentences/* duration */.p0)(end - start),
        plain(reason?.message ?? 'no reason recorded', 300),
        markup_html `<code>${plain(reason?.code ?? '', 60)}</code>`,
    ]);
    const left = gaps.length - rows.length;
    return markup_html `<div class="part"><h3>Gaps</h3>
${htmlTable('Not proven; the end is exclusive', [{ head: 'When' }, { head: 'In UTC' }, { head: 'Length', number: true }, { head: 'Why' }, { head: 'Code' }], rows)}
${left > 0 && markup_html `<p class="muted">and ${(0,markdown/* thousands */.oh)(left)} more, all in manifest.json</p>`}</div>`;
}
function checks(facts) {
    const count = (status) => (0,markdown/* thousands */.oh)(facts.windows.filter(window => window.status === status).length);
    const requests = Object.values(facts.requests).reduce((sum, one) => sum + one, 0);
    const rows = [
        ['Windows read once, every check passed', count('read')],
        ['Windows read twice, the readings agreed', count('confirmed')],
        ['Windows not proven', count('gap')],
        ['Requests to the service', (0,markdown/* thousands */.oh)(requests)],
        ['Rows the service sent twice in one answer', (0,markdown/* thousands */.oh)(facts.duplicates)],
        ['Ids with more than one content, all kept', (0,markdown/* thousands */.oh)(facts.conflicts)],
    ];
    return markup_html `<div class="part"><h3>What was checked</h3>${htmlTable('Windows, requests and rows', [{ head: 'Check' }, { head: 'Count', number: true }], rows)}
${(0,sentences/* estimateWords */.ae)(facts).map(words => markup_html `<p>${plain(words, 600)}</p>`)}</div>`;
}
function verifying() {
    return section('verify', 'Check it yourself', markup_html `<p>The folder this page came with proves itself on any machine, without network or credentials. The first command compares every file with its hash; the second, from a checkout of the action, also checks the order, the counts and that the windows tile the period.</p>
<pre tabindex="0"><code>sha256sum --check SHA256SUMS
node dist/index.js verify --directory .</code></pre>
<p>manifest.json says what was asked, by which application, with which certificate, and what each window held.</p>`);
}

// EXTERNAL MODULE: ./lib/report/difference.js
var difference = __webpack_require__(65383);
;// CONCATENATED MODULE: ./lib/report/page/difference.js
/** What changed since the earlier export of the same period; nothing where there was none. */




const mostTypes = 25;
function difference_difference({ earlier }) {
    if (!earlier?.difference)
        return false;
    return section('since', 'Since the earlier export', [
        (0,sentences/* sinceWords */.KR)(earlier).map(words => markup_html `<p>${plain(words, 600)}</p>`),
        typeTable(earlier.difference),
        latenessTable(earlier.difference),
    ]);
}
function typeTable({ byRecordType }) {
    if (byRecordType.length === 0)
        return false;
    const rows = byRecordType
        .slice(0, mostTypes)
        .map(type => [humanName(type.name, 80), (0,markdown/* thousands */.oh)(type.added), (0,markdown/* thousands */.oh)(type.vanished), (0,markdown/* thousands */.oh)(type.changed)]);
    const numbers = ['Added', 'Vanished', 'Changed'].map(head => ({ head, number: true }));
    return htmlTable('What changed, by record type', [{ head: 'Record type' }, ...numbers], rows);
}
function latenessTable({ added, recovered, lateness }) {
    if (added === recovered)
        return false;
    const rows = lateness.map(hours => [(0,difference/* latenessName */.p)(hours), (0,markdown/* thousands */.oh)(hours.missing), (0,markdown/* thousands */.oh)(hours.seen)]);
    return htmlTable('Late records, by hours after the event', [{ head: 'After the event' }, { head: 'Not there yet', number: true }, { head: 'First seen', number: true }], rows);
}

// EXTERNAL MODULE: ./lib/report/disclose.js
var disclose = __webpack_require__(90524);
// EXTERNAL MODULE: ./lib/report/redacted-findings.js
var redacted_findings = __webpack_require__(72079);
;// CONCATENATED MODULE: ./lib/report/page/incidents.js
/** What the watch found, as stories: who did what, when, why it is odd, what would explain it, what to do next. */







const mostStories = 25;
const mostListed = 300;
const stepsShown = 6;
const stepsFolded = 40;
const namesShown = 8;
const severityName = { high: 'High', medium: 'Medium', low: 'Low', info: 'Info' };
function incidentSections(watch, clock, show) {
    if (!watch)
        return section('stories', 'What stands out', markup_html `<p>${(0,sentences/* detectionWords */.nR)(watch)}</p>`);
    const { open, accepted } = (0,finding/* incidentsOf */.D)(watch);
    const shown = open.slice(0, mostStories).map(one => disclosed(one, show));
    return section('stories', 'What stands out', [
        open.length === 0 && markup_html `<p>${(0,sentences/* detectionWords */.nR)(watch)}</p>`,
        (watch.notes ?? []).map(note => markup_html `<p class="muted">${plain(note, 600)}</p>`),
        shown.length > 1 && index(shown, clock),
        shown.map((one, at) => story(one, at + 1, clock)),
        open.length > mostStories && rest(open.slice(mostStories), clock, show),
        accepted.length > 0 && acceptedTable(accepted, clock, show),
    ]);
}
/** A story whose names, wherever they stand in it, are as `show` has them. */
function disclosed(story, show) {
    const words = incidents_sentences(story.findings, show);
    const lines = (steps) => steps.map(step => ({ ...step, text: words(step.text) }));
    return {
        ...story,
        title: words(story.title),
        why: words(story.why),
        hints: lines(story.hints),
        steps: lines(story.steps),
        findings: story.findings.map(one => ({
            ...one,
            title: words(one.title),
            why: words(one.why),
            benign: [one.benign].flat().map(words),
            next: one.next.map(words),
            actors: one.actors.map(name => show((0,disclose/* personalKindOf */.KX)(name) === 'address' ? 'address' : 'user', name)),
            objects: one.objects.map(name => show((0,disclose/* personalKindOf */.KX)(name), name)),
            ...(one.accept === undefined ? {} : { accept: words(one.accept) }),
        })),
    };
}
function incidents_sentences(findings, show) {
    // Sentences that need no shortening stay to the letter.
    if (show('user', 'a@b.example') === 'a@b.example')
        return text => text;
    const scrubbers = findings.map(one => (0,redacted_findings/* scrubber */.t)(one, show));
    return text => scrubbers.reduce((words, scrub) => scrub(words), text);
}
/** Every story in one line, for whoever has a minute. */
function index(open, clock) {
    return markup_html `<ol class="index">${open.map(({ title, severity, first }, at) => markup_html `<li>${severityMark(severity, `${at + 1}. `)} <a href="#story-${at + 1}"><bdi>${plain(title, 240)}</bdi></a> <span class="muted">${timeElement(clock, first)}</span></li>`)}</ol>`;
}
function severityMark(severity, before = '', after = '') {
    return markup_html `<span class="severity ${known(severity)}">${before}${severityName[known(severity)]}${after}</span>`;
}
function story(told, number, clock) {
    const { title, severity, confidence, why, findings, first, last, count } = told;
    return markup_html `<article class="story ${known(severity)}" id="story-${number}" aria-labelledby="story-${number}-title">
<h3 id="story-${number}-title">${severityMark(severity, `${number}. `, ':')} <bdi>${plain(title, 240)}</bdi></h3>
<p class="meta">${timeRange(clock, first, last)}, ${(0,sentences/* pluralise */.aX)(count, 'record')}, confidence ${plain(confidence, 20)}${techniques(findings)}</p>
${why !== '' && markup_html `<p>${plain(why, 900)}</p>`}
${findings.length > 1 && chapters(findings, clock)}
<div class="pair"><div>${timeline(told, clock)}</div>
<div>${names('Who', findings, 'actors')}${names('What', findings, 'objects')}
<h4>What would explain it</h4>${explanations(findings)}
<h4>Next</h4><ol>${next(findings).map(step => markup_html `<li>${plain(step, 400)}</li>`)}</ol></div></div>
${accepting(findings)}
</article>
`;
}
function known(severity) {
    return Object.hasOwn(severityName, severity) ? severity : 'info';
}
/** ATT&CK's page of a technique; anything else is only text. */
function techniques(findings) {
    const all = [...new Set(findings.flatMap(one => one.techniques))].slice(0, namesShown);
    if (all.length === 0)
        return false;
    return markup_html `, ${separated(all.map(technique => {
        const [, main, sub] = /^(T\d{4})(?:\.(\d{3}))?$/.exec(technique) ?? [];
        if (main === undefined)
            return markup_html `${plain(technique, 40)}`;
        return markup_html `<a href="https://attack.mitre.org/techniques/${main}/${sub !== undefined && `${sub}/`}">${technique}</a>`;
    }), ' ')}`;
}
function separated(values, by) {
    return values.flatMap((value, at) => (at === 0 ? [value] : [by, value]));
}
/** A story of several findings is told one by one, in the order they happened. */
function chapters(findings, clock) {
    const shown = findings.slice(0, namesShown);
    const more = findings.length - shown.length;
    return markup_html `<ul>${shown.map(one => markup_html `<li><strong><bdi>${plain(one.title, 240)}</bdi></strong> (${severityName[known(one.severity)].toLowerCase()}, ${timeRange(clock, (0,record/* millisecondsOf */.W$)(one.first), (0,record/* millisecondsOf */.W$)(one.last))}). ${plain(one.why, 600)}</li>`)}${more > 0 && markup_html `<li>and ${(0,sentences/* pluralise */.aX)(more, 'more finding')}, told in findings.json</li>`}</ul>`;
}
function timeline({ steps, hints, findings }, clock) {
    const records = (0,finding/* recordsOf */.M)(findings);
    const ofRecords = steps.every(step => step.id !== '');
    return [
        steps.length > 0 && markup_html `<h4>Timeline${oneDay(steps, clock)}</h4>${stepList(steps, clock)}`,
        hints.length > 0 && markup_html `<h4>Weak signs beside it</h4>${stepList(hints, clock)}`,
        !ofRecords &&
            records.length > 0 &&
            folded(`${(0,sentences/* pluralise */.aX)(records.length, 'record')} to look at`, line(records.slice(0, stepsFolded), clock)),
    ];
}
function oneDay(steps, clock) {
    const days = new Set(steps.map(step => clock.day(step.time)));
    return days.size === 1 && markup_html ` on ${[...days]}`;
}
function stepList(steps, clock) {
    const more = steps.slice(stepsShown, stepsShown + stepsFolded);
    const left = steps.length - stepsShown - more.length;
    return markup_html `${line(steps.slice(0, stepsShown), clock)}${more.length > 0 &&
        folded(`${(0,markdown/* thousands */.oh)(more.length)} more`, [
            line(more, clock),
            left > 0 && markup_html `<p class="muted">and ${(0,markdown/* thousands */.oh)(left)} more in findings.json</p>`,
        ])}`;
}
function line(steps, clock) {
    const days = new Set(steps.map(step => clock.day(step.time))).size;
    return markup_html `<ol class="timeline">${steps.map(({ time: moment, text, id }) => markup_html `<li>${timeElement(clock, moment, days > 1 ? clock.moment(moment) : clock.timeOfDay(moment))} ${humanName(text, 240)}${id !== '' && markup_html `<span class="id">record ${plain(id, 80)}</span>`}</li>`)}</ol>`;
}
function names(title, findings, of) {
    const all = [...new Set(findings.flatMap(one => one[of]))];
    if (all.length === 0)
        return false;
    const more = all.length - namesShown;
    const shown = all.slice(0, namesShown).map(name => humanName(name));
    return markup_html `<h4>${title}</h4><p>${separated(shown, ', ')}${more > 0 && ` and ${(0,markdown/* thousands */.oh)(more)} more`}</p>`;
}
function explanations(findings) {
    const all = [...new Set(findings.flatMap(one => one.benign))].slice(0, namesShown);
    if (all.length === 1)
        return markup_html `<p>${plain(all[0] ?? '', 600)}</p>`;
    return markup_html `<ul>${all.map(one => markup_html `<li>${plain(one, 600)}</li>`)}</ul>`;
}
function next(findings) {
    return [...new Set(findings.flatMap(one => one.next))].slice(0, namesShown);
}
/** How to say that the team knows, and that it is fine. */
function accepting(findings) {
    const entries = findings.flatMap(one => (one.accept ? [one.accept] : []));
    if (entries.length === 0)
        return markup_html `<p class="meta">Id: ${separated(findings.slice(0, namesShown).map(one => markup_html `<code>${plain(one.id, 80)}</code>`), ', ')}</p>`;
    return folded('Known and fine? Accept it', markup_html `<p>Add to the file of accepted findings, with the reason and a last day:</p><pre tabindex="0"><code>${entries
        .slice(0, namesShown)
        .map(entry => entry
        .split(/\r?\n/)
        .slice(0, 20)
        .map(row => `${plain(row, 400)}\n`))}</code></pre>`);
}
function rest(more, clock, show) {
    const rows = more
        .slice(0, mostListed)
        .map(({ title, severity, first, findings }) => [
        markup_html `<bdi>${plain(incidents_sentences(findings, show)(title), 200)}</bdi>`,
        severityMark(severity),
        timeElement(clock, first),
    ]);
    const left = more.length - rows.length;
    return markup_html `<div class="part"><h3>Also found</h3>
${htmlTable(`${(0,sentences/* pluralise */.aX)(more.length, 'more story', 'more stories')}; findings.json tells them in full`, [{ head: 'What' }, { head: 'Severity' }, { head: 'When' }], rows)}
${left > 0 && markup_html `<p class="muted">and ${(0,markdown/* thousands */.oh)(left)} more</p>`}</div>`;
}
function acceptedTable(accepted, clock, show) {
    const rows = accepted
        .slice(0, mostListed)
        .map(one => [
        markup_html `<bdi>${plain(incidents_sentences([one], show)(one.title), 200)}</bdi>`,
        timeElement(clock, (0,record/* millisecondsOf */.W$)(one.first)),
        plain(one.accepted?.reason ?? '', 200),
        plain(one.accepted?.until ?? '', 40),
    ]);
    return markup_html `<div class="part">${folded(`${(0,sentences/* pluralise */.aX)(accepted.length, 'finding')} the team has accepted`, htmlTable('Accepted findings', [{ head: 'What' }, { head: 'When' }, { head: 'Accepted because' }, { head: 'Until' }], rows))}</div>`;
}

;// CONCATENATED MODULE: ./lib/report/page/style.js
/** How the page looks: one sheet, no font or picture from anywhere; light, dark, phone and paper. */
const style = `
:root {
  color-scheme: light dark;
  --bg: #ffffff; --raised: #f6f7f9; --text: #1b2026; --muted: #59636e; --grid: #e1e5ea; --line: #d3d9e0; --link: #0b57a4;
  --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #59636e;
  --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
  --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
  --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
  --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14181d; --raised: #1c2128; --text: #e4e8ec; --muted: #a2acb7; --grid: #2a313a; --line: #39424d; --link: #8cbcf2;
    --high: #ff8f85; --medium: #f0b45a; --low: #8cbcf2; --info: #a2acb7;
    --complete: #6fd3a0; --provisional: #f0b45a; --incomplete: #ff8f85;
    --read: #4377ad; --confirmed: #7fb2ea; --gap: #ff8f85;
    --s0: #6ea8ea; --s1: #e79a5c; --s2: #56bfa8; --s3: #c08fe0; --s4: #d8bb55; --s5: #ea86a8; --s6: #9fb0c4; --s7: #a9c65c; --s8: #78828d;
    --h0: #1d232b; --h1: #20384f; --h2: #29587f; --h3: #3d7fb9; --h4: #72ade6; --h5: #c7e2fb;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem; background: var(--bg); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; font-weight: 650; margin: 0; }
h1 { font-size: 2rem; letter-spacing: -0.01em; }
h2 { font-size: 1.35rem; }
h3 { font-size: 1.05rem; }
p, ul, ol { margin: 0.6rem 0; max-width: 44rem; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
section { margin-top: 3.25rem; }
.part { margin-top: 2rem; }
.muted { color: var(--muted); }
.eyebrow { color: var(--muted); margin: 0 0 0.25rem; }
.verdict { border-left: 4px solid var(--verdict); padding-left: 1.1rem; margin: 1.5rem 0; }
.verdict strong { display: block; color: var(--verdict); font-size: 1.2rem; font-weight: 650; }
.verdict p { margin: 0.35rem 0; }
.complete { --verdict: var(--complete); } .provisional { --verdict: var(--provisional); } .incomplete { --verdict: var(--incomplete); }
.facts { display: grid; grid-template-columns: repeat(5, 1fr); gap: 1rem 1.25rem; margin: 1.75rem 0 0; padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--muted); font-size: 0.875rem; }
.facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts dd small { display: block; font-size: 0.875rem; font-weight: 400; color: var(--muted); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 1rem 0 0; max-width: none; }
.story { margin-top: 1.75rem; padding: 1.1rem 1.25rem 1.2rem; background: var(--raised); border-left: 4px solid var(--severity); border-radius: 0 6px 6px 0; }
.story > :last-child { margin-bottom: 0; }
.high { --severity: var(--high); } .medium { --severity: var(--medium); } .low { --severity: var(--low); } .info { --severity: var(--info); }
.severity { color: var(--severity); font-weight: 650; white-space: nowrap; }
.index { list-style: none; padding: 0; margin: 1rem 0 0; max-width: none; }
.index li { padding: 0.2rem 0; }
.meta { color: var(--muted); font-size: 0.9rem; margin: 0.3rem 0 0; }
.story h4 { font-size: 0.9rem; font-weight: 650; margin: 1rem 0 0; }
.story .pair { gap: 0 2rem; }
.story h4 + * { margin-top: 0.2rem; }
.timeline { list-style: none; padding: 0; margin: 0.4rem 0; max-width: none; }
.timeline li { position: relative; padding: 0 0 0.55rem 1.35rem; }
.timeline li::before { content: ""; position: absolute; left: 0.2rem; top: 0.5rem; width: 0.55rem; height: 0.55rem; border-radius: 50%; background: var(--severity); }
.timeline li::after { content: ""; position: absolute; left: 0.44rem; top: 1.05rem; bottom: -0.5rem; width: 1px; background: var(--line); }
.timeline li:last-child { padding-bottom: 0; }
.timeline li:last-child::after { display: none; }
time { white-space: nowrap; }
.timeline time { font-variant-numeric: tabular-nums; margin-right: 0.5rem; }
.timeline .id { display: block; color: var(--muted); font-size: 0.8rem; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.85em; }
pre { background: var(--raised); padding: 0.8rem 1rem; border-radius: 6px; overflow-x: auto; overflow-wrap: normal; }
.plot { margin: 0.9rem 0 0.4rem; }
.plot svg { display: block; width: 100%; height: auto; font-family: inherit; }
.narrow { display: none; }
.key { list-style: none; display: flex; flex-wrap: wrap; gap: 0.15rem 1.1rem; padding: 0; margin: 0.5rem 0; max-width: none; font-size: 0.9rem; }
.key li { display: flex; align-items: baseline; gap: 0.4rem; }
.swatch { flex: none; width: 0.75rem; height: 0.75rem; border-radius: 2px; background: var(--swatch); forced-color-adjust: none; align-self: center; }
.scale { display: flex; align-items: center; gap: 2px; font-size: 0.85rem; color: var(--muted); margin: 0.4rem 0; }
.scale .swatch { width: 1.4rem; }
.scale span:first-child { margin-right: 0.4rem; } .scale span:last-child { margin-left: 0.4rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--link); font-size: 0.9rem; width: fit-content; padding: 0.15rem 0; }
.scroll { overflow-x: auto; margin: 0.6rem 0; }
.small { max-width: 44rem; }
.pair .small { max-width: none; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; overflow-wrap: normal; }
caption { text-align: left; color: var(--muted); padding: 0 0 0.3rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; border-bottom-color: var(--line); vertical-align: bottom; }
thead .number { white-space: normal; }
tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; }
td.text { overflow-wrap: anywhere; min-width: 7rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.share { display: block; height: 0.4rem; min-width: 1px; border-radius: 2px; background: var(--s0); forced-color-adjust: none; }
td.bar { width: 35%; vertical-align: middle; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; }
.pair > * { min-width: 0; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.875rem; }
@media (max-width: 40rem) {
  body { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  section { margin-top: 2.5rem; }
  .facts { grid-template-columns: 1fr 1fr; }
  .story { padding: 0.9rem 0.9rem 1rem; }
  .wide { display: none; } .narrow { display: block; }
  .pair { grid-template-columns: 1fr; }
  th, td { padding-right: 0.6rem; }
  tbody th { min-width: 6.5rem; }
}
@media print {
  :root {
    color-scheme: light;
    --bg: #ffffff; --raised: #ffffff; --text: #000000; --muted: #444c55; --grid: #dddddd; --line: #bbbbbb; --link: #000000;
    --high: #b3261e; --medium: #8f5200; --low: #2262a8; --info: #444c55;
    --complete: #1b7045; --provisional: #8f5200; --incomplete: #b3261e;
    --read: #6f9fce; --confirmed: #2f6db3; --gap: #b3261e;
    --s0: #2f6db3; --s1: #c2661d; --s2: #2a8573; --s3: #8a4fa3; --s4: #9c7c13; --s5: #b8436b; --s6: #5b6f86; --s7: #5f7f1e; --s8: #8b949e;
    --h0: #f0f2f5; --h1: #d3e2f1; --h2: #a3c6e8; --h3: #649fd6; --h4: #2f6db3; --h5: #153e70;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  @page { margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  nav, details:not([open]) { display: none; }
  section { margin-top: 1.8rem; }
  h2, h3, h4, h3 + p, caption { break-after: avoid; }
  .plot, .verdict, .facts, tr, .timeline li { break-inside: avoid; }
  .scroll { overflow: visible; }
}
`;

;// CONCATENATED MODULE: ./lib/report/page/verdict.js
/** The top of the page: what was exported, whether it is whole, and what stands out, in half a screen. */






const verdictName = {
    complete: 'Complete',
    provisional: 'Provisional',
    incomplete: 'Incomplete',
};
const gapsShown = 3;
function verdict(facts, clock) {
    const { start, end, timezone } = facts.period;
    const times = timezone === 'UTC' ? timezone : `${timezone}, with UTC where you point at them`;
    return markup_html `<header>
<p class="eyebrow">Microsoft 365 audit log</p>
<h1>${plain((0,zone/* periodName */.dN)(facts.period.text))}</h1>
<p class="muted">Tenant ${plain(facts.tenant)}. ${timeElement(clock, start)} to ${timeElement(clock, end)}; times are those of ${plain(times)}.</p>
<div class="verdict ${facts.status}"><strong>${verdictName[facts.status]}</strong>
${(0,sentences/* verdictWords */.L2)(facts).map(words => markup_html `<p>${plain(words, 600)}</p>`)}
${facts.gaps.length > 0 && bounds(facts, clock)}
<p>${(0,sentences/* detectionWords */.nR)(facts.watch)}</p></div>
${keyFigures(facts)}
</header>
`;
}
function bounds({ gaps }, clock) {
    return markup_html `<ul>${gaps
        .slice(0, gapsShown)
        .map(({ start, end, reason }) => markup_html `<li>${timeRange(clock, start, end)}: ${plain(reason?.message ?? 'no reason recorded', 300)}</li>`)}${gaps.length > gapsShown && markup_html `<li><a href="#coverage">and ${(0,markdown/* thousands */.oh)(gaps.length - gapsShown)} more</a></li>`}</ul>`;
}
function keyFigures(facts) {
    const { figures, gaps } = facts;
    const { people, services } = figures;
    const atLeast = (distinct) => `${distinct.exact ? '' : 'over '}${(0,markdown/* thousands */.oh)(distinct.count)}`;
    const failed = figures.failures.password;
    return markup_html `<dl class="facts">
${fact('Records', (0,markdown/* thousands */.oh)(facts.records))}
${fact('People active', atLeast(people.distinct), `and ${atLeast(services.distinct)} services`)}
${fact('Signed in', (0,markdown/* thousands */.oh)(figures.signIns), `${(0,markdown/* thousands */.oh)(failed)} wrong passwords`)}
${facts.watch ? stories((0,finding/* incidentsOf */.D)(facts.watch).open) : fact('Stories', '–', 'nobody watched')}
${fact('Gaps', (0,markdown/* thousands */.oh)(gaps.length), `of ${(0,sentences/* pluralise */.aX)(facts.windows.length, 'window')}`)}
</dl>`;
}
function stories(open) {
    return fact('Stories', (0,markdown/* thousands */.oh)(open.length), open.length === 0 ? 'nothing found' : (0,sentences/* bySeverity */.Np)(open));
}
function fact(name, value, more) {
    return markup_html `<div><dt>${name}</dt><dd>${value}${more && markup_html `<small>${more}</small>`}</dd></div>`;
}
/** The document's title: what a browser's tab and a mail's list of attachments show. */
function pageTitle(facts) {
    return `${plain((0,zone/* periodName */.dN)(facts.period.text))}: ${facts.status}, Microsoft 365 audit log`;
}
/** When and by what the page was made. */
function colophon(facts) {
    const { run } = facts;
    if (!run)
        return markup_html `<footer><p>Made by m365-audit-export.</p></footer>`;
    const link = run.url !== undefined && /^https?:\/\//.test(run.url);
    return markup_html `<footer><p>Made by ${plain(run.tool)} at ${(0,record/* instantOf */.B9)(run.finished)}${link && markup_html ` in <a href="${run.url}">this run</a>`}. The records themselves are in the folder this page came with.</p></footer>`;
}

;// CONCATENATED MODULE: ./lib/report/page.js








/** Whatever a name in it tried: nothing runs, nothing loads, nothing is sent. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
function reportPage(facts, show) {
    const clock = new zone/* ZoneClock */.ru(facts.period.timezone);
    const page = markup_html `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${pageTitle(facts)}</title>
<style>${trusted(style)}</style>
</head>
<body>
${verdict(facts, clock)}
${contents()}
<main>
${incidentSections(facts.watch, clock, show)}
${pictures(facts, clock, show)}
${comparison(facts, clock)}
${difference_difference(facts)}
${coverage(facts, clock)}
${verifying()}
</main>
${colophon(facts)}
</body>
</html>
`;
    return String(page);
}
function contents() {
    const places = [
        ['stories', 'What stands out'],
        ['month', 'The month'],
        ['before', 'The month before'],
        ['coverage', 'What was read'],
        ['verify', 'Check it yourself'],
    ];
    return markup_html `<nav aria-label="On this page"><ul>${places.map(([id, name]) => markup_html `<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;
}


/***/ })

};
