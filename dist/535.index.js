export const id = 535;
export const ids = [535];
export const modules = {

/***/ 93480:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ same),
/* harmony export */   d: () => (/* binding */ wantsRecordType)
/* harmony export */ });
/** Whether a record's type, by the service's name for it and its number, is wanted. Letter case does not count. */
function wantsRecordType(filters, name, number) {
    const named = (list) => list.some(entry => same(entry, name) || entry === number);
    return (filters.recordTypes.length === 0 || named(filters.recordTypes)) && !named(filters.excludeRecordTypes);
}
function same(a, b) {
    return a === b || a.toLowerCase() === b.toLowerCase();
}


/***/ }),

/***/ 83818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ep: () => (/* binding */ conclude),
/* harmony export */   Ln: () => (/* binding */ span),
/* harmony export */   dc: () => (/* binding */ gapsOf)
/* harmony export */ });
/* harmony import */ var _record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49414);
/* harmony import */ var _window_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81635);
/** What was read of the period, window by window; and the verdict that follows. */


/** Gaps with the same reason that touch are one, for people. */
function gapsOf(entries) {
    const gaps = [...entries].sort((a, b) => a.start - b.start).filter(entry => entry.status === 'gap');
    return (0,_window_js__WEBPACK_IMPORTED_MODULE_0__/* .joined */ .oR)(gaps, (a, b) => a.reason?.code === b.reason?.code);
}
/**
 * What may be claimed of the period. Never `complete` while a window is missing, unproven or covered twice, or while
 * late records are still expected.
 * @param settle milliseconds after the period's end during which records still arrive.
 * @param now when reading began.
 */
function conclude(period, entries, settle, now, otherReasons = []) {
    const faults = (0,_window_js__WEBPACK_IMPORTED_MODULE_0__/* .tilingFaults */ .lB)(period, entries);
    const gaps = gapsOf(entries);
    const reasons = [
        ...gaps.map(gap => `Not proven: ${span(gap)}: ${gap.reason?.message ?? 'no reason recorded'}`),
        ...faults.missing.map(window => `Not read: ${span(window)}.`),
        ...faults.double.map(window => `Covered twice: ${span(window)}.`),
        ...otherReasons,
    ];
    if (reasons.length > 0)
        return { status: 'incomplete', reasons };
    const settled = period.end + settle;
    if (now < settled) {
        const late = `Records of this period are still expected until ${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(settled)}; this is what was there at ${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(now)}.`;
        return { status: 'provisional', reasons: [late] };
    }
    return { status: 'complete', reasons: [] };
}
function span(window) {
    return `${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(window.start)} to ${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(window.end)}`;
}


/***/ }),

/***/ 91098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B8: () => (/* binding */ choosePeriod),
/* harmony export */   DB: () => (/* binding */ parsePeriod),
/* harmony export */   NY: () => (/* binding */ lastDay),
/* harmony export */   iM: () => (/* binding */ dateAt)
/* harmony export */ });
/* harmony import */ var temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48599);
/* harmony import */ var _record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49414);
/** Months and ranges in a time zone, turned into UTC instants; and whether today is a month's last day. */


const expected = 'auto, current-month, previous-month, a month (2026-10), or a range START/END of ISO dates or instants, end exclusive (2026-10-01/2026-10-15)';
function parsePeriod(text) {
    if (text === 'auto' || text === 'current-month' || text === 'previous-month')
        return { ok: { kind: text } };
    if (/^\d{4}-\d\d$/.test(text)) {
        const month = attempt(() => temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainYearMonth.from(text, { overflow: 'reject' }));
        return month ? { ok: { kind: 'month', month: text } } : { mistake: `there is no month ${text}; expected ${expected}` };
    }
    const ends = text.split('/');
    const [from, to] = ends;
    if (ends.length !== 2 || !from || !to)
        return { mistake: `expected ${expected}` };
    for (const end of [from, to]) {
        const moment = attempt(() => momentIn(end, 'UTC'));
        if (moment === undefined)
            return { mistake: `“${end}” is neither a date nor an instant; expected ${expected}` };
        if (moment % 1000 !== 0)
            return { mistake: `“${end}” is not on a whole second` };
    }
    return { ok: { kind: 'range', from, to } };
}
/**
 * The period's instants. `anchor` is when the run was created, so that a rerun days later, or one a slow scheduler
 * pushed past midnight, still means the same month.
 * @returns a mistake for a range that ends before it begins.
 */
