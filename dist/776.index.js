export const id = 776;
export const ids = [776];
export const modules = {

/***/ 85776:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPlan: () => (/* binding */ runPlan)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/density.js
var audit_density = __webpack_require__(93999);
// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/period.js
var audit_period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/audit/shard.js
var shard = __webpack_require__(34959);
// EXTERNAL MODULE: ./lib/evidence/recorded-filters.js
var recorded_filters = __webpack_require__(21659);
// EXTERNAL MODULE: ./lib/month/open-source.js + 15 modules
var open_source = __webpack_require__(45649);
// EXTERNAL MODULE: ./lib/month/previous-artifacts.js
var previous_artifacts = __webpack_require__(13539);
// EXTERNAL MODULE: ./lib/month/session.js
var month_session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/publish/report-run.js
var report_run = __webpack_require__(88321);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/report/sentences.js
var sentences = __webpack_require__(33700);
;// CONCATENATED MODULE: ./lib/report/plan-report.js


/** @param notes what else a reader should know. */
function planMarkdown(foreseen, { text }, notes) {
    const { from, days, records, windows, requests, time, parts } = foreseen;
    const volume = records === undefined ? 'unknown' : `about ${(0,markdown/* thousands */.oh)(records)}`;
    const minutes = Math.ceil(time / 60_000) * 60_000;
    const advice = parts === 1
        ? 'One job is enough.'
        : `Read it in ${parts} jobs at once: give \`matrix\` to strategy.matrix and \`shard: \${{ matrix.shard }}\` to each, then join them with mode: merge.`;
    const rows = days.map(day => [day.date, records === undefined ? '–' : (0,markdown/* thousands */.oh)(day.records), (0,markdown/* thousands */.oh)(day.windows)]);
    return [
        `# Plan for ${(0,markdown/* escapeMarkdown */.FV)(text)}`,
        `${(0,sentences/* pluralise */.aX)(windows, 'window')}, ${(0,sentences/* pluralise */.aX)(requests, 'request')}, ${(0,sentences/* duration */.p0)(minutes)} in one job. Records: ${volume}, estimated from ${(0,markdown/* escapeMarkdown */.FV)(from, 300)}.`,
        advice,
        ...notes.map(note => (0,markdown/* escapeMarkdown */.FV)(note, 1000)),
        `## Windows per day\n\n${(0,markdown/* markdownTable */.Qj)(['Day', 'Records', 'Windows'], rows)}`,
    ].join('\n\n');
}

// EXTERNAL MODULE: ./lib/when-to-run.js
var when_to_run = __webpack_require__(91813);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
;// CONCATENATED MODULE: ./lib/plan.js
/** Foresees an export: how many records, windows, requests and hours, and in how many parts it had best be read. */















/** Never throws: what goes wrong is told, and fails the step. */
async function runPlan(settings, given) {
    const { host } = given;
    const context = { ...given, world: (0,skew/* withSkew */.lP)(given.world) };
    const telling = { host, failOn: [], directory: settings.directory };
    try {
        const when = await (0,when_to_run/* whenToRun */.V)(settings, host, context.world);
        if ('skip' in when)
            return (0,report_run/* reportSkipped */.v9)(telling, when.skip);
        const period = when.run;
        telling.period = period;
        host.info(`Period ${period.text} in ${period.timezone}: ${(0,ledger/* rangeText */.lq)(period)}.`);
        const notes = [];
        const session = await host.group('Sign in', () => (0,month_session/* signIn */.Jv)(settings, context, notes));
        const source = (0,open_source/* openSource */.o)(settings, context, { session, period });
        const known = await host.group('Estimate', () => estimate(settings, context, { period, source, tenantId: session.tenantId }));
        const foreseen = foresee(settings, { period, source, known });
        await (0,report_run/* reportPlan */._S)(telling, { matrix: matrixOf(foreseen.parts), markdown: planMarkdown(foreseen, period, notes) });
    }
    catch (error) {
        (0,report_run/* reportFailure */.xV)(telling, (0,failure/* asFailure */.h_)(error));
    }
}
/** What `strategy.matrix` takes. */
function matrixOf(parts) {
    return JSON.stringify({ shard: Array.from({ length: parts }, (_none, index) => `${index + 1}/${parts}`) });
}
/** A search of a window filled as planned, where none was measured. Milliseconds. */
const perSearch = 20_000;
/** No search takes less. Milliseconds. */
const fastest = 1000;
/** An audit log query takes minutes, in large tenants far more. Milliseconds. */
const perQuery = 20 * 60_000;
async function estimate(settings, context, job) {
    const { host } = context;
    const { period, source, tenantId } = job;
    const usual = source.name === 'graph' ? perQuery : perSearch;
    const earlier = (await manifestHere(settings, context, tenantId)) ?? (await (0,previous_artifacts/* lastManifest */.I9)(settings, context, job));
    if (earlier) {
        const from = `the export of ${earlier.period.text}, ${earlier.records} records`;
        host.info(`Estimated from ${from}.`);
        return {
            density: (0,previous_artifacts/* densityOf */.ww)(earlier),
            perRequest: Math.max(fastest, pace(earlier, settings.concurrency) ?? usual),
            from,
        };
    }
    if (source.name === 'graph') {
        return {
            density: new audit_density/* Density */.V(),
            perRequest: perQuery,
            from: 'nothing: there is no earlier export, and a query would take too long to ask',
        };
    }
    return await probe(source, period, context);
}
/** An earlier export of the same tenant with the same filters, in the folder. */
async function manifestHere({ directory, filters }, { host }, tenantId) {
    const manifest = await (0,previous_artifacts/* manifestIn */.tn)((0,external_node_path_.resolve)(host.facts.workspace, directory));
    return manifest?.tenant === tenantId && (await (0,recorded_filters/* areFilters */.M)(manifest.filters, filters)) ? manifest : undefined;
}
/** Milliseconds per request in a run that read everything itself. */
function pace({ run, requests, resumed, merged }, concurrency) {
    const count = Object.values(requests).reduce((sum, one) => sum + one, 0);
    if (resumed || merged || count === 0)
        return undefined;
    return (((0,record/* millisecondsOf */.W$)(run.finished) - (0,record/* millisecondsOf */.W$)(run.started)) * concurrency) / count;
}
/** Times of day that stand for the week's busy and quiet hours, UTC. */
const probeHours = [10, 3, 14, 20, 8, 12, 17, 0];
const probeLength = 600_000;
/** What is left of a probe that holds more than one answer. */
const shortProbe = 30_000;
async function probe(source, period, { host, world, cancelled }) {
    const density = new audit_density/* Density */.V();
    let rows = 0;
    let asked = 0;
    const began = world.now();
    for (const window of probesOf(period)) {
        for (let length = window.end - window.start;; length = shortProbe) {
            const part = { start: window.start, end: window.start + length };
            const times = [];
            const keep = async (kept) => void times.push(...kept.map(row => row.time));
            const { outcome, failure } = await source.read({ window: part, depth: 'search' }, keep, cancelled);
            if (outcome === 'refused' && failure)
                throw failure;
            asked++;
            if (outcome === 'capped' && length > shortProbe)
                continue;
            if (outcome === 'proven' || outcome === 'capped')
                density.learn(part, times);
            rows += times.length;
            break;
        }
    }
    const from = `${asked} searches of ${probeLength / 60_000} minutes or less, ${rows} records`;
    host.info(`Estimated from ${from}.`);
    // A window filled as planned takes longer than a probe.
    return { density, perRequest: Math.max(perSearch, (world.now() - began) / asked), from };
}
function probesOf({ start, end }) {
    const length = Math.min(probeLength, end - start);
    const windows = probeHours.map((hours, index) => {
        const day = new Date(start + ((index + 0.5) / probeHours.length) * (end - start));
        const at = day.setUTCHours(hours, 0, 0, 0);
        const from = Math.max(start, Math.min(end - length, at));
        return { start: from, end: from + length };
    });
    return windows.filter((window, index) => windows.findIndex(other => other.start === window.start) === index);
}
/** Share of windows that turn out too full and are cut. */
const recut = 0.1;
/** One window in fourteen is read twice with `confirm: sample`. */
const readAgain = { none: 0, sample: 1 / 14, all: 1 };
/** Share of its deadline that a job is planned to take. */
const comfortable = 0.6;
function foresee(settings, { period, source, known }) {
    const { density, perRequest, from } = known;
    const { plan } = source;
    const days = new Map(period.days.map(day => [day.date, { records: 0, windows: 0 }]));
    for (let start = period.start; start < period.end;) {
        const end = density.known
            ? density.reach(start, period.end, plan.aim, plan.longest)
            : Math.min(period.end, start + plan.longest);
        const day = days.get((0,audit_period/* dateAt */.iM)(period, start));
        if (day)
            day.windows++;
        start = end;
    }
    for (const [index, { date, start }] of period.days.entries()) {
        const day = days.get(date);
        if (day)
            day.records += Math.round(density.expected({ start, end: period.days[index + 1]?.start ?? period.end }));
    }
    const list = [...days].map(([date, day]) => ({ date, ...day }));
    const windows = list.reduce((sum, day) => sum + day.windows, 0);
    const requests = Math.ceil(windows * (1 + recut + readAgain[settings.confirm]));
    const time = (requests * perRequest) / settings.concurrency;
    const parts = Math.min((0,shard/* shardsAtMost */.gu)(period), Math.max(1, Math.ceil(time / (comfortable * settings.deadline))));
    const records = density.known ? list.reduce((sum, day) => sum + day.records, 0) : undefined;
    return { from, days: list, records, windows, requests, time, parts };
}


/***/ })

};