function choosePeriod(request, timezone, anchor) {
    if (request.kind === 'range') {
        const start = momentIn(request.from, timezone);
        const end = momentIn(request.to, timezone);
        if (end <= start)
            return { mistake: `the range ends (${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(end)}) before it has begun (${(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(start)})` };
        const names = [(0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(start), (0,_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(end)];
        const label = names.map(name => name.replace(/[-:]/g, '')).join('-');
        return { ok: { label, text: names.join('/'), timezone, start, end, days: daysOf(start, end, timezone) } };
    }
    const month = monthOf(request, timezone, anchor);
    const start = startOf(month, timezone);
    const end = startOf(month.add({ months: 1 }), timezone);
    const label = month.toString();
    return { ok: { label, text: label, timezone, start, end, days: daysOf(start, end, timezone) } };
}
/** How long after a month's end a run still counts as the last day's: schedulers run hours late (GitHub's do). */
const lateness = { hours: 36 };
/**
 * Whether a run created at `anchor` is one for a month's last day, counting late ones; if not, the next such day.
 * `moment` is the anchor, moved back into the month where the run is late.
 */
function lastDay(timezone, anchor) {
    const created = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone);
    const thisMonth = created.toPlainDate().toPlainYearMonth();
    const ending = thisMonth.add({ months: 1 });
    const began = startOf(thisMonth, timezone);
    const tolerated = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(began).add(lateness);
    if (temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.compare(created.toInstant(), tolerated) < 0) {
        return { due: true, month: thisMonth.subtract({ months: 1 }).toString(), moment: began - 1 };
    }
    const last = ending.toPlainDate({ day: 1 }).subtract({ days: 1 });
    if (created.toPlainDate().equals(last))
        return { due: true, month: thisMonth.toString(), moment: anchor };
    return { due: false, today: created.toPlainDate().toString(), next: last.toString() };
}
/** The date, in the period's zone, of a moment inside the period. */
function dateAt(period, moment) {
    let low = 0;
    let high = period.days.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((period.days[middle]?.start ?? 0) <= moment)
            low = middle;
        else
            high = middle - 1;
    }
    return period.days[low]?.date ?? '';
}
function monthOf(request, timezone, anchor) {
    if (request.kind === 'month')
        return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainYearMonth.from(request.month);
    const today = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(anchor).toZonedDateTimeISO(timezone).toPlainDate();
    const current = today.toPlainYearMonth();
    const takesCurrent = request.kind === 'current-month' || (request.kind === 'auto' && today.day === current.daysInMonth);
    return takesCurrent ? current : current.subtract({ months: 1 });
}
function startOf(month, timezone) {
    return month.toPlainDate({ day: 1 }).toZonedDateTime(timezone).epochMilliseconds;
}
/** A date is its first moment in the zone, which is not always midnight; a date and time without offset is the zone's. */
function momentIn(text, timezone) {
    if (/^\d{4}-\d\d-\d\d$/.test(text))
        return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainDate.from(text).toZonedDateTime(timezone).epochMilliseconds;
    const instant = attempt(() => temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.from(text));
    if (instant)
        return instant.epochMilliseconds;
    return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.PlainDateTime.from(text).toZonedDateTime(timezone).epochMilliseconds;
}
function daysOf(start, end, timezone) {
    const first = temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone).toPlainDate();
    const days = [];
    for (let date = first;; date = date.add({ days: 1 })) {
        const midnight = date.toZonedDateTime(timezone).epochMilliseconds;
        if (midnight >= end)
            return days;
        // Samoa had no 30 December 2011: the zone gives that date the same first moment as the next.
        if (days.at(-1)?.start === midnight)
            days.pop();
        days.push({ date: date.toString(), start: Math.max(start, midnight) });
    }
}
function attempt(make) {
    try {
        return make();
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 49414:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B9: () => (/* binding */ instantOf),
/* harmony export */   W$: () => (/* binding */ millisecondsOf),
/* harmony export */   YB: () => (/* binding */ columns),
/* harmony export */   aB: () => (/* binding */ compareRecords),
/* harmony export */   uR: () => (/* binding */ instant)
/* harmony export */ });
/** The words of an audit record, and the order records stand in; it leaves fetching and writing to others. */
/** The columns of `audit-<period>.csv`, in their order. */
const columns = ['RecordType', 'CreationDate', 'UserIds', 'Operations', 'AuditData', 'Identity'];
/**
 * The order of the exported files. `Z` is left out of the comparison because it sorts after the point of a fraction.
 */
function compareRecords(a, b) {
    return (compareText(a.CreationDate.slice(0, -1), b.CreationDate.slice(0, -1)) ||
        compareText(a.Identity, b.Identity) ||
        compareText(a.digest, b.digest));
}
function compareText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
const plain = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|[+-]00:?00)?$/;
/**
 * A service's spelling of a time as a UTC instant, or undefined when it is none. Zone-less text is UTC, as in
 * `AuditData`; both `…Z` and `…+00:00` are in use by Exchange, with up to seven digits of fraction.
 */
function instant(text) {
    const parts = plain.exec(text);
    if (parts) {
        const fraction = parts[3]?.replace(/0+$/, '');
        const result = `${parts[1]}T${parts[2]}${fraction ? `.${fraction}` : ''}Z`;
        return isOnCalendar(result) ? result : undefined;
    }
    if (!/^\d{4}-\d\d-\d\dT.*[+-]\d\d:?\d\d$/.test(text))
        return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.?0*Z$/, 'Z');
}
/** `Date.parse` moves 30 February into March. */
function isOnCalendar(text) {
    const time = Date.parse(text);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 19));
}
/** The moment of an instant, in milliseconds since 1970 UTC. */
function millisecondsOf(instantText) {
    return Date.parse(instantText);
}
/** A moment as an instant of whole seconds where it is one. */
function instantOf(milliseconds) {
    return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}


/***/ }),

/***/ 81635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jj: () => (/* binding */ cut),
/* harmony export */   XV: () => (/* binding */ middleOf),
/* harmony export */   jI: () => (/* binding */ shortestWindow),
/* harmony export */   lB: () => (/* binding */ tilingFaults),
/* harmony export */   oR: () => (/* binding */ joined),
/* harmony export */   v9: () => (/* binding */ holds)
/* harmony export */ });
/** Stretches of time, always half open: `start` belongs to a window, `end` to the next one. */
/** The smallest window worth asking for, in milliseconds. */
const shortestWindow = 1000;
function holds(window, moment) {
    return window.start <= moment && moment < window.end;
}
/**
 * The window cut in two at `at` moved to a whole second, so that both parts have at least one;
 * undefined when it is too short to cut.
 */
function cut(window, at) {
    if (window.end - window.start < 2 * shortestWindow)
        return undefined;
    const second = Math.round(at / shortestWindow) * shortestWindow;
    const middle = Math.min(Math.max(second, window.start + shortestWindow), window.end - shortestWindow);
    return [
        { start: window.start, end: middle },
        { start: middle, end: window.end },
    ];
}
function middleOf(window) {
    return (window.start + window.end) / 2;
}
/** Where windows fail to tile the period: what is missing between them, and what they cover twice. */
function tilingFaults(period, windows) {
    const missing = [];
    const double = [];
    let covered = period.start;
    for (const window of [...windows].sort((a, b) => a.start - b.start || a.end - b.end)) {
        if (window.start > covered)
            missing.push({ start: covered, end: window.start });
        if (window.start < covered)
            double.push({ start: window.start, end: Math.min(covered, window.end) });
        covered = Math.max(covered, window.end);
    }
    if (covered < period.end)
        missing.push({ start: covered, end: period.end });
    if (covered > period.end)
        double.push({ start: period.end, end: covered });
    return { missing, double };
}
/** Neighbouring stretches joined, for people: twenty failed minutes in a row are one gap. */
function joined(windows, same) {
    const result = [];
    for (const window of windows) {
        const last = result.at(-1);
        if (last && last.end === window.start && same(last, window))
            result[result.length - 1] = { ...last, end: window.end };
        else
            result.push(window);
    }
    return result;
}


/***/ }),

/***/ 5444:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G7: () => (/* binding */ tellOutcome),
/* harmony export */   JJ: () => (/* binding */ tellMistakes),
/* harmony export */   Mu: () => (/* binding */ tellSkipped),
/* harmony export */   s9: () => (/* binding */ tellFailure),
/* harmony export */   yA: () => (/* binding */ tellProof)
/* harmony export */ });
/* harmony import */ var _audit_ledger_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(83818);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49414);
/* harmony import */ var _report_markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63021);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/** Tells how the run ended: outputs for the next step, the page for people, annotations for what needs somebody. */




/** Bytes. GitHub shows nothing of a summary above 1 MiB. */
const summaryLimit = 900_000;
const mostAnnotations = 8;
/** All outputs, always: a step that reads one never meets a missing name. */
function setOutputs(telling, status, outcome) {
    const { period, directory, host } = telling;
    const outputs = {
        status,
        period: period?.text ?? '',
        start: period ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(period.start) : '',
        end: period ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(period.end) : '',
        records: String(outcome?.records ?? 0),
        findings: '0',
        'highest-severity': 'none',
        directory: outcome ? directory : '',
        manifest: outcome ? `${directory}/manifest.json` : '',
        'artifact-id': outcome?.artifact?.id ?? '',
        'artifact-url': outcome?.artifact?.url ?? '',
        'artifact-digest': outcome?.artifact?.digest ?? '',
        'issue-url': '',
        matrix: '',
    };
    for (const [name, value] of Object.entries(outputs))
        host.output(name, value);
}
async function tellOutcome(telling, outcome) {
    const { host, directory } = telling;
    const { status, artifact, uploadFailure } = outcome;
    setOutputs(telling, status, outcome);
    const kept = artifact ? `\n\nArtifact ${artifact.url || artifact.id}` : '';
    await host.summary((0,_report_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .withinSize */ .LE)([`${outcome.sections[0] ?? ''}${kept}`, ...outcome.sections.slice(1)], summaryLimit));
    for (const gap of outcome.gaps.slice(0, mostAnnotations))
        host.warning(`Not proven: ${(0,_audit_ledger_js__WEBPACK_IMPORTED_MODULE_3__/* .span */ .Ln)(gap)}: ${gap.reason?.message ?? ''} [${gap.reason?.code ?? ''}]`);
    if (outcome.gaps.length > mostAnnotations)
        host.warning(`and ${outcome.gaps.length - mostAnnotations} more gaps; manifest.json has them all.`);
    host.info('');
    host.info(`${status.toUpperCase()}: ${outcome.records} records of ${telling.period?.text} in ${directory}.`);
    for (const reason of outcome.reasons.slice(0, mostAnnotations))
        host.info(reason);
    if (uploadFailure)
        host.fail(`The export is whole in ${directory}, but was not kept as an artifact: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(uploadFailure)}`);
    if (telling.failOn.includes(status)) {
        host.fail(`The export is ${status}: ${outcome.reasons[0] ?? ''} The step fails because fail-on says so; everything that was read is kept.`);
    }
}
function tellSkipped(telling, why) {
    setOutputs(telling, 'skipped');
    telling.host.notice(why);
}
function tellFailure(telling, failure) {
    setOutputs(telling, 'failed');
    telling.host.fail((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(failure));
}
/** Every mistake in the inputs at once: an annotation each, and one line that fails the step. */
function tellMistakes(host, mistakes) {
    setOutputs({ host, failOn: [], directory: '' }, 'failed');
    for (const mistake of mistakes)
        host.error((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)(mistake));
    host.fail(mistakes.length === 1
        ? 'One input is wrong; see the error above.'
        : `${mistakes.length} inputs are wrong; see the errors above.`);
}
/** What `verify` found: the folder's own verdict when it is proven, its faults when it is not. */
function tellProof(host, directory, proof) {
    const { manifest, faults, records } = proof;
    const proven = faults.length === 0 && manifest !== undefined;
    setOutputs({ host, failOn: [], directory }, proven ? manifest.status : 'failed');
    host.output('records', String(records));
    host.output('directory', directory);
    host.output('manifest', `${directory}/manifest.json`);
    if (manifest) {
        host.output('period', manifest.period.text);
        host.output('start', manifest.period.start);
        host.output('end', manifest.period.end);
    }
    if (proven) {
        host.info(`PROVEN: ${directory} is as it was written: ${manifest.status}, ${records} records, ${manifest.windows.length} windows, ${manifest.files.length} files.`);
        for (const reason of manifest.reasons)
            host.info(reason);
        return;
    }
    for (const fault of faults)
        host.error(fault);
    host.fail(`${directory} is not proven: ${faults.length} faults, listed above. [VERIFY_FAULTS] Do not rely on it; take the artifact of the run that made it, or export again.`);
}


/***/ }),

/***/ 63021:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LE: () => (/* binding */ withinSize),
/* harmony export */   oh: () => (/* binding */ thousands),
/* harmony export */   tJ: () => (/* binding */ inert),
/* harmony export */   tp: () => (/* binding */ table)
/* harmony export */ });
/** Markdown from words that nobody vetted: names in records are hostile until shown otherwise. */
/** Text that stays text in a table cell or a line: no markup, no links, no mentions, no second line. */
function inert(text, longest = 120) {
    const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    return short
        .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
        .replace(/[&<>|`*_~[\](){}#+!\\$:/@-]/g, character => `&#${character.charCodeAt(0)};`);
}
function table(header, rows) {
    const line = (cells) => `| ${cells.join(' | ')} |`;
    const rule = header.map((_name, index) => (index === 0 ? '---' : '---:'));
    return [line(header), line(rule), ...rows.map(line)].join('\n');
}
/** 1234567 → 1,234,567 */
function thousands(value) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
/** As many whole sections as have room, the first always; what was left out is said. Bytes, since GitHub counts bytes. */
function withinSize(sections, maximumBytes) {
    const size = (text) => new TextEncoder().encode(text).length;
    const kept = [];
    const note = (left) => `\n\n_${left} sections are left out here for their size; summary.md in the folder has them._\n`;
    let used = size(note(sections.length));
    for (const [index, section] of sections.entries()) {
        used += size(section) + 2;
        if (index > 0 && used > maximumBytes)
            return kept.join('\n\n') + note(sections.length - index);
        kept.push(section);
    }
    return `${kept.join('\n\n')}\n`;
}


/***/ }),

/***/ 84535:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  realWorld: () => (/* binding */ realWorld),
  start: () => (/* binding */ start)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./lib/audit/filters.js
var filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/period.js
var period = __webpack_require__(91098);
;// CONCATENATED MODULE: ./lib/inputs/catalogue.js
/** The inputs by name: which this version has, with their defaults, and which it knows to refuse. */
/** Every input of this version, in action.yml's order. A runner fills in action.yml's defaults, a terminal these. */
const catalogue = {
    mode: { default: 'export' },
    'tenant-id': { default: '' },
    'client-id': { default: '' },
    certificate: { default: '', secret: true },
    'certificate-file': { default: '' },
    'certificate-password': { default: '', secret: true },
    'certificate-thumbprint': { default: '' },
    cloud: { default: 'worldwide' },
    period: { default: 'auto' },
    timezone: { default: 'UTC' },
    'run-on': { default: 'any-day' },
    source: { default: 'auto' },
    'record-types': { default: '' },
    'exclude-record-types': { default: '' },
    operations: { default: '' },
    users: { default: '' },
    'ip-addresses': { default: '' },
    'object-ids': { default: '' },
    'free-text': { default: '' },
    settle: { default: '72h' },
    confirm: { default: 'sample' },
    directory: { default: 'm365-audit' },
    formats: { default: 'csv,jsonl' },
    upload: { default: 'true' },
    'artifact-name': { default: 'm365-audit-<tenant>-<period>' },
    'retention-days': { default: '0' },
    'allow-public': { default: 'false' },
    'fail-on': { default: 'incomplete' },
    concurrency: { default: '2' },
    deadline: { default: '330m' },
    // action.yml's default is the expression for the job's own token.
    'github-token': { default: '', secret: true },
};
const inputNames = Object.keys(catalogue);
/**
 * Inputs that later versions bring, each with the values that ask for nothing this version lacks. Anything else is
 * refused: whoever writes `encrypt-to` must not get a plain file.
 */
const later = {
    'key-vault-certificate': { harmless: [] },
    'key-vault-token': { harmless: [], secret: true },
    backfill: { harmless: ['0'] },
    columns: { harmless: ['cmdlet'] },
    'encrypt-to': { harmless: [] },
    'pseudonym-key': { harmless: [], secret: true },
    'minimum-severity': { harmless: ['low'] },
    accepted: { harmless: ['.github/accepted-findings.yml'] },
    baseline: { harmless: ['auto', 'none'] },
    'state-key': { harmless: [], secret: true },
    issue: { harmless: ['never'] },
    'issue-labels': { harmless: [] },
    'issue-assignees': { harmless: [] },
    'mail-to': { harmless: [] },
    'mail-from': { harmless: [] },
    'mail-when': { harmless: ['findings'] },
    'mail-attach': { harmless: ['false'] },
    'smtp-url': { harmless: [], secret: true },
    disclose: { harmless: ['masked'] },
    resume: { harmless: ['auto', 'off'] },
    shard: { harmless: [] },
};

;// CONCATENATED MODULE: ./lib/inputs/resemblance.js
/** Which of the known words a misspelt one was meant to be. */
/** The known word that `word` is most like, or undefined when none is near enough for a guess. */
function nearest(word, known) {
    const bare = letters(word);
    const ranked = known
        .map(candidate => ({ candidate, distance: distance(bare, letters(candidate)) }))
        .sort((a, b) => a.distance - b.distance);
    const best = ranked[0];
    return best && best.distance <= Math.max(1, Math.floor(bare.length / 4)) ? best.candidate : undefined;
}
/** Case, hyphens and underscores are what people get wrong most; they cost nothing. */
function letters(word) {
    return word.toLowerCase().replace(/[-_\s]/g, '');
}
/** Letters to insert, delete, replace or swap with a neighbour to turn one word into the other. */
function distance(a, b) {
    let before = [];
    let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const row = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
            row[j] = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, replaced);
            const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
            if (swapped)
                row[j] = Math.min(at(row, j), at(before, j - 2) + 1);
        }
        before = previous;
        previous = row;
    }
    return at(previous, b.length);
}
function at(row, index) {
    return row[index] ?? Number.POSITIVE_INFINITY;
}

;// CONCATENATED MODULE: ./lib/inputs/settings.js
const modes = ['export', 'demo', 'verify'];
const clouds = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'];
const confirms = ['none', 'sample', 'all'];
const formats = ['csv', 'jsonl'];
const failOns = ['incomplete', 'provisional', 'low', 'medium', 'high'];

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
;// CONCATENATED MODULE: ./lib/inputs/words.js
/** One input's text → its value. Each reader knows one kind of word; none knows which input it reads. */


const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;
const tenantId = text => {
    const expected = 'the directory (tenant) id, a GUID, or the primary domain such as contoso.onmicrosoft.com';
    const remedy = 'Copy “Directory (tenant) ID” from the Entra admin centre, Identity > Overview.';
    const no = (why) => ({ wrong: { why, expected, remedy } });
    if (guid.test(text))
        return /^[0-]+$/.test(text) ? no('this GUID is all zeros') : { ok: text.toLowerCase() };
    if (/^(common|organizations|consumers)$/i.test(text))
        return no('an app without a user needs one tenant by name');
    if (/^https?:|\//i.test(text))
        return no('this is a URL or a path');
    if (text.includes('@'))
        return no('this is an account, only the part after the @ can be the domain');
    if (/\s/.test(text))
        return no('it holds a space or a line break');
    if (/^[{"'].*[}"']$/.test(text))
        return no('it stands in braces or quotes');
    if (/^[a-z0-9-]+$/i.test(text))
        return no('it is neither a GUID nor a domain, which has a dot');
    return domain.test(text) ? { ok: text.toLowerCase() } : no('it is neither a GUID nor a domain');
};
const words_clientId = text => {
    if (guid.test(text) && !/^[0-]+$/.test(text))
        return { ok: text.toLowerCase() };
    const expected = 'the application (client) id, a GUID';
    const remedy = 'Copy “Application (client) ID” from the app registration’s overview: not its object id, and neither the id nor the value of a client secret.';
    if (/^[\w~.-]{30,}$/.test(text) && text.includes('~')) {
        const why = 'this looks like the value of a client secret, which this action does not use; revoke it, it stands in a workflow';
        return { wrong: { why, expected, remedy, secret: true } };
    }
    return { wrong: { expected, remedy } };
};
/** Windows' certificate dialog puts an invisible left-to-right mark before the digits it lets one copy. */
const words_thumbprint = text => {
    const digits = text.replace(/[\s:\u200e\u200f\ufeff-]/g, '').toUpperCase();
    if (/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits))
        return { ok: digits };
    return {
        wrong: {
            why: /^[0-9A-F]*$/.test(digits) ? `it has ${digits.length} hexadecimal digits` : 'it is not hexadecimal',
            expected: 'a SHA-1 thumbprint of 40 or a SHA-256 one of 64 hexadecimal digits; colons and spaces are allowed',
            remedy: 'Print it with `openssl x509 -in cert.cer -noout -fingerprint -sha256`.',
        },
    };
};
/** The text as it is, on one line. */
const line = text => /[\r\n]/.test(text)
    ? { wrong: { why: 'it has more than one line', expected: 'one line', remedy: 'Remove the line break.' } }
    : { ok: text };
/** One word of a fixed set; `coming` are words of later versions, each known and refused. */
function oneOf(words, coming = []) {
    return text => {
        const found = words.find(word => word === text);
        if (found !== undefined)
            return { ok: found };
        return { wrong: notOneOf(text, words, coming) };
    };
}
/** A list by comma or line, without repetitions. */
const list = text => {
    const items = text.split(/[,\r\n]/).map(item => item.trim());
    return { ok: [...new Set(items.filter(item => item !== ''))] };
};
/** A list whose items are each read, all wrong ones named at once. */
function listOf(item) {
    return text => {
        const items = [];
        const wrong = [];
        const whys = [];
        const read = list(text);
        for (const one of 'ok' in read ? read.ok : []) {
            const reading = item(one);
            if ('ok' in reading)
                items.push(reading.ok);
            else {
                wrong.push(reading.wrong);
                whys.push(reading.wrong.why === undefined ? `“${one}” is none` : `“${one}”: ${reading.wrong.why}`);
            }
        }
        const [first] = wrong;
        if (!first)
            return { ok: items };
        return { wrong: { ...first, why: whys.join(', '), expected: `${first.expected}, by comma or line` } };
    };
}
/** A list that must not come out empty. */
function some(items, example) {
    return text => {
        const reading = items(text);
        if ('wrong' in reading || reading.ok.length > 0)
            return reading;
        return { wrong: { why: 'it names nothing', expected: 'at least one', remedy: `Write for instance \`${example}\`.` } };
    };
}
function choices(words, coming = []) {
    return listOf(oneOf(words, coming));
}
/** A superset of YAML 1.2's core schema, which `core.getBooleanInput` follows: no text can mean two things. */
const words_boolean = text => {
    if (/^(true|yes|1)$/i.test(text))
        return { ok: true };
    if (/^(false|no|0)$/i.test(text))
        return { ok: false };
    return { wrong: { expected: 'true or false (yes, no, 1 and 0 are understood)', remedy: 'Write `true` or `false`.' } };
};
function wholeNumber(least, most) {
    return text => {
        const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
        if (value >= least && value <= most)
            return { ok: value };
        const expected = `a whole number from ${least} to ${most}`;
        return { wrong: { expected, remedy: `Write digits only, ${least} at least and ${most} at most.` } };
    };
}
const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };
/** `72h`, `3d`, `90m`, `1d12h` or `0`, in milliseconds. */
function duration(least, most) {
    return text => {
        const value = milliseconds(text);
        const expected = `a duration from ${least} to ${most}, such as 72h, 3d, 90m or 1d12h`;
        const remedy = 'Write a number and its unit without a space: d, h, m or s.';
        if (value === undefined)
            return { wrong: { why: /^\d+$/.test(text) ? 'the unit is missing' : 'it is no duration', expected, remedy } };
        if (value < (milliseconds(least) ?? 0))
            return { wrong: { why: 'it is too short', expected, remedy } };
        if (value > (milliseconds(most) ?? 0))
            return { wrong: { why: 'it is too long', expected, remedy } };
        return { ok: value };
    };
}
function milliseconds(text) {
    if (text === '0')
        return 0;
    if (!/^(?=\d)(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/.test(text))
        return undefined;
    let sum = 0;
    for (const [, digits, unit] of text.matchAll(/(\d+)([dhms])/g))
        sum += Number(digits) * units[unit];
    return sum;
}
/** An IANA zone, in the spelling of the zone list when it differs only by case. */
const timezone = text => {
    const known = knownZones();
    const spelled = known.find(zone => zone.toLowerCase() === text.toLowerCase());
    if (spelled)
        return { ok: spelled };
    if (/^[a-z]/i.test(text) && isZone(text))
        return { ok: text };
    const city = known.find(zone => zone.toLowerCase().endsWith(`/${text.toLowerCase().replaceAll(' ', '_')}`));
    const meant = city ?? nearest(text, known);
    return {
        wrong: {
            ...(meant === undefined ? {} : { why: `perhaps ${meant} is meant` }),
            expected: 'an IANA time zone such as UTC, Europe/Berlin or America/New_York',
            remedy: 'Offsets (+02:00) and Windows names (W. Europe Standard Time) are none; take the name of a city’s zone.',
        },
    };
};
function knownZones() {
    return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
function isZone(text) {
    try {
        new Intl.DateTimeFormat('en', { timeZone: text });
        return true;
    }
    catch {
        return false;
    }
}
const recordType = text => /^([a-z][a-z0-9]*|\d{1,5})$/i.test(text)
    ? { ok: text }
    : {
        wrong: {
            expected: 'record types, each by the service’s name or number (ExchangeAdmin or 1)',
            remedy: 'Take the names from AuditLogRecordType in Microsoft’s audit log schema; wildcards are none.',
        },
    };
const ipAddress = text => (0,external_node_net_.isIP)(text) > 0
    ? { ok: text }
    : {
        wrong: {
            ...(text.includes('/') ? { why: 'it is a range, which the service can’t search for' } : {}),
            expected: 'IPv4 or IPv6 addresses',
            remedy: 'Write each address out, without port and brackets.',
        },
    };
/** A folder below the workspace, as a normalised relative path. */
const folder = text => {
    const expected = 'a relative path of a folder below the workspace, such as m365-audit';
    const remedy = 'Name a folder that nothing else writes to.';
    const no = (why) => ({ wrong: { why, expected, remedy } });
    const parts = text.split(/[/\\]/).filter(part => part !== '' && part !== '.');
    if (hasControls(text))
        return no('it holds a line break or another control character');
    if (/^[/\\]|^[a-z]:/i.test(text))
        return no('it is absolute');
    if (parts[0] === '~')
        return no('nothing expands ~ here');
    if (parts.includes('..'))
        return no('it leads out by ..');
    if (parts.length === 0)
        return no('it is the workspace itself');
    if (parts[0]?.toLowerCase() === '.git')
        return no('it lies inside .git');
    return { ok: parts.join('/') };
};
/** Characters that the artifact service refuses: https://github.com/actions/toolkit, packages/artifact. */
const artifactName = text => {
    const remedy = 'Keep to letters, digits, dots, hyphens and underscores around the placeholders.';
    const expected = 'a name without " : < > | * ? \\ / in which <tenant> and <period> stand for what is exported';
    const literal = text.replaceAll('<tenant>', '').replaceAll('<period>', '');
    const placeholder = /<[^<>]*>/.exec(literal);
    if (placeholder)
        return { wrong: { why: `there is no placeholder ${placeholder[0]}`, expected, remedy } };
    const refused = /["<>:|*?\\/]/.exec(literal);
    if (refused)
        return { wrong: { why: `${refused[0]} can’t stand in an artifact’s name`, expected, remedy } };
    if (hasControls(literal))
        return { wrong: { why: 'it holds a line break or another control character', expected, remedy } };
    return { ok: text };
};
function hasControls(text) {
    return /\p{Cc}/u.test(text);
}
function notOneOf(text, words, coming) {
    const expected = words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
    if (coming.includes(text)) {
        return {
            why: 'it comes with a later version',
            expected,
            remedy: 'Choose one of these; this version has no more.',
            later: true,
        };
    }
    const meant = nearest(text, words);
    return {
        ...(meant === undefined ? {} : { why: `perhaps ${meant} is meant` }),
        expected,
        remedy: 'Write one of these words, in lower case.',
    };
}

// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/inputs.js
/**
 * Words → Settings. Every mistake is found in one go and told with its remedy; secrets are masked here, where they
 * enter, and never shown. Whether files, credentials and services are any good is for others to find out.
 */







/** `command` is the terminal's first word, which stands for `mode`. */
function parseInputs(host, command) {
    const inputs = new Inputs(host);
    maskSecrets(host);
    inputs.refuseStrangers();
    inputs.refuseLater();
    const mode = modeOf(inputs, command);
    const settings = mode && settingsFor(mode, inputs);
    return settings && inputs.mistakes.length === 0 ? { settings } : { mistakes: inputs.mistakes };
}
function modeOf(inputs, command) {
    const mode = command !== undefined && !inputs.has('mode') ? command : inputs.read('mode', oneOf(modes, laterModes));
    if (mode === undefined || command === undefined || command === mode)
        return mode;
    inputs.mistake('mode', {
        why: `the command is ${command}`,
        expected: 'one of the two',
        remedy: 'Leave --mode out.',
    });
    return undefined;
}
const laterModes = ['doctor', 'plan', 'merge'];
function settingsFor(mode, inputs) {
    if (mode === 'verify')
        return { mode, directory: inputs.read('directory', inputs.terminal ? line : folder) ?? '' };
    const month = monthSettings(inputs);
    return mode === 'demo' ? { mode, ...month } : { mode, signIn: signIn(inputs), ...month };
}
/** Where a reader refuses, the mistake is noted and a stand-in takes the place: such settings never leave this file. */
function monthSettings(inputs) {
    const failOn = inputs.read('fail-on', some(choices([...failOns, 'never']), 'incomplete')) ?? [];
    if (failOn.includes('never') && failOn.length > 1) {
        inputs.mistake('fail-on', { expected: 'never alone, or the others without it', remedy: 'Remove one or the other.' });
    }
    const githubToken = inputs.read('github-token', line);
    return {
        period: inputs.read('period', inputs_period) ?? { kind: 'auto' },
        timezone: inputs.read('timezone', timezone) ?? '',
        runOn: inputs.read('run-on', oneOf(['any-day', 'last-day'])) ?? 'any-day',
        source: inputs.read('source', oneOf(['auto', 'exchange'], ['graph'])) ?? 'auto',
        filters: inputs_filters(inputs),
        settle: inputs.read('settle', duration('0', '180d')) ?? 0,
        confirm: inputs.read('confirm', oneOf(confirms)) ?? 'none',
        directory: inputs.read('directory', folder) ?? '',
        formats: inputs.read('formats', some(choices(formats, ['parquet']), 'csv,jsonl')) ?? [],
        upload: inputs.read('upload', words_boolean) ?? false,
        artifactName: inputs.read('artifact-name', artifactName) ?? '',
        retentionDays: inputs.read('retention-days', wholeNumber(0, 400)) ?? 0,
        allowPublic: inputs.read('allow-public', words_boolean) ?? false,
        failOn: failOn.filter(word => word !== 'never'),
        concurrency: inputs.read('concurrency', wholeNumber(1, 10)) ?? 1,
        deadline: inputs.read('deadline', duration('1m', '35d')) ?? 0,
        ...(githubToken ? { githubToken } : {}),
    };
}
const inputs_period = text => {
    const parsed = (0,period/* parsePeriod */.DB)(text);
    if ('ok' in parsed)
        return parsed;
    return { wrong: { why: parsed.mistake, remedy: 'Write for instance `previous-month`, or a month as `2026-10`.' } };
};
function inputs_filters(inputs) {
    const recordTypes = inputs.read('record-types', listOf(recordType)) ?? [];
    const excludeRecordTypes = inputs.read('exclude-record-types', listOf(recordType)) ?? [];
    const both = recordTypes.filter(type => excludeRecordTypes.some(excluded => (0,filters/* same */.F)(type, excluded)));
    if (both.length > 0) {
        inputs.mistake('exclude-record-types', {
            why: `record-types asks for ${both.join(', ')} too`,
            expected: 'types that record-types does not name',
            remedy: 'Remove them from one of the two.',
        });
    }
    const freeText = inputs.read('free-text', line);
    return {
        recordTypes,
        excludeRecordTypes,
        operations: inputs.read('operations', list) ?? [],
        users: inputs.read('users', list) ?? [],
        ipAddresses: inputs.read('ip-addresses', listOf(ipAddress)) ?? [],
        objectIds: inputs.read('object-ids', list) ?? [],
        ...(freeText ? { freeText } : {}),
    };
}
function signIn(inputs) {
    const tenant = inputs.require('tenant-id', tenantId, 'Give the directory (tenant) id or the primary domain.');
    const clientId = inputs.require('client-id', words_clientId, 'Give the app registration’s application (client) id.');
    if (tenant !== undefined && tenant === clientId) {
        inputs.mistake('client-id', {
            why: 'tenant-id is the same GUID',
            expected: 'the application’s id, which differs from the directory’s',
            remedy: 'Copy both anew from the app registration’s overview.',
        });
    }
    const thumbprint = inputs.read('certificate-thumbprint', words_thumbprint);
    return {
        tenant: tenant ?? '',
        clientId: clientId ?? '',
        certificate: certificate(inputs),
        password: inputs.text('certificate-password'),
        ...(thumbprint ? { thumbprint } : {}),
        cloud: inputs.read('cloud', oneOf(clouds)) ?? 'worldwide',
    };
}
function certificate(inputs) {
    const content = inputs.text('certificate');
    const path = inputs.text('certificate-file');
    if (content && path) {
        inputs.mistake('certificate', {
            why: 'certificate-file is set too',
            expected: 'exactly one of the two',
            remedy: 'Remove one; a secret that nobody uses should be deleted as well.',
        });
    }
    else if (/^[^\s,]{1,260}\.(pfx|p12|pem)$/i.test(content)) {
        inputs.mistake('certificate', {
            why: 'this looks like a file’s path',
            expected: 'the PFX as base64, or PEM text',
            remedy: 'Give a path to certificate-file, or the file’s content by `base64 -w0 certificate.pfx`.',
        });
    }
    else if (/-----BEGIN|^[A-Za-z0-9+/=\s]{200,}$/.test(path)) {
        inputs.mistake('certificate-file', {
            why: 'this looks like a certificate’s content; if it holds the key, treat the key as known to others',
            expected: 'the path of a file on the runner',
            remedy: 'Give the content to `certificate`, from a secret.',
            secret: true,
        });
    }
    else if (!content && !path)
        missingCertificate(inputs);
    return content ? { from: 'input', content } : { from: 'file', path };
}
function missingCertificate(inputs) {
    inputs.missing('certificate', 'Give exactly one of certificate (from a secret) and certificate-file. A secret that does not exist, or that GitHub ' +
        'withholds from runs of forks and of Dependabot, arrives as nothing at all: check its name, and where the run comes ' +
        'from. Signing in by GitHub’s OIDC token, without a certificate, comes with a later version.', inputs.has('certificate-password') ? ', though certificate-password is given' : '');
}
function maskSecrets(host) {
    const secrets = [...Object.entries(catalogue), ...Object.entries(later)].filter(([, entry]) => 'secret' in entry);
    for (const [name] of secrets) {
        const value = host.input(name);
        if (value)
            host.mask(value);
    }
}
/** The host's words with the catalogue's defaults, and the mistakes found so far. */
class Inputs {
    mistakes = [];
    terminal;
    #host;
    constructor(host) {
        this.#host = host;
        this.terminal = host.kind === 'terminal';
    }
    has(name) {
        return this.#host.input(name) !== '';
    }
    text(name) {
        return this.#host.input(name) || catalogue[name].default;
    }
    /** The input's value; undefined when it is empty, or wrong, which is noted. */
    read(name, reader) {
        const text = this.text(name);
        if (text === '')
            return undefined;
        const reading = text.includes('${{') ? { wrong: unresolved } : reader(text);
        if ('ok' in reading)
            return reading.ok;
        this.mistake(name, reading.wrong);
        return undefined;
    }
    require(name, reader, remedy) {
        if (!this.has(name))
            this.missing(name, `${remedy} A secret or variable that does not exist arrives as nothing at all.`);
        return this.read(name, reader);
    }
    missing(name, remedy, detail = '') {
        this.#note(codeOf(name), `${this.#spelled(name)} is missing${detail}.`, remedy);
    }
    mistake(name, wrong) {
        if (wrong.secret)
            this.#host.mask(this.text(name));
        const given = 'secret' in catalogue[name] || wrong.secret ? inputs_hidden(this.text(name)) : shown(this.text(name));
        const why = wrong.why === undefined ? '' : `: ${wrong.why}`;
        const expected = wrong.expected === undefined ? '' : `; expected ${wrong.expected}`;
        const code = wrong.later ? notYet : codeOf(name);
        this.#note(code, `${this.#spelled(name)} is ${given}${why}${expected}.`, wrong.remedy);
    }
    /**
     * A runner leaves it at a warning when a workflow gives an input that action.yml has not, so what resembles ours is
     * refused here; other INPUT_ variables may be anybody's. In a terminal every unknown option is a mistake.
     */
    refuseStrangers() {
        const known = [...inputNames, ...Object.keys(later)];
        for (const name of this.#host.given) {
            if (known.includes(name))
                continue;
            const meant = nearest(name, known);
            if (meant === undefined && !this.terminal)
                continue;
            const remedy = meant ? `Did you mean ${this.#spelled(meant)}?` : 'The README lists what there is.';
            this.#note('INPUT_UNKNOWN', `There is no input ${this.#spelled(name)}.`, remedy);
        }
        for (const word of this.#host.strays ?? []) {
            this.#note('INPUT_UNKNOWN', `${shown(word)} belongs to no option.`, 'Options are written --name VALUE or --name=VALUE.');
        }
    }
    refuseLater() {
        for (const [name, entry] of Object.entries(later)) {
            const value = this.#host.input(name);
            if (value === '' || entry.harmless.includes(value))
                continue;
            const given = entry.secret ? inputs_hidden(value) : shown(value);
            const remedy = `Remove it${entry.harmless[0] ? `, or leave it at \`${entry.harmless[0]}\`` : ''}; nothing was done without it.`;
            this.#note(notYet, `${this.#spelled(name)} is ${given}, but this version has no such input.`, remedy);
        }
    }
    #note(code, message, remedy) {
        this.mistakes.push(new failure/* Failure */.HR({ code, message, remedy }));
    }
    #spelled(name) {
        return this.terminal ? `--${name}` : `\`${name}\``;
    }
}
const notYet = 'INPUT_NOT_IN_THIS_VERSION';
const unresolved = {
    why: 'an expression stands in it unresolved',
    expected: 'its value',
    remedy: 'Expressions are resolved under `with:` of a workflow step, and nowhere else.',
};
function codeOf(name) {
    return `INPUT_${name.toUpperCase().replaceAll('-', '_')}`;
}
/** Long texts are not shown: they may be a key pasted into the wrong input. */
function shown(text) {
    return text.length > 60 || /[\r\n]|-----BEGIN/.test(text) ? inputs_hidden(text) : `“${text}”`;
}
function inputs_hidden(text) {
    return `${text.length} character${text.length === 1 ? '' : 's'} (not shown)`;
}

// EXTERNAL MODULE: ./lib/publish/tell.js
var tell = __webpack_require__(5444);
;// CONCATENATED MODULE: ./lib/start.js
/** From words to one of the modes, with the real world at hand. */





async function start(host, command) {
    const parsed = parseInputs(host, command);
    if ('mistakes' in parsed)
        return (0,tell/* tellMistakes */.JJ)(host, parsed.mistakes);
    const { settings } = parsed;
    try {
        if (settings.mode === 'verify') {
            const { verifyFolder } = await Promise.all(/* import() */[__webpack_require__.e(816), __webpack_require__.e(70), __webpack_require__.e(510)]).then(__webpack_require__.bind(__webpack_require__, 6510));
            return (0,tell/* tellProof */.yA)(host, settings.directory, await verifyFolder((0,external_node_path_.resolve)(host.facts.workspace, settings.directory)));
        }
        const world = await realWorld(host);
        const cancelled = onCancellation();
        if (settings.mode === 'demo') {
            const { runDemo } = await Promise.all(/* import() */[__webpack_require__.e(816), __webpack_require__.e(789), __webpack_require__.e(694), __webpack_require__.e(636)]).then(__webpack_require__.bind(__webpack_require__, 14636));
            return await runDemo(settings, { host, world, cancelled });
        }
        const { runMonth } = await Promise.all(/* import() */[__webpack_require__.e(816), __webpack_require__.e(789), __webpack_require__.e(694)]).then(__webpack_require__.bind(__webpack_require__, 36694));
        await runMonth(settings, { host, world, cancelled, endpoints: process.env.M365_AUDIT_ENDPOINTS, synthetic: false });
    }
    catch (error) {
        (0,tell/* tellFailure */.s9)({ host, failOn: [], directory: settings.directory }, (0,failure/* asFailure */.h_)(error));
    }
}
async function realWorld(host) {
    const { transport } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(288)]).then(__webpack_require__.bind(__webpack_require__, 14288));
    return {
        fetch: transport(process.env),
        now: Date.now,
        sleep: async (milliseconds, signal) => await (0,promises_.setTimeout)(milliseconds, undefined, signal ? { signal } : {}),
        log: line => host.info(line),
        debug: line => host.debug(line),
        mask: secret => host.mask(secret),
    };
}
/** A runner that cancels sends SIGINT, 7.5 s later SIGTERM, 2.5 s later it kills (actions/runner): enough to write. */
function onCancellation() {
    const controller = new AbortController();
    const cancel = () => controller.abort(new failure/* Failure */.HR({
        code: 'CANCELLED',
        message: 'The run was cancelled before this was read.',
        remedy: 'Run it again.',
    }));
    process.once('SIGINT', cancel);
    process.once('SIGTERM', cancel);
    return controller.signal;
}


/***/ }),

/***/ 19579:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HR: () => (/* binding */ Failure),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   h_: () => (/* binding */ asFailure),
/* harmony export */   ps: () => (/* binding */ causes)
/* harmony export */ });
/**
 * The one error of the house: what failed, a stable code, and what a person can do about it. Rooms wrap the cause
 * and add what they know; nobody parses messages.
 */
class Failure extends Error {
    name = 'Failure';
    /** Stable, upper case, prefixed by the room that knows: `CERT_WRONG_PASSWORD`, `LOGIN_AADSTS700027`. */
    code;
    /** One or two sentences for the person who can mend it: who, where, and the command where there is one. */
    remedy;
    /** What the other side said of itself: HTTP status, AADSTS code, request and correlation ids. Never a secret. */
    evidence;
    constructor(parts) {
        super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
        this.code = parts.code;
        this.remedy = parts.remedy;
        this.evidence = parts.evidence ?? {};
    }
}
/** The failure as a person reads it: what, code and evidence, then what to do. One paragraph, no stack. */
function explain(failure) {
    const evidence = Object.entries(failure.evidence).map(([name, value]) => `${name} ${value}`);
    return `${failure.message} [${[failure.code, ...evidence].join('; ')}] ${failure.remedy}`;
}
/** Anything thrown, as a `Failure`: what is not one already is a fault of ours, and says so. */
function asFailure(thrown) {
    if (thrown instanceof Failure)
        return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure({
        code: 'UNEXPECTED',
        message: `Unexpected fault: ${message}`,
        remedy: 'This is a fault of the program. Please report it with the version and this message.',
        cause: thrown,
    });
}
/** The chain of causes in words, innermost last: `fetch failed: connect ECONNREFUSED 127.0.0.1:9`. */
function causes(error) {
    const words = [];
    for (let at = error; at instanceof Error && words.length < 5; at = at.cause) {
        const code = 'code' in at && typeof at.code === 'string' && !at.message.includes(at.code) ? ` (${at.code})` : '';
        if (at.message)
            words.push(at.message + code);
        if (at instanceof AggregateError && at.errors[0] instanceof Error)
            words.push(at.errors[0].message);
    }
    return words.join(': ');
}


/***/ })

};
